"""Signing a closed round off, and where its sign-off is."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from maturity.core.record.sign_off import SignOffDecision
from maturity.core.round import Stage
from maturity.core.round_report import RoundReport, build_round_report
from maturity.persistence.queries.responses import NoSuchRespondent
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import list_moves, list_participants
from maturity.persistence.rows.account import Role
from maturity.usecases.closed_rounds import NotClosedYet
from maturity.usecases.post import NothingToSend
from maturity.usecases.sign_off import (
    RoundChanged,
    SignedMeanwhile,
    SigningRefused,
    SigningSheet,
    ask_to_sign,
    load_sign_offs,
    open_signing,
    sign_off_round,
)
from maturity.web.access import Answered, Needs, needs, round_in_address, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.post_office import on_their_way, post_office
from maturity.web.sign_off.forms import SignOffForm
from maturity.web.sign_off.pages import overview_page, own_partners, sign_page

blueprint = Blueprint(
    "sign_off", __name__, url_prefix="/collaboratives/<int:collaborative>/rounds/<int:number>/sign-off"
)


@blueprint.errorhandler(NotClosedYet)
def _not_closed(problem: NotClosedYet) -> Answered:
    where = url_for("set_up.round_page", collaborative=problem.head.collaborative, number=problem.head.number)
    return error_answer(
        409,
        what_happened=str(problem),
        what_to_do="A round is signed off once it is closed. Nothing was signed.",
        way_on=(where, "Go to the round"),
    )


@blueprint.get("")
@needs(Needs.MEMBER)
def overview(collaborative: int, number: int) -> Answered:
    """Show who has signed what, and what was signed of an earlier state."""
    person = visitor()
    with reading() as session:
        head = round_in_address(session, collaborative, number)
        may_see_draft = person.has_role(collaborative, Role.LEAD, Role.FACILITATOR, Role.RESPONDENT)
        if head.stage is not Stage.CLOSED and not (may_see_draft and head.stage is Stage.AGREEING):
            raise NotClosedYet(head)
        sign_offs = load_sign_offs(session, head=head)
        participants = list_participants(session, round_id=head.id)
        moves = list_moves(session, round_id=head.id)
    page = overview_page(
        head,
        sign_offs,
        moves=moves,
        participants=participants,
        own=own_partners(sign_offs, collaborative=collaborative, participants=participants),
        is_lead=person.has_role(collaborative, Role.LEAD),
        sends_mail=post_office().is_open,
    )
    return render_template("sign_off/overview.html", page=page)


@blueprint.post("/ask")
@needs(Needs.LEAD)
def ask(collaborative: int, number: int) -> Answered:
    """Ask one person of each partner that has not signed, by email."""
    if not post_office().is_open:
        abort(404)
    try:
        with writing() as session:
            head = round_in_address(session, collaborative, number)
            written = ask_to_sign(session, head=head, by=visitor().account, now=now())
    except NothingToSend as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Go back to the round.")
    post_office().wake()
    flash(on_their_way(written) if written else "Everybody who can be asked was asked in the last 24 hours.")
    return redirect(url_for("sign_off.overview", collaborative=collaborative, number=number))


@blueprint.get("/partners/<int:partner>")
@needs(Needs.RESPONDENT)
def sign(collaborative: int, number: int, partner: int) -> Answered:
    """Show a person of a partner what there is to sign."""
    return _show(collaborative, number, partner, on_behalf=False)


@blueprint.post("/partners/<int:partner>")
@needs(Needs.RESPONDENT)
def keep_sign_off(collaborative: int, number: int, partner: int) -> Answered:
    """Sign for a partner, as one of its people."""
    return _keep(collaborative, number, partner, on_behalf=False)


@blueprint.get("/partners/<int:partner>/on-behalf")
@needs(Needs.FACILITATOR)
def sign_on_behalf(collaborative: int, number: int, partner: int) -> Answered:
    """Show what there is to enter of a sign-off that came on paper."""
    return _show(collaborative, number, partner, on_behalf=True)


@blueprint.post("/partners/<int:partner>/on-behalf")
@needs(Needs.FACILITATOR)
def keep_sign_off_on_behalf(collaborative: int, number: int, partner: int) -> Answered:
    """Enter a sign-off that came on paper, marked as such."""
    return _keep(collaborative, number, partner, on_behalf=True)


def _open(collaborative: int, number: int, partner: int, *, on_behalf: bool) -> tuple[SigningSheet, RoundReport]:
    with reading() as session:
        head = round_in_address(session, collaborative, number)
        try:
            sheet = open_signing(session, head=head, partner=partner, account=visitor().account, on_behalf=on_behalf)
        except NoSuchRespondent:
            abort(404)
        [record] = load_round_records(session, heads=[head])
    return sheet, build_round_report(record, earlier=())


def _show(collaborative: int, number: int, partner: int, *, on_behalf: bool) -> Answered:
    sheet, report = _open(collaborative, number, partner, on_behalf=on_behalf)
    form = SignOffForm(
        formdata=None,
        signed_name=sheet.name,
        role_title=sheet.role_title,
        state_hash=sheet.state_hash,
        seen=str(sheet.seen),
    )
    page = sign_page(sheet, report, on_behalf=on_behalf, save_address=request.path)
    return render_template("sign_off/sign.html", page=page, form=form)


def _keep(collaborative: int, number: int, partner: int, *, on_behalf: bool) -> Answered:
    form = SignOffForm()
    status, notice = 422, ""
    if form.validate():
        try:
            with writing() as session:
                head = round_in_address(session, collaborative, number)
                account = visitor().account
                sheet = open_signing(session, head=head, partner=partner, account=account, on_behalf=on_behalf)
                sign_off_round(
                    session, sheet=sheet, signing=form.signing(), account=account, on_behalf=on_behalf, now=now()
                )
        except NoSuchRespondent:
            abort(404)
        except SigningRefused as problem:
            form[problem.field].errors = [str(problem)]
        except (RoundChanged, SignedMeanwhile) as problem:
            status, notice = 409, str(problem)
        else:
            decision = form.signing().decision
            done = "Recorded" if decision is SignOffDecision.DECLINES else "Signed"
            flash(f"{done} for {sheet.own.partner_name}: {decision.label.lower()}.")
            return redirect(url_for("sign_off.overview", collaborative=collaborative, number=number))
    sheet, report = _open(collaborative, number, partner, on_behalf=on_behalf)
    if notice:  # what the person signs next is what this page shows
        for field, value in ((form.state_hash, sheet.state_hash), (form.seen, str(sheet.seen))):
            field.raw_data, field.data = None, value
        form.form_errors = [notice]
    page = sign_page(sheet, report, on_behalf=on_behalf, save_address=request.path, notice=notice)
    return render_template("sign_off/sign.html", page=page, form=form), status
