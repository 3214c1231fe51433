"""What a page that sends something asked when it was opened, though its round may have moved meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from maturity.core.asked_then import AS_NOW, AskedThen, asked_then, stamp_of
from maturity.core.matrix import Criterion, Matrix
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.version_moves import list_version_moves


def look_up_asked(session: Session, *, round_id: int, criterion_id: str, now: Matrix, stamp: str) -> AskedThen:
    """How a criterion of `now`, the matrix of a round, was asked on a page with a stamp; an empty one is of no page.

    A round that never moved asks what it always asked, whatever the stamp. Nothing is read where the stamp is now's.
    """
    if stamp == stamp_of(now):
        return AS_NOW
    return asked_then(criterion_id, stamp=stamp, now=now, versions=_versions_asked(session, round_id))


def list_asked_otherwise(
    session: Session, *, round_id: int, criteria: Iterable[Criterion], now: Matrix, stamp: str
) -> tuple[Criterion, ...]:
    """Those of some criteria of a round that are asked otherwise now, or on another scale, than on a page."""
    if stamp == stamp_of(now):
        return ()
    versions = _versions_asked(session, round_id)
    found = ((each, asked_then(each.id, stamp=stamp, now=now, versions=versions)) for each in criteria)
    return tuple(each for each, then in found if then.other_question or then.other_levels)


def _versions_asked(session: Session, round_id: int) -> list[Matrix]:
    """Every version that a round asked, if it ever moved."""
    moves = list_version_moves(session, round_id=round_id)
    asked = sorted({version for move in moves for version in (move.from_version, move.to_version)})
    return [get_matrix(session, matrix_version=each) for each in asked]
