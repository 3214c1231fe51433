"""What the buttons of who conducts the room do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import abort
from sqlalchemy.orm import Session

from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.message import MessageKind
from maturity.usecases.post import write_to_everybody
from maturity.usecases.room import (
    USUAL_MINUTES,
    end_room,
    go_to,
    open_ballot,
    open_room,
    reveal_ballot,
    start_timer,
    stop_timer,
    withdraw_ballot,
)
from maturity.web.post_office import on_their_way, post_office
from maturity.web.room.forms import ActForm


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed in the room of a round."""

    session: Session
    head: RoundHead
    form: ActForm
    account: int
    now: datetime

    @property
    def who(self) -> dict[str, Any]:
        """By whom, and when."""
        return {"head": self.head, "account": self.account, "now": self.now}

    @property
    def criterion_id(self) -> str:
        """The criterion that the button is about."""
        return self.form.criterion_id.data or ""

    @property
    def ballot(self) -> int:
        """The ballot that the button is about, 0 for none."""
        return self.form.ballot.data or 0


def _tell(it: Pressed) -> str:
    """Open the room, if it is not, and write to everybody who responds. Returns what is said of it."""
    if not post_office().is_open:
        abort(404)
    open_room(it.session, **it.who)
    written = write_to_everybody(it.session, head=it.head, kind=MessageKind.ROOM, by=it.account, now=it.now)
    return on_their_way(written)


ACTS: Final[Mapping[str, Callable[[Pressed], object]]] = {
    "open": lambda it: open_room(it.session, **it.who),
    "tell": _tell,
    "end": lambda it: end_room(it.session, **it.who),
    "go": lambda it: go_to(it.session, criterion_id=it.criterion_id, **it.who),
    "ask": lambda it: open_ballot(it.session, criterion_id=it.criterion_id, **it.who),
    "reveal": lambda it: reveal_ballot(it.session, ballot=it.ballot, **it.who),
    "withdraw": lambda it: withdraw_ballot(it.session, ballot=it.ballot, **it.who),
    "timer": lambda it: start_timer(it.session, minutes=it.form.minutes.data or USUAL_MINUTES, **it.who),
    "stop": lambda it: stop_timer(it.session, **it.who),
}
"""Each button by its name in the address; what is told of it is a text, where there is any."""
