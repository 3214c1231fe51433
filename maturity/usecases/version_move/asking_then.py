"""What a page that sends something asked when it was opened, though its round may have moved meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.asked_then import AS_NOW, AskedThen, asked_then, stamp_of
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.version_moves import list_version_moves


@dataclass(frozen=True)
class AskedInRound:
    """What the pages of a round asked in one transaction; `now` is the matrix of the round.

    The versions that the round asked are read once, however many criteria a page sends, and not at all where every
    stamp is now's.
    """

    session: Session
    round_id: int
    now: Matrix

    def on_page(self, stamp: str, *, criterion_id: str) -> AskedThen:
        """How a criterion was asked on a page with a stamp; an empty one is of no page.

        A round that never moved asks what it always asked, whatever the stamp.
        """
        if stamp == stamp_of(self.now):
            return AS_NOW
        return asked_then(criterion_id, stamp=stamp, now=self.now, versions=self._versions)

    @cached_property
    def _versions(self) -> list[Matrix]:
        """Every version that the round asked, if it ever moved."""
        moves = list_version_moves(self.session, round_id=self.round_id)
        asked = sorted({version for move in moves for version in (move.from_version, move.to_version)})
        return [get_matrix(self.session, matrix_version=each) for each in asked]


def list_asked_otherwise(
    session: Session, *, round_id: int, criteria: Iterable[Criterion], now: Matrix, stamp: str
) -> tuple[Criterion, ...]:
    """Those of some criteria of a round that are asked otherwise now, or on another scale, than on a page."""
    asked = AskedInRound(session, round_id, now)
    found = ((each, asked.on_page(stamp, criterion_id=each.id)) for each in criteria)
    return tuple(each for each, then in found if then.is_otherwise)
