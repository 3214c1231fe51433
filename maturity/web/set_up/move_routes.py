"""A round moves from stage to stage: each move is explained, then confirmed."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session

from maturity.core.meeting.closing_checks import Finding, check_before_closing
from maturity.core.round import MOVES, MoveNotAllowed, Naming, ReasonNeeded, check_move
from maturity.persistence.queries.rounds import RoundHead, list_participants, list_without_role
from maturity.usecases.agree import open_table
from maturity.usecases.rounds import RoundNotReady, list_without_result, move_round
from maturity.usecases.sign_off import load_sign_offs
from maturity.usecases.stale_form import StaleForm
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.report_desk import order_reports
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.frame import frame_of
from maturity.web.set_up.move_pages import MovePage, MoveSetting, mark_of, move_page
from maturity.web.set_up.round_forms import MoveForm
from maturity.web.set_up.round_routes import round_head

CHANGED = "This changed after you opened the page. Nothing was done: below is how it is now."
NOT_SEEN = "It is not known what you saw of the round. Nothing was done: below is how it is now."
ADDRESS = "/collaboratives/<int:collaborative>/rounds/<int:number>/moves/<name>"


@blueprint.get(ADDRESS)
@needs(Needs.LEAD)
def confirm_move(collaborative: int, number: int, name: str) -> Answered:
    """Say what a move does, before it is made."""
    try:
        page = _page(collaborative, number, name)
    except MoveNotAllowed as problem:
        return _not_now(problem, collaborative, number)
    return render_template("set_up/move.html", form=MoveForm(formdata=None, seen=page.seen), page=page)


@blueprint.post(ADDRESS)
@needs(Needs.LEAD)
def make_move(collaborative: int, number: int, name: str) -> Answered:
    """Make a move."""
    form = MoveForm()
    try:
        page = _page(collaborative, number, name)
    except MoveNotAllowed as problem:
        return _not_now(problem, collaborative, number)
    try:
        if form.validate():
            with writing() as session:
                head = round_head(session, collaborative, number)
                _check_seen(session, head, form)
                move_round(
                    session,
                    head=head,
                    name=name,
                    reason=form.reason.data or "",
                    by=visitor().account,
                    now=now(),
                )
            if name == "close":
                order_reports(collaborative, number)
            flash(page.done)
            return redirect(page.round_address)
    except MoveNotAllowed as problem:
        return _not_now(problem, collaborative, number)
    except StaleForm:
        return _show_as_it_is_now(form, collaborative, number, name)
    except ReasonNeeded as problem:
        form.reason.errors = [str(problem)]
    except RoundNotReady as problem:
        form.form_errors = [str(problem)]
    return render_template("set_up/move.html", form=form, page=page), 422


def _show_as_it_is_now(form: MoveForm, collaborative: int, number: int, name: str) -> Answered:
    """Show the move again with what there is now, unless what changed is that somebody else has made it."""
    try:
        page = _page(collaborative, number, name)
    except MoveNotAllowed as problem:
        return _not_now(problem, collaborative, number)
    form.form_errors = [CHANGED if form.seen.data else NOT_SEEN]
    form.seen.raw_data, form.seen.data = None, page.seen
    return render_template("set_up/move.html", form=form, page=page), 409


def _check_seen(session: Session, head: RoundHead, form: MoveForm) -> None:
    if form.seen.data != mark_of(_setting(session, head)):
        raise StaleForm


def _page(collaborative: int, number: int, name: str) -> MovePage:
    if name not in MOVES:
        abort(404)
    with reading() as session:
        head = round_head(session, collaborative, number)
        # A reason is asked for on the page, so it cannot be missing yet.
        move = check_move(name, stage=head.stage, way=head.way, reason="to be given")
        setting = _setting(session, head)
        if name == "close":
            setting = replace(setting, findings=_findings(session, head))
        if name == "reopen":
            setting = replace(setting, signed=load_sign_offs(session, head=head).standing)
    frame = frame_of(collaborative, head.collaborative_name)
    return move_page(name, setting, frame, needs_reason=move.needs_reason)


def _setting(session: Session, head: RoundHead) -> MoveSetting:
    """What the mark of a move is made from. What its page says beside costs more, and is for the page alone."""
    return MoveSetting(
        head=head,
        participants=list_participants(session, round_id=head.id),
        without_role=list_without_role(session, round_id=head.id),
        unrecorded=list_without_result(session, head=head),
    )


def _findings(session: Session, head: RoundHead) -> tuple[Finding, ...]:
    table = open_table(session, collaborative=head.collaborative, number=head.number)
    names_partners = head.naming is not Naming.ANONYMOUS
    return check_before_closing(
        table.result, earlier=table.last, names_partners=names_partners, otherwise=table.otherwise
    )


def _not_now(problem: MoveNotAllowed, collaborative: int, number: int) -> Answered:
    return error_answer(
        409,
        what_happened=str(problem),
        what_to_do="It was moved already, here or in another place. The round says where it is now.",
        way_on=(url_for("set_up.round_page", collaborative=collaborative, number=number), "Go to the round"),
    )
