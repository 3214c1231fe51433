"""What every page of a collaborative says of itself, and how the stage of a round is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import url_for
from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.queries.collaboratives import get_collaborative
from maturity.persistence.rows.account import Role
from maturity.web.access import visitor
from maturity.web.design_system.words import day

STAGE_COLOURS: Final[Mapping[Stage, str]] = {
    Stage.DRAFT: "grey",
    Stage.OPEN: "blue",
    Stage.AGREEING: "purple",
    Stage.CLOSED: "green",
}


@dataclass(frozen=True, slots=True)
class CollaborativeFrame:
    """The collaborative that a page belongs to, and whether who looks at it may change it."""

    id: int
    name: str
    is_lead: bool

    def to(self, endpoint: str, **more: Any) -> str:
        """The address of one of the pages of setting up."""
        return url_for(f"set_up.{endpoint}", collaborative=self.id, **more)


def frame_of(collaborative: int, name: str) -> CollaborativeFrame:
    """The frame of a collaborative for the person who is signed in."""
    return CollaborativeFrame(id=collaborative, name=name, is_lead=visitor().has_role(collaborative, Role.LEAD))


def read_frame(session: Session, collaborative: int) -> CollaborativeFrame:
    """The same with the name of the collaborative as it is now."""
    return frame_of(collaborative, get_collaborative(session, collaborative=collaborative).name)


def planned_in_words(opens_on: date | None, closes_on: date | None) -> str:
    """The same for a line of its own, which says that it is a plan: a lead opens and closes a round by hand."""
    dates = dates_in_words(opens_on, closes_on)
    return f"Planned for responses: {dates[0].lower()}{dates[1:]}" if dates else ""


def dates_in_words(opens_on: date | None, closes_on: date | None) -> str:
    """When a round is open, as far as that is known."""
    if opens_on and closes_on:
        return f"{day(opens_on)} to {day(closes_on)}"
    if opens_on:
        return f"From {day(opens_on)}"
    return f"Until {day(closes_on)}" if closes_on else ""
