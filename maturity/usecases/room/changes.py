"""What every change in the room has in common: it needs an open room, leaves an event, and moves every screen on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.queries.rooms import RoomState, find_room
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.room import RoomRow
from maturity.usecases.audit import record_event
from maturity.usecases.versioned_save import NotNow


class RoomNotOpen(NotNow):
    """The room is not open, or the round is not at the stage at which levels are agreed."""

    def __init__(self, head: RoundHead) -> None:
        if head.stage is Stage.AGREEING:
            super().__init__("The room is not open, so nothing was changed.")
        else:
            super().__init__(f"“{head.label}” is {head.stage.label.lower()}, so nothing in its room was changed.")


def room_refusal(session: Session, head: RoundHead) -> RoomNotOpen | None:
    """Why nothing can be changed in the room of a round now; None where it can."""
    room = find_room(session, round_id=head.id)
    return None if head.stage is Stage.AGREEING and room is not None and room.is_open else RoomNotOpen(head)


def enter(session: Session, head: RoundHead) -> RoomState:
    """The open room of a round; raises `RoomNotOpen`."""
    room = find_room(session, round_id=head.id)
    if room is None or not room.is_open or head.stage is not Stage.AGREEING:
        raise RoomNotOpen(head)
    return room


def note_change(
    session: Session,
    *,
    head: RoundHead,
    action: str,
    account: int | None,
    now: datetime,
    subject: str = "",
    **columns: Any,
) -> None:
    """Record one event and move every screen on, with what changed of the room itself."""
    session.execute(
        update(RoomRow)
        .where(RoomRow.round_id == head.id)
        .values(version=RoomRow.version + 1, changed_at=now, **columns)
    )
    record_event(
        session,
        action=action,
        now=now,
        account=account,
        collaborative=head.collaborative,
        round_id=head.id,
        subject=subject,
    )
