"""The pages of looking back on the round before: every criterion, and one at a time."""

from __future__ import annotations

from functools import partial

from flask import abort, render_template

from maturity.core.hindsight import Hindsight, HindsightState
from maturity.core.results import CriterionResult
from maturity.core.round import Stage
from maturity.persistence.queries.hindsights import KeptHindsight
from maturity.persistence.queries.rounds import NoSuchRound
from maturity.usecases.hindsight import LookBack, NoRoundBefore, NotLookingBack, look_back, say_in_hindsight
from maturity.web.access import Answered, Needs, facilitates, hide_draft, needs, visitor
from maturity.web.agree.blueprint import blueprint
from maturity.web.agree.form_saving import save_from_form
from maturity.web.agree.hindsight_forms import HindsightForm
from maturity.web.agree.hindsight_pages import (
    hindsight_conflict_page,
    hindsight_criterion_page,
    hindsight_page,
    list_address,
)
from maturity.web.agree.one_criterion import next_address
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer, wants_json
from maturity.web.script_save import save_from_script
from maturity.web.versioned_form import Problems

SAY_WHY = "Say why another level looks right now, so that it counts."


@blueprint.get("/looking-back", endpoint="hindsight")
@needs(Needs.PARTICIPANT)
def every_level_of_before(collaborative: int, number: int) -> Answered:
    """Show every criterion of the round before with its level of then and what is said of it now."""
    page = hindsight_page(_look(collaborative, number), records=facilitates(collaborative))
    return render_template("agree/hindsight.html", page=page)


@blueprint.get("/looking-back/<criterion_id>")
@needs(Needs.PARTICIPANT)
def hindsight_criterion(collaborative: int, number: int, criterion_id: str) -> Answered:
    """Show one criterion of the round before as it was recorded then."""
    look = _look(collaborative, number)
    page = hindsight_criterion_page(
        look, _result(look, criterion_id), owner=visitor().account, records=facilitates(collaborative)
    )
    return render_template("agree/hindsight_criterion.html", page=page)


@blueprint.post("/looking-back/<criterion_id>")
@needs(Needs.FACILITATOR)
def record_hindsight(collaborative: int, number: int, criterion_id: str) -> Answered:
    """Keep what is said looking back: from the script of the page, or from its form."""
    form = HindsightForm(prefix=f"{criterion_id}-")
    look = _look(collaborative, number, before_agreeing=NotLookingBack)
    if wants_json():
        return save_from_script(form, partial(_keep, look, criterion_id, form), note=_what_is_missing)
    result, owner = _result(look, criterion_id), visitor().account
    return save_from_form(
        form,
        said=lambda: form.hindsight(look.earlier.matrix),
        words=form.words(),
        keep=lambda: _keep(look, criterion_id, form),
        note=_what_is_missing,
        conflict=lambda stale: hindsight_conflict_page(look, result, owner=owner, stale=stale),
        again=lambda shown, problems: _asked_again(collaborative, number, criterion_id, shown, problems),
        goes_to=lambda: next_address(look.earlier.criteria, criterion_id, to_list=list_address(look)),
    )


def _asked_again(collaborative: int, number: int, criterion_id: str, shown: Hindsight, problems: Problems) -> str:
    look = _look(collaborative, number)
    page = hindsight_criterion_page(
        look, _result(look, criterion_id), owner=visitor().account, records=True, shown=shown, problems=problems
    )
    return render_template("agree/hindsight_criterion.html", page=page)


def _look(collaborative: int, number: int, *, before_agreeing: type[NotLookingBack] | None = None) -> LookBack:
    with reading() as session:
        try:
            look = look_back(session, collaborative=collaborative, number=number)
        except (NoSuchRound, NoRoundBefore):
            abort(404)
    hide_draft(collaborative, look.head.stage)
    if look.head.stage not in {Stage.AGREEING, Stage.CLOSED}:
        if before_agreeing is not None:
            what_to_do = "Your text is below, to copy."
            abort(error_answer(409, what_happened=str(before_agreeing(look.head)), what_to_do=what_to_do))
        abort(
            error_answer(
                409,
                what_happened=f"“{look.head.label}” is {look.head.stage.label.lower()}.",
                what_to_do="You can look back on the round before while levels are agreed.",
            )
        )
    return look


def _result(look: LookBack, criterion_id: str) -> CriterionResult:
    found = look.earlier.criterion(criterion_id)
    if found is None:
        abort(404)
    return found


def _keep(look: LookBack, criterion_id: str, form: HindsightForm) -> KeptHindsight:
    with writing() as session:
        return say_in_hindsight(
            session,
            collaborative=look.head.collaborative,
            number=look.head.number,
            criterion_id=criterion_id,
            said=form.hindsight(look.earlier.matrix),
            based_on=form.version_seen,
            request_key=form.request_key.data or "",
            account=visitor().account,
            now=now(),
        )


def _what_is_missing(said: Hindsight) -> str:
    return SAY_WHY if said.state is HindsightState.OTHERWISE and not said.is_said else ""
