"""The pages of agreeing: every criterion, and one at a time."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import CriterionNotInMatrix, LevelNotInMatrix
from maturity.core.results import CriterionResult
from maturity.core.round import Stage
from maturity.persistence.queries.consensus import KeptConsensus
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rounds import NoSuchRound, get_round
from maturity.persistence.rows.account import Role
from maturity.usecases.agree import (
    AgreementTable,
    ConsensusKeyReused,
    NotAgreeing,
    StaleConsensus,
    agree_level,
    open_table,
)
from maturity.usecases.respond import CriterionNotAsked
from maturity.web.access import Needs, hide_draft, needs, visitor
from maturity.web.agree.forms import AgreeForm
from maturity.web.agree.pages import agree_frame, conflict_page, criterion_page, overview_page
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer, wants_json
from maturity.web.saving import refused_answer, saved_answer, sent_version

blueprint = Blueprint("agree", __name__, url_prefix="/collaboratives/<int:collaborative>/rounds/<int:number>/agree")

SAY_WHY = "Say why, so that it counts."

Answered = str | Response | AnyResponse | tuple[str, int]


@blueprint.get("")
@needs(Needs.PARTICIPANT)
def overview(collaborative: int, number: int) -> Answered:
    """Show every criterion with how closely partners agree and what was recorded."""
    table = _table(collaborative, number)
    return render_template("agree/overview.html", page=overview_page(table, is_lead=_is_lead(collaborative)))


@blueprint.get("/criteria/<criterion_id>")
@needs(Needs.PARTICIPANT)
def criterion(collaborative: int, number: int, criterion_id: str) -> Answered:
    """Show one criterion with the partners' positions side by side."""
    table = _table(collaborative, number)
    page = criterion_page(
        table,
        _result(table, criterion_id),
        owner=visitor().account,
        is_lead=_is_lead(collaborative),
    )
    return render_template("agree/criterion.html", page=page)


@blueprint.post("/criteria/<criterion_id>")
@needs(Needs.LEAD)
def record(collaborative: int, number: int, criterion_id: str) -> Answered:
    """Keep what the collaborative recorded: from the script of the page, or from its form."""
    form = AgreeForm(prefix=f"{criterion_id}-")
    if wants_json():
        return _record_from_script(collaborative, number, criterion_id, form)
    return _record_from_form(collaborative, number, criterion_id, form)


@blueprint.get("/token")
@needs(Needs.PARTICIPANT)
def token(collaborative: int, number: int) -> Response:
    """A token that is good now, for a page that was opened before its person signed in again."""
    del collaborative, number  # the permission has looked at them
    return jsonify(csrf_token=generate_csrf(), account=visitor().account)


def _is_lead(collaborative: int) -> bool:
    return visitor().has_role(collaborative, Role.LEAD)


def _table(collaborative: int, number: int) -> AgreementTable:
    with reading() as session:
        try:
            table = open_table(session, collaborative=collaborative, number=number)
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


def _keep(collaborative: int, number: int, criterion_id: str, form: AgreeForm) -> KeptConsensus:
    with writing() as session:
        head = get_round(session, collaborative=collaborative, number=number)
        matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
        return agree_level(
            session,
            head=head,
            criterion_id=criterion_id,
            consensus=form.consensus(matrix),
            based_on=sent_version(form.based_on),
            request_key=form.request_key.data or "",
            account=visitor().account,
            now=now(),
        )


def _record_from_script(collaborative: int, number: int, criterion_id: str, form: AgreeForm) -> Response:
    if not form.validate():
        said = next(str(problems[0]) for problems in form.errors.values() if problems)
        return refused_answer(status="not valid", message=f"Not saved. {said}", code=422)
    try:
        kept = _keep(collaborative, number, criterion_id, form)
    except (ConsensusKeyReused, LevelNotInMatrix) as problem:
        return refused_answer(status="not valid", message=f"Not saved. {problem}", code=422)
    except StaleConsensus as problem:
        return refused_answer(status="conflict", message=f"Not saved. {problem}", code=409)
    except NotAgreeing as problem:
        return refused_answer(status="closed", message=f"Not saved. {problem}", code=409)
    except (NoSuchRound, CriterionNotAsked, CriterionNotInMatrix):
        return refused_answer(status="not valid", message="Not saved. This criterion is not asked.", code=404)
    return saved_answer(version=kept.version, saved_at=kept.saved_at, note=_note(kept.consensus))


def _note(consensus: Consensus) -> str:
    is_chosen = consensus.state is not ConsensusState.NOT_RECORDED
    return SAY_WHY if is_chosen and not consensus.is_recorded else ""


def _record_from_form(collaborative: int, number: int, criterion_id: str, form: AgreeForm) -> Answered:
    with reading() as session:
        try:
            head = get_round(session, collaborative=collaborative, number=number)
        except NoSuchRound:
            abort(404)
    if head.stage is not Stage.AGREEING:
        return error_answer(409, what_happened=str(NotAgreeing(head)), what_to_do="Your text is below, to copy.")
    table = _table(collaborative, number)
    result = _result(table, criterion_id)
    problems: tuple[tuple[str, str], ...] = ()
    shown: Consensus | None = None
    try:
        shown = form.consensus(table.matrix)
        if form.validate():
            kept = _keep(collaborative, number, criterion_id, form)
            if not _note(kept.consensus):
                return redirect(_next_address(table, criterion_id))
            problems = (("reason", SAY_WHY),)
            table = _table(collaborative, number)
        else:
            problems = tuple((name, str(said[0])) for name, said in form.errors.items() if name)
    except StaleConsensus as stale:
        page = conflict_page(table, result, owner=visitor().account, kept=stale.kept, mine=stale.offered)
        return render_template("agree/conflict.html", page=page), 409
    except NotAgreeing as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Your text is below, to copy.")
    except LevelNotInMatrix as problem:
        problems = (("choice", str(problem)),)
    page_again = criterion_page(table, result, owner=visitor().account, is_lead=True, shown=shown, problems=problems)
    return render_template("agree/criterion.html", page=page_again), 422


def _next_address(table: AgreementTable, criterion_id: str) -> str:
    order = [c.criterion.id for c in table.result.criteria]
    after = order.index(criterion_id) + 1
    if "to_list" in request.form or after == len(order):
        return agree_frame(table.head, is_lead=True).overview_address
    return request.path.rpartition("/")[0] + "/" + order[after]
