"""What who conducts the room sends: its buttons, and the level that was agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from flask import abort, flash, jsonify, redirect
from sqlalchemy.orm import Session

from maturity.core.matrix import CriterionNotAsked, CriterionNotInMatrix, LevelNotInMatrix
from maturity.persistence.queries.ballots import NoSuchBallot
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.message import MessageKind
from maturity.usecases.post import NothingToSend, write_to_everybody
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
from maturity.usecases.versioned_save import NotNow, StaleSave
from maturity.web.access import Answered, Needs, needs, round_in_address, visitor
from maturity.web.agree.forms import AgreeForm
from maturity.web.agree.keeping import keep_level, what_is_missing
from maturity.web.database import now, writing
from maturity.web.errors import error_answer, wants_json
from maturity.web.post_office import on_their_way, post_office
from maturity.web.room.blueprint import address_of, blueprint
from maturity.web.room.forms import ActForm
from maturity.web.saving import refused_answer
from maturity.web.script_save import save_from_script


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


_DO: Final[Mapping[str, Callable[[Pressed], object]]] = {
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


@blueprint.post("/acts/<any(open, tell, end, go, ask, reveal, withdraw, timer, stop):act>")
@needs(Needs.FACILITATOR)
def act(collaborative: int, number: int, act: str) -> Answered:
    """Do what a button says, and show the room again."""
    form = ActForm()
    if not form.validate():
        abort(400)
    try:
        with writing() as session:
            head = round_in_address(session, collaborative, number)
            done = _DO[act](Pressed(session, head, form, visitor().account, now()))
    except (NotNow, NothingToSend) as problem:
        if wants_json():
            return refused_answer(status="not now", message=str(problem), code=409)
        return error_answer(
            409,
            what_happened=str(problem),
            what_to_do="Go back to the room to see where it is now.",
            way_on=(address_of("facilitate", collaborative, number), "Go back to the room"),
        )
    except (NoSuchBallot, CriterionNotInMatrix, CriterionNotAsked):
        abort(404)
    said = done if isinstance(done, str) else ""
    if act == "tell":
        post_office().wake()
    if wants_json():
        return jsonify(status="done", message=said)
    if said:
        flash(said)
    return redirect(address_of("facilitate", collaborative, number))


@blueprint.post("/levels/<criterion_id>")
@needs(Needs.FACILITATOR)
def record(collaborative: int, number: int, criterion_id: str) -> Answered:
    """Keep what was agreed on a criterion."""
    form = AgreeForm(prefix=f"{criterion_id}-")
    keep = partial(keep_level, collaborative, number, criterion_id, form)
    if wants_json():
        return save_from_script(form, keep, note=what_is_missing)
    back = (address_of("facilitate", collaborative, number), "Go back to the room")
    try:
        if not form.validate():
            return error_answer(422, title="Not saved", what_happened=form.problems[0][1], way_on=back)
        note = what_is_missing(keep().said)
    except StaleSave as problem:
        return error_answer(
            409,
            what_happened=f"{problem} Nothing was overwritten.",
            what_to_do="Your text is below, to copy. Go back to the room to see what is there now.",
            way_on=back,
        )
    except NotNow as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Your text is below, to copy.", way_on=back)
    except LevelNotInMatrix as problem:
        return error_answer(422, title="Not saved", what_happened=str(problem), way_on=back)
    except (CriterionNotInMatrix, CriterionNotAsked):
        abort(404)
    flash(f"Saved. {note}".rstrip())
    return redirect(back[0])
