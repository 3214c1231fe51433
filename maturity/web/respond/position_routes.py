"""A partner’s position: agreed by its lead, read by its people, or entered on its behalf."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, redirect, render_template, request
from sqlalchemy.orm import Session

from maturity.core.matrix import Criterion, Domain
from maturity.core.matrix_change.asked_then import stamp_of
from maturity.core.position import Stance
from maturity.core.round import Naming
from maturity.persistence.queries.accounts import list_names
from maturity.persistence.queries.positions import NOTHING_KEPT, POSITIONS, KeptStance
from maturity.persistence.queries.responses import NoSuchRespondent
from maturity.persistence.queries.rounds import NoSuchRound
from maturity.usecases.on_behalf import enter_position, look_from_outside, may_see
from maturity.usecases.positions import PositionSheet, agree_position, look_inside
from maturity.usecases.version_move import AskedInRound
from maturity.usecases.versioned_save import NotNow, StaleSave
from maturity.web.access import Answered, Needs, hide_draft, needs, visitor
from maturity.web.conflict import ConflictPage, conflict_answer
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.respond.blueprint import blueprint, seat_of_visitor
from maturity.web.respond.form_saving import Desk, gone_answer, save_forms, sent_forms, sent_on_others, what_is_missing
from maturity.web.respond.forms import AnswerForm
from maturity.web.respond.frame import Address
from maturity.web.respond.position_conflict import position_conflict
from maturity.web.respond.position_domain import domain_position_page, next_address
from maturity.web.respond.position_frame import PositionFrame, inside_frame, outside_frame
from maturity.web.respond.positions_page import positions_page
from maturity.web.script_save import save_from_script

Look = tuple[PositionSheet, PositionFrame]
Begin = Callable[[Session], Desk]
"""Looks once, at the beginning of a transaction, at what every save of a form needs to know."""


@blueprint.get("/position")
@needs(Needs.RESPONDENT)
def positions(collaborative: int, number: int, partner: int) -> Answered:
    """Show the partner’s own people how far its positions are agreed."""
    sheet, frame = _inside(collaborative, number, partner)
    return render_template("respond/positions.html", page=positions_page(sheet, frame))


@blueprint.get("/position/<domain_id>")
@needs(Needs.RESPONDENT)
def domain_position(collaborative: int, number: int, partner: int, domain_id: str) -> Answered:
    """Show the partner’s own people the positions of a domain."""
    return _show(_inside(collaborative, number, partner), domain_id)


@blueprint.post("/position/<domain_id>")
@needs(Needs.RESPONDENT)
def keep_positions(collaborative: int, number: int, partner: int, domain_id: str) -> Answered:
    """Keep every position of a domain that the form holds, as the partner’s lead agreed them."""
    return _save_from_form(
        lambda: _inside(collaborative, number, partner), domain_id, _agreeing(collaborative, number, partner)
    )


@blueprint.post("/position/criteria/<criterion_id>")
@needs(Needs.RESPONDENT)
def keep_one_position(collaborative: int, number: int, partner: int, criterion_id: str) -> Response:
    """Keep one position as its page is filled in."""
    return _save_from_script(criterion_id, _agreeing(collaborative, number, partner))


@blueprint.get("/on-behalf")
@needs(Needs.FACILITATOR)
def on_behalf(collaborative: int, number: int, partner: int) -> Answered:
    """Show what was entered on behalf of a partner."""
    sheet, frame = _outside(collaborative, number, partner)
    return render_template("respond/positions.html", page=positions_page(sheet, frame))


@blueprint.get("/on-behalf/<domain_id>")
@needs(Needs.FACILITATOR)
def on_behalf_domain(collaborative: int, number: int, partner: int, domain_id: str) -> Answered:
    """Show the positions of a domain, to enter them on behalf of a partner."""
    return _show(_outside(collaborative, number, partner), domain_id)


@blueprint.post("/on-behalf/<domain_id>")
@needs(Needs.FACILITATOR)
def enter_positions(collaborative: int, number: int, partner: int, domain_id: str) -> Answered:
    """Keep every position of a domain that the form holds, on behalf of a partner."""
    return _save_from_form(
        lambda: _outside(collaborative, number, partner), domain_id, _entering(collaborative, number, partner)
    )


@blueprint.post("/on-behalf/criteria/<criterion_id>")
@needs(Needs.FACILITATOR)
def enter_one_position(collaborative: int, number: int, partner: int, criterion_id: str) -> Response:
    """Keep one position on behalf of a partner as the page is filled in."""
    return _save_from_script(criterion_id, _entering(collaborative, number, partner))


def _inside(collaborative: int, number: int, partner: int) -> Look:
    with reading() as session:
        seat = seat_of_visitor(session, collaborative, number, partner)
        sheet = look_inside(session, seat=seat)
    if len(sheet.colleagues) == 1:
        abort(
            error_answer(
                409,
                title="Your response is the position",
                what_happened=f"You respond alone for {seat.partner_name}, so your response is its position.",
                what_to_do="Submit it, and it stands for the partner once the levels are revealed.",
                way_on=(Address.of(seat).to("task_list"), "Go to your response"),
            )
        )
    return sheet, inside_frame(sheet, seat)


def _outside(collaborative: int, number: int, partner: int) -> Look:
    with reading() as session:
        sheet = _look_from_outside(session, collaborative, number, partner)
    return sheet, outside_frame(sheet, account=visitor().account)


def _look_from_outside(session: Session, collaborative: int, number: int, partner: int) -> PositionSheet:
    try:
        sheet = look_from_outside(
            session, collaborative=collaborative, number=number, partner=partner, account=visitor().account
        )
    except (NoSuchRound, NoSuchRespondent):
        abort(404)
    hide_draft(collaborative, sheet.head.stage)
    return sheet


def _agreeing(collaborative: int, number: int, partner: int) -> Begin:
    def begin(session: Session) -> Desk:
        seat = seat_of_visitor(session, collaborative, number, partner)

        def save(criterion_id: str, form: AnswerForm) -> KeptStance:
            return agree_position(
                session,
                seat=seat,
                criterion_id=criterion_id,
                answer=form.answer(seat.matrix),
                based_on=form.version_seen,
                request_key=form.request_key.data or "",
                now=now(),
            )

        def find(criterion_id: str) -> KeptStance:
            return POSITIONS.find(session, round_id=seat.round_id, partner_id=seat.partner, criterion_id=criterion_id)

        return Desk(AskedInRound(session, seat.round_id, seat.matrix), save, find)

    return begin


def _entering(collaborative: int, number: int, partner: int) -> Begin:
    def begin(session: Session) -> Desk:
        sheet = _look_from_outside(session, collaborative, number, partner)

        def save(criterion_id: str, form: AnswerForm) -> KeptStance:
            return enter_position(
                session,
                sheet=sheet,
                criterion_id=criterion_id,
                answer=form.answer(sheet.matrix),
                based_on=form.version_seen,
                request_key=form.request_key.data or "",
                account=visitor().account,
                now=now(),
            )

        def find(criterion_id: str) -> KeptStance:
            kept = sheet.standing(criterion_id)
            return kept if may_see(kept.said, head=sheet.head, account=visitor().account) else NOTHING_KEPT

        return Desk(AskedInRound(session, sheet.head.id, sheet.matrix), save, find)

    return begin


def _find(sheet: PositionSheet, domain_id: str) -> tuple[Domain, tuple[Criterion, ...]]:
    found = next((each for each in sheet.asked if each[0].id == domain_id), None)
    if found is None:
        abort(404)
    return found


def _authors(sheet: PositionSheet, frame: PositionFrame) -> dict[int, str]:
    """Who decided the positions, by account; outside the partner nobody else, unless people are named in this round."""
    accounts = {kept.said.entered_by for kept in sheet.kept.values()} - {None}
    if frame.is_on_behalf and sheet.head.naming is not Naming.NAMED:
        accounts &= {frame.owner}
    with reading() as session:
        return list_names(session, accounts=[account for account in accounts if account is not None])


def _show(look: Look, domain_id: str) -> Answered:
    sheet, frame = look
    domain, criteria = _find(sheet, domain_id)
    page = domain_position_page(sheet, frame, domain, criteria, authors=_authors(sheet, frame))
    return render_template("respond/position.html", page=page)


def _save_from_script(criterion_id: str, begin: Begin) -> Response:
    form = AnswerForm(prefix=f"{criterion_id}-")

    def save() -> KeptStance:
        with writing() as session:
            return begin(session).keep(criterion_id, form)

    return save_from_script(form, save, note=lambda _: what_is_missing(form))


def _save_from_form(look: Callable[[], Look], domain_id: str, begin: Begin) -> Answered:
    sheet, frame = look()
    domain, criteria = _find(sheet, domain_id)
    forms, others = sent_forms(criteria), sent_on_others(criteria)
    try:
        with writing() as session:
            sent = save_forms(forms, desk=begin(session), others=others)
    except NotNow as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Your text is below, to copy.")
    if sent.is_kept:
        return redirect(frame.overview_address if "to_list" in request.form else next_address(sheet, frame, domain))
    if sent.gone:
        return gone_answer(sent, address=request.path)
    sheet, frame = look()
    withheld = [each for each in sent.stale if _is_withheld(sheet, frame, each[2])]
    if any(not form.is_asked_otherwise for _, form, _ in withheld):
        return error_answer(
            409,
            what_happened="The position was changed after you opened the page. Nothing was overwritten.",
            what_to_do="Your text is below, to copy.",
        )
    # What is asked now can be shown where what is there now cannot.
    sent.ask_again(withheld)
    page = domain_position_page(
        sheet, frame, domain, criteria, shown=sent.shown, problems=sent.problems, authors=_authors(sheet, frame)
    )
    if not sent.stale:
        return render_template("respond/position.html", page=page), 422
    clash = ConflictPage(
        kind="position",
        changed="This position",
        back=((frame.back_address, frame.back_name), (frame.overview_address, "Position")),
        owner=frame.owner,
        conflicts=tuple(
            position_conflict(criterion, sheet=sheet, frame=frame, form=form, stale=stale)
            for criterion, form, stale in sent.stale
        ),
        unsaved=tuple(each.question for each in page.questions if each.question.problems),
        saves_to=page.saves_to,
        stamp=stamp_of(sheet.matrix),
    )
    return conflict_answer(clash)


def _is_withheld(sheet: PositionSheet, frame: PositionFrame, stale: StaleSave[Stance]) -> bool:
    """Whether the other version is one that whoever saved may not see."""
    return sheet.is_blind and not may_see(stale.kept.said, head=sheet.head, account=frame.owner)
