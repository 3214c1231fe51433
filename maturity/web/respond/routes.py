"""The pages of a response: task list, criterion, domain, check, submit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from flask import Response, abort, flash, jsonify, redirect, render_template, request
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from maturity.core.asked import Asked
from maturity.core.matrix import Criterion, Domain
from maturity.core.matrix_change.asked_then import stamp_of
from maturity.persistence.queries.agreeing import list_to_agree
from maturity.persistence.queries.colleagues import list_colleagues
from maturity.persistence.queries.entered_positions import list_entered
from maturity.persistence.queries.responses import ANSWERS, KeptAnswer, NoSuchRespondent, Seat
from maturity.usecases.respond import (
    AskedAnew,
    NotEverythingAnswered,
    NotOpen,
    ResponseSheet,
    open_sheet,
    save_answer,
    submit_response,
    take_back_response,
)
from maturity.usecases.version_move import AskedInRound, look_again_at
from maturity.usecases.versioned_save import NotNow
from maturity.web.access import Answered, Needs, hide_draft, needs, visitor
from maturity.web.conflict import ConflictPage, conflict_answer
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer, wants_json
from maturity.web.respond import hand_over_routes, position_routes
from maturity.web.respond.blueprint import blueprint, seat_of_visitor
from maturity.web.respond.check_page import check_page
from maturity.web.respond.conflict_page import conflict_view
from maturity.web.respond.form_saving import (
    Desk,
    Sent,
    gone_answer,
    save_forms,
    sent_forms,
    sent_on_others,
    what_is_missing,
)
from maturity.web.respond.forms import AnswerForm
from maturity.web.respond.frame import Address
from maturity.web.respond.questions_page import QuestionsPage, questions_page
from maturity.web.respond.task_list_page import task_list_page
from maturity.web.script_save import save_from_script

VIEWS: Final = (hand_over_routes, position_routes)
"""Modules whose views belong to these pages: importing one gives the blueprint its views."""

Find = Callable[[Asked], tuple[Domain, tuple[Criterion, ...]]]
"""Finds the domain of a page and the criteria that the page shows."""


@blueprint.get("")
@needs(Needs.RESPONDENT)
def task_list(collaborative: int, number: int, partner: int) -> Answered:
    """Show the domains with their progress."""
    sheet = _sheet(collaborative, number, partner)
    with reading() as session:
        people = list_colleagues(session, round_id=sheet.seat.round_id, partner=partner)
        agreeing = list_to_agree(session, seats=[sheet.seat]).get(sheet.seat.respondent)
        entered = list_entered(session, round_id=sheet.seat.round_id, partner=partner)
        again = _look_again(session, sheet) if sheet.seat.is_open else ()
    page = task_list_page(sheet, people=people, agreeing=agreeing, entered=entered, look_again=again)
    return render_template("respond/task_list.html", page=page)


def _look_again(session: Session, sheet: ResponseSheet) -> tuple[str, ...]:
    """What this person is asked to look at again, where the round moved to another version of its matrix."""
    seat = sheet.seat
    return look_again_at(
        session, round_id=seat.round_id, matrix=seat.matrix, partner=seat.partner, respondent=seat.respondent
    )


@blueprint.get("/go-on")
@needs(Needs.RESPONDENT)
def go_on(collaborative: int, number: int, partner: int) -> Answered:
    """Lead to the first criterion without an answer; to the check before submitting where all have one.

    Who has said nothing yet is led to the list, which says who will see what before the first answer, and the lead of a
    partner that has submitted to the positions that are left to agree.
    """
    sheet = _sheet(collaborative, number, partner)
    with reading() as session:
        agreeing = list_to_agree(session, seats=[sheet.seat]).get(sheet.seat.respondent)
    if agreeing is not None and not agreeing.is_done:
        return redirect(Address.of(sheet.seat).to("positions"))
    page = task_list_page(sheet)
    if not sheet.seat.is_open or not page.dealt_with:
        return redirect(Address.of(sheet.seat).to("task_list"))
    return redirect(page.next_address)


@blueprint.get("/criteria/<criterion_id>")
@needs(Needs.RESPONDENT)
def criterion(collaborative: int, number: int, partner: int, criterion_id: str) -> Answered:
    """Show one criterion to answer."""
    find = partial(_find_criterion, criterion_id)
    return _show_questions(_sheet(collaborative, number, partner, find), find, whole=False)


@blueprint.get("/domains/<domain_id>")
@needs(Needs.RESPONDENT)
def domain(collaborative: int, number: int, partner: int, domain_id: str) -> Answered:
    """Show all criteria of a domain to answer."""
    find = partial(_find_domain, domain_id)
    return _show_questions(_sheet(collaborative, number, partner, find), find, whole=True)


def _show_questions(sheet: ResponseSheet, find: Find, *, whole: bool) -> str:
    found, criteria = find(sheet.everything)
    page = questions_page(sheet, owner=visitor().account, domain=found, criteria=criteria, whole=whole)
    return render_template("respond/questions.html", page=page)


@blueprint.post("/criteria/<criterion_id>")
@needs(Needs.RESPONDENT)
def save_criterion(collaborative: int, number: int, partner: int, criterion_id: str) -> Answered:
    """Keep one answer: from the script of a page as it is filled in, or from the form."""
    if wants_json():
        return _save_from_script(collaborative, number, partner, criterion_id)
    find = partial(_find_criterion, criterion_id)
    return _save_from_form(_sheet(collaborative, number, partner, find), find, whole=False)


@blueprint.post("/domains/<domain_id>")
@needs(Needs.RESPONDENT)
def save_domain(collaborative: int, number: int, partner: int, domain_id: str) -> Answered:
    """Keep every answer of a domain that the form holds."""
    find = partial(_find_domain, domain_id)
    return _save_from_form(_sheet(collaborative, number, partner, find), find, whole=True)


@blueprint.get("/token")
@needs(Needs.RESPONDENT)
def token(collaborative: int, number: int, partner: int) -> Response:
    """A token that is good now, for a page that was opened before its person signed in again."""
    del collaborative, number, partner  # the permission has looked at them
    return jsonify(csrf_token=generate_csrf(), account=visitor().account)


@blueprint.get("/check")
@needs(Needs.RESPONDENT)
def check(collaborative: int, number: int, partner: int) -> Answered:
    """Show every answer, to check before it is handed in."""
    return render_template("respond/check.html", page=check_page(_sheet(collaborative, number, partner)))


@blueprint.post("/submit")
@needs(Needs.RESPONDENT)
def submit(collaborative: int, number: int, partner: int) -> Answered:
    """Hand the response in."""
    seen = request.form.get("seen", "").split()
    try:
        with writing() as session:
            sheet = open_sheet(
                session, collaborative=collaborative, number=number, partner=partner, account=visitor().account
            )
            hide_draft(collaborative, sheet.seat.stage)
            submit_response(
                session,
                sheet=sheet,
                seen=seen,
                stamp=request.form.get("asked", ""),
                leave_blanks="leave_blanks" in request.form,
                now=now(),
            )
    except NoSuchRespondent:
        abort(404)
    except NotOpen as problem:
        return error_answer(409, what_happened=str(problem))
    except AskedAnew as problem:
        page = check_page(_sheet(collaborative, number, partner), seen=seen, otherwise=problem.otherwise)
        return render_template("respond/check.html", page=page), 409
    except NotEverythingAnswered:
        page = check_page(
            _sheet(collaborative, number, partner),
            problem="Answer every criterion, or tick the box to say that you leave some unanswered.",
        )
        return render_template("respond/check.html", page=page), 422
    flash(f"Your response for {sheet.seat.partner_name} is submitted.")
    return redirect(Address.of(sheet.seat).to("task_list"))


@blueprint.post("/take-back")
@needs(Needs.RESPONDENT)
def take_back(collaborative: int, number: int, partner: int) -> Answered:
    """Take a submitted response back to change it."""
    try:
        with writing() as session:
            seat = seat_of_visitor(session, collaborative, number, partner)
            take_back_response(session, seat=seat, now=now())
    except NotOpen as problem:
        return error_answer(409, what_happened=str(problem))
    flash("You can change your answers again. Submit when you are done.")
    return redirect(Address.of(seat).to("task_list"))


def _sheet(collaborative: int, number: int, partner: int, find: Find | None = None) -> ResponseSheet:
    with reading() as session:
        try:
            sheet = open_sheet(
                session,
                collaborative=collaborative,
                number=number,
                partner=partner,
                account=visitor().account,
                choose=None if find is None else lambda asked: find(asked)[1],
            )
        except NoSuchRespondent:
            abort(404)
    hide_draft(collaborative, sheet.seat.stage)
    return sheet


def _find_criterion(criterion_id: str, asked: Asked) -> tuple[Domain, tuple[Criterion, ...]]:
    for found, criteria in asked:
        for one in criteria:
            if one.id == criterion_id:
                return found, (one,)
    raise NotFound


def _find_domain(domain_id: str, asked: Asked) -> tuple[Domain, tuple[Criterion, ...]]:
    for found, criteria in asked:
        if found.id == domain_id:
            return found, criteria
    raise NotFound


def _desk(session: Session, seat: Seat) -> Desk:
    find = partial(ANSWERS.find, session, respondent_id=seat.respondent)
    asked = AskedInRound(session, seat.round_id, seat.matrix)
    return Desk(asked, partial(_keep, session, seat), lambda each: find(criterion_id=each))


def _keep(session: Session, seat: Seat, criterion_id: str, form: AnswerForm) -> KeptAnswer:
    return save_answer(
        session,
        seat=seat,
        criterion_id=criterion_id,
        answer=form.answer(seat.matrix),
        based_on=form.version_seen,
        request_key=form.request_key.data or "",
        now=now(),
    )


def _save_from_script(collaborative: int, number: int, partner: int, criterion_id: str) -> Response:
    form = AnswerForm(prefix=f"{criterion_id}-")

    def save() -> KeptAnswer:
        with writing() as session:
            seat = seat_of_visitor(session, collaborative, number, partner)
            return _desk(session, seat).keep(criterion_id, form)

    return save_from_script(form, save, note=lambda _: what_is_missing(form))


def _save_from_form(sheet: ResponseSheet, find: Find, *, whole: bool) -> Answered:
    found, criteria = find(sheet.everything)
    forms, others = sent_forms(criteria), sent_on_others(criteria) if whole else []
    try:
        # One transaction for the whole form: what goes wrong on the way leaves nothing of it saved.
        with writing() as session:
            seat = seat_of_visitor(session, sheet.seat.collaborative, sheet.seat.number, sheet.seat.partner)
            sent = save_forms(forms, desk=_desk(session, seat), others=others)
    except NotNow as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Your text is below, to copy.")
    if sent.is_kept:
        return redirect(_next_address(sheet, criteria=criteria, whole=whole))
    if sent.gone:
        return gone_answer(sent, address=request.path)
    fresh = _sheet(seat.collaborative, seat.number, seat.partner, find)
    page = questions_page(
        fresh,
        owner=seat.account,
        domain=found,
        criteria=criteria,
        whole=whole,
        shown=sent.shown,
        problems=sent.problems,
    )
    if sent.stale:
        return _show_conflicts(page, sent, seat)
    return render_template("respond/questions.html", page=page), 422


def _show_conflicts(page: QuestionsPage, sent: Sent, seat: Seat) -> tuple[str, int]:
    conflicts = ConflictPage(
        kind="answer",
        changed="This answer",
        back=((page.frame.address.to("task_list"), f"{page.frame.round_label}: {page.frame.partner}"),),
        owner=page.owner,
        conflicts=tuple(
            conflict_view(criterion, seat=seat, form=form, stale=stale) for criterion, form, stale in sent.stale
        ),
        unsaved=tuple(question for question in page.questions if question.problems),
        saves_to=page.saves_to,
        stamp=stamp_of(seat.matrix),
    )
    return conflict_answer(conflicts)


def _next_address(sheet: ResponseSheet, *, criteria: tuple[Criterion, ...], whole: bool) -> str:
    address = Address.of(sheet.seat)
    order = sheet.criteria
    if "to_list" in request.form or criteria[-1] not in order:
        return address.to("task_list")
    after = order.index(criteria[-1]) + 1
    if after == len(order):
        return address.to("check")
    if whole:
        return address.to("domain", domain_id=sheet.seat.matrix.domain_of(order[after].id).id)
    return address.to("criterion", criterion_id=order[after].id)
