"""The pages of agreeing: every criterion, and one at a time."""

from __future__ import annotations

from functools import partial
from typing import Final

from flask import Response, abort, jsonify, render_template, request
from flask_wtf.csrf import generate_csrf

from maturity.core.consensus import Consensus
from maturity.core.results import CriterionResult
from maturity.core.round import Stage
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rounds import NoSuchRound
from maturity.usecases.agree import AgreementTable, NotAgreeing, open_table
from maturity.usecases.version_move import AskedInRound
from maturity.web.access import Answered, Needs, facilitates, hide_draft, needs, round_in_address, visitor
from maturity.web.agree import hindsight_routes
from maturity.web.agree.blueprint import blueprint
from maturity.web.agree.form_saving import save_from_form
from maturity.web.agree.forms import AgreeForm
from maturity.web.agree.frame import agree_frame
from maturity.web.agree.keeping import keep_level, what_is_missing
from maturity.web.agree.one_criterion import next_address
from maturity.web.agree.overview_page import Order, overview_page
from maturity.web.agree.pages import conflict_page, criterion_page
from maturity.web.database import reading
from maturity.web.errors import error_answer, wants_json
from maturity.web.script_save import save_from_script
from maturity.web.versioned_form import Problems

__all__ = ["VIEWS", "blueprint"]

VIEWS: Final = (hindsight_routes,)
"""The modules that have views of the blueprint besides this one: importing them gives it these."""


@blueprint.get("")
@needs(Needs.PARTICIPANT)
def overview(collaborative: int, number: int) -> Answered:
    """Show every criterion with how closely partners agree and what was recorded, in the order that is asked for."""
    table = _table(collaborative, number)
    order = request.args.get("order", Order.DOMAINS, type=Order)
    page = overview_page(table, records=facilitates(collaborative), order=order)
    return render_template("agree/overview.html", page=page)


@blueprint.get("/criteria/<criterion_id>")
@needs(Needs.PARTICIPANT)
def criterion(collaborative: int, number: int, criterion_id: str) -> Answered:
    """Show one criterion with the partners' positions side by side."""
    table = _table(collaborative, number)
    page = criterion_page(
        table,
        _result(table, criterion_id),
        owner=visitor().account,
        records=facilitates(collaborative),
    )
    return render_template("agree/criterion.html", page=page)


@blueprint.post("/criteria/<criterion_id>")
@needs(Needs.FACILITATOR)
def record(collaborative: int, number: int, criterion_id: str) -> Answered:
    """Keep what the collaborative recorded: from the script of the page, or from its form."""
    form = AgreeForm(prefix=f"{criterion_id}-")
    if wants_json():
        return save_from_script(
            form, partial(keep_level, collaborative, number, criterion_id, form), note=what_is_missing
        )
    return _record_from_form(collaborative, number, criterion_id, form)


@blueprint.get("/token")
@needs(Needs.PARTICIPANT)
def token(collaborative: int, number: int) -> Response:
    """A token that is good now, for a page that was opened before its person signed in again."""
    del collaborative, number  # the permission has looked at them
    return jsonify(csrf_token=generate_csrf(), account=visitor().account)


def _table(collaborative: int, number: int) -> AgreementTable:
    with reading() as session:
        try:
            table = open_table(session, collaborative=collaborative, number=number, account=visitor().account)
        except NoSuchRound:
            abort(404)
    hide_draft(collaborative, table.head.stage)
    if table.head.stage not in {Stage.AGREEING, Stage.CLOSED}:
        abort(
            error_answer(
                409,
                what_happened=f"“{table.head.label}” is {table.head.stage.label.lower()}.",
                what_to_do="Positions stand side by side once the lead closes responding. Until then nobody sees them.",
            )
        )
    return table


def _result(table: AgreementTable, criterion_id: str) -> CriterionResult:
    found = table.result.criterion(criterion_id)
    if found is None:
        abort(404)
    return found


def _record_from_form(collaborative: int, number: int, criterion_id: str, form: AgreeForm) -> Answered:
    with reading() as session:
        head = round_in_address(session, collaborative, number)
        matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
        form.look_up(AskedInRound(session, head.id, matrix), criterion_id=criterion_id)
    if head.stage is not Stage.AGREEING:
        return error_answer(409, what_happened=str(NotAgreeing(head)), what_to_do="Your text is below, to copy.")
    table = _table(collaborative, number)
    result, owner = _result(table, criterion_id), visitor().account
    return save_from_form(
        form,
        said=lambda: form.consensus(table.matrix),
        words=form.words(),
        keep=lambda: keep_level(collaborative, number, criterion_id, form),
        note=what_is_missing,
        conflict=lambda stale: conflict_page(table, result, owner=owner, form=form, stale=stale),
        again=lambda shown, problems: _asked_again(collaborative, number, criterion_id, shown, problems),
        goes_to=lambda: next_address(
            table.result.criteria, criterion_id, to_list=agree_frame(table.head, records=True).overview_address
        ),
    )


def _asked_again(collaborative: int, number: int, criterion_id: str, shown: Consensus, problems: Problems) -> str:
    table = _table(collaborative, number)
    page = criterion_page(
        table, _result(table, criterion_id), owner=visitor().account, records=True, shown=shown, problems=problems
    )
    return render_template("agree/criterion.html", page=page)
