"""What a page that sends something asked when it was opened, though its round may have moved meanwhile."""

from __future__ import annotations

from sqlalchemy.orm import Session

from maturity.core.asked_then import AS_NOW, AskedThen, asked_then, stamp_of
from maturity.core.matrix import Matrix
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.version_moves import list_version_moves


def look_up_asked(session: Session, *, round_id: int, criterion_id: str, now: Matrix, stamp: str) -> AskedThen:
    """How a criterion of `now`, the matrix of a round, was asked on a page with a stamp; an empty one is of no page.

    A round that never moved asks what it always asked, whatever the stamp. Nothing is read where the stamp is now's.
    """
    if stamp == stamp_of(now):
        return AS_NOW
    moves = list_version_moves(session, round_id=round_id)
    asked = sorted({version for move in moves for version in (move.from_version, move.to_version)})
    versions = [get_matrix(session, matrix_version=each) for each in asked]
    return asked_then(criterion_id, stamp=stamp, now=now, versions=versions)
