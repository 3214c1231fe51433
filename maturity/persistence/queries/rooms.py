"""The room of a round as it stands, and how a screen learns that there is something new to show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.plain import run_plain
from maturity.persistence.rows.room import RoomRow
from maturity.persistence.rows.round_row import RoundRow


@dataclass(frozen=True, slots=True)
class RoomState:
    """A room that was opened: the criterion talked about, the end of the timer, and whether it has ended."""

    criterion_id: str | None
    timer_ends_at: datetime | None
    opened_at: datetime
    ended_at: datetime | None
    version: int

    @property
    def is_open(self) -> bool:
        """Whether people are in it now."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Moment:
    """How far a round and its room have come: `count` grows with every change of either and never falls."""

    stage: Stage
    count: int


_ROOM: Final = select(
    RoomRow.criterion_id, RoomRow.timer_ends_at, RoomRow.opened_at, RoomRow.ended_at, RoomRow.version
).where(RoomRow.round_id == bindparam("of_round"))
# Both counters only grow, so their sum changes with each of them: what is recorded elsewhere is followed as well.
_MOMENT: Final = (
    select(RoundRow.stage, RoundRow.state_version + func.coalesce(RoomRow.version, 0))
    .outerjoin(RoomRow, RoomRow.round_id == RoundRow.id)
    .where(
        RoundRow.collaborative_id == bindparam("of_collaborative"),
        RoundRow.number == bindparam("at_number"),
        RoundRow.discarded_at.is_(None),
    )
)


def find_room(session: Session, *, round_id: int) -> RoomState | None:
    """The room of a round; None where it was never opened."""
    row = run_plain(session, _ROOM, {"of_round": round_id}).one_or_none()
    return None if row is None else RoomState(*row)


def find_moment(session: Session, *, collaborative: int, number: int) -> Moment | None:
    """How far a round and its room have come; None where there is no such round. Asked by every screen each second."""
    row = run_plain(session, _MOMENT, {"of_collaborative": collaborative, "at_number": number}).one_or_none()
    return None if row is None else Moment(*row)


def list_open_rooms(session: Session, *, rounds: Collection[int]) -> frozenset[int]:
    """Which of some rounds have a room that people are in now."""
    if not rounds:
        return frozenset()
    return frozenset(
        session.scalars(select(RoomRow.round_id).where(RoomRow.round_id.in_(rounds), RoomRow.ended_at.is_(None)))
    )
