"""The blueprint of the room, and what its views have in common."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, url_for

from maturity.persistence.queries.rounds import NoSuchRound
from maturity.usecases.room import RoomScreen, see_room
from maturity.web.access import hide_draft, visitor
from maturity.web.compare.shelves import shelves
from maturity.web.database import reading

blueprint = Blueprint("room", __name__, url_prefix="/collaboratives/<int:collaborative>/rounds/<int:number>/room")


def look(collaborative: int, number: int, *, for_all_eyes: bool = False) -> RoomScreen:
    """What the person who asks sees of a room; not found where the round is not there for them."""
    with reading() as session:
        try:
            screen = see_room(
                session,
                collaborative=collaborative,
                number=number,
                account=visitor().account,
                for_all_eyes=for_all_eyes,
                shelf=shelves().results,
            )
        except NoSuchRound:
            abort(404)
    hide_draft(collaborative, screen.head.stage)
    return screen


def address_of(screen: str, collaborative: int, number: int, **more: Any) -> str:
    """Where a screen of the room is."""
    return url_for(f"room.{screen}", collaborative=collaborative, number=number, **more)
