"""What who conducts the room sends: its buttons, and the level that was agreed."""

from __future__ import annotations

from functools import partial

from flask import abort, flash, jsonify, redirect

from maturity.core.matrix import CriterionNotAsked, CriterionNotInMatrix, LevelNotInMatrix
from maturity.persistence.queries.ballots import NoSuchBallot
from maturity.usecases.post import NothingToSend
from maturity.usecases.versioned_save import NotNow, StaleSave
from maturity.web.access import Answered, Needs, needs, round_in_address, visitor
from maturity.web.agree.forms import AgreeForm
from maturity.web.agree.keeping import keep_level, what_is_missing
from maturity.web.database import now, writing
from maturity.web.errors import error_answer, wants_json
from maturity.web.post_office import post_office
from maturity.web.room.acts import ACTS, Pressed
from maturity.web.room.blueprint import address_of, blueprint
from maturity.web.room.forms import ActForm
from maturity.web.saving import refused_answer
from maturity.web.script_save import save_from_script


@blueprint.post(f"/acts/<any({', '.join(ACTS)}):act>")
@needs(Needs.FACILITATOR)
def act(collaborative: int, number: int, act: str) -> Answered:
    """Do what a button says, and show the room again."""
    form = ActForm()
    if not form.validate():
        abort(400)
    try:
        with writing() as session:
            head = round_in_address(session, collaborative, number)
            done = ACTS[act](Pressed(session, head, form, visitor().account, now()))
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
            what_happened=f"{form.why_stale(str(problem))} Nothing was overwritten.",
            what_to_do="Your text is below, to copy. Go back to the room to see what is there now.",
            way_on=back,
        )
    except NotNow as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Your text is below, to copy.", way_on=back)
    except LevelNotInMatrix as problem:
        return error_answer(422, title="Not saved", what_happened=str(problem), way_on=back)
    except (CriterionNotInMatrix, CriterionNotAsked):
        abort(404)
    flash(f"Saved. {note}".rstrip(), "unfinished" if note else "message")
    return redirect(back[0])
