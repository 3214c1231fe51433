"""Preparing the meeting: what to talk about first, what to confirm in bulk, and for how long."""

from __future__ import annotations

from collections.abc import Collection

from flask import abort, flash, redirect, render_template, request

from maturity.persistence.queries.rounds import NoSuchRound
from maturity.usecases.agree import NotAgreeing
from maturity.usecases.prepare import (
    NotALength,
    NotRevealed,
    NotToBeConfirmed,
    Preparation,
    StaleTicks,
    confirm_aligned,
    prepare_meeting,
    set_meeting_length,
)
from maturity.usecases.stale_form import StaleForm
from maturity.web.access import Answered, Needs, facilitates, hide_draft, needs, round_in_address, visitor
from maturity.web.database import now, reading, writing
from maturity.web.design_system.words import count
from maturity.web.errors import error_answer
from maturity.web.prepare.blueprint import blueprint
from maturity.web.prepare.forms import ConfirmForm, LengthForm, ticks_in
from maturity.web.prepare.pages import agenda_page, prepare_page, why_refused
from maturity.web.prepare.pre_read_routes import may_read_pre_read
from maturity.web.versioned_form import Problems, base_on

ROUND_CHANGED = "The round was changed after you opened this page. Nothing was saved: below is how it is now."
NOTHING_TICKED = "Tick the levels that you confirm."


@blueprint.errorhandler(NotRevealed)
def _not_revealed(problem: NotRevealed) -> Answered:
    return error_answer(
        409,
        what_happened=str(problem),
        what_to_do="A meeting is prepared once the lead closes responding. Until then nobody sees where others stand.",
    )


@blueprint.errorhandler(NotAgreeing)
def _not_agreeing(problem: NotAgreeing) -> Answered:
    return error_answer(409, what_happened=str(problem))


@blueprint.get("")
@needs(Needs.PARTICIPANT)
def overview(collaborative: int, number: int) -> Answered:
    """Show every criterion by disagreement, the levels to confirm, and the time of the meeting."""
    return _page(_preparation(collaborative, number))


@blueprint.get("/agenda")
@needs(Needs.PARTICIPANT)
def agenda(collaborative: int, number: int) -> Answered:
    """Show the agenda on a page to print; before a length is given there is none."""
    preparation = _preparation(collaborative, number)
    page = agenda_page(preparation, is_facilitator=facilitates(collaborative))
    if page is None:
        return redirect(request.path.removesuffix("/agenda"))
    return render_template("prepare/agenda.html", page=page)


@blueprint.post("/confirm")
@needs(Needs.FACILITATOR)
def confirm(collaborative: int, number: int) -> Answered:
    """Record the levels that were ticked, or those on which partners are close, all of them or none."""
    form = ConfirmForm()
    preparation = _preparation(collaborative, number)
    asked = [c.criterion.id for c in preparation.table.result.criteria]
    ticks = ticks_in(asked, together=bool(form.everything.data))
    if not ticks:
        return _page(preparation, problems=(("confirm", NOTHING_TICKED),), status=422)
    try:
        with writing() as session:
            recorded = confirm_aligned(
                session,
                head=round_in_address(session, collaborative, number),
                ticks=ticks,
                request_key=form.request_key.data or "",
                account=visitor().account,
                now=now(),
            )
    except (NotToBeConfirmed, StaleTicks) as refusal:
        preparation = _preparation(collaborative, number)
        problems = why_refused(refusal, preparation, reader=visitor().account)
        ticked = {tick.criterion_id for tick in ticks}
        if isinstance(refusal, NotToBeConfirmed):  # what is offered otherwise now is ticked anew, or not
            ticked -= refusal.titles.keys()
        return _page(preparation, problems=problems, ticked=ticked, status=409)
    flash(f"{count(recorded, 'level is', 'levels are')} confirmed and recorded.")
    return redirect(request.path.removesuffix("/confirm"))


@blueprint.post("/length")
@needs(Needs.FACILITATOR)
def keep_length(collaborative: int, number: int) -> Answered:
    """Keep how long the meeting lasts, from which its agenda is made."""
    form = LengthForm()
    status = 422
    if form.validate():
        try:
            with writing() as session:
                set_meeting_length(
                    session,
                    head=round_in_address(session, collaborative, number),
                    minutes=form.minutes.data or 0,
                    based_on=form.version_seen,
                    by=visitor().account,
                    now=now(),
                )
        except NotALength as problem:
            form.minutes.errors = [str(problem)]
        except StaleForm:
            status, form.form_errors = 409, [ROUND_CHANGED]
        else:
            return redirect(f"{request.path.removesuffix('/length')}#agenda")
    return _page(_preparation(collaborative, number), length=form, status=status)


def _page(
    preparation: Preparation,
    *,
    problems: Problems = (),
    ticked: Collection[str] = (),
    length: LengthForm | None = None,
    status: int = 200,
) -> Answered:
    head = preparation.head
    page = prepare_page(
        preparation,
        is_facilitator=facilitates(head.collaborative),
        pre_reads_of=[
            partner.id
            for partner in preparation.table.result.record.partners
            if may_read_pre_read(head.collaborative, partner.id, head.naming)
        ],
        ticked=ticked,
    )
    form = length or LengthForm(formdata=None, minutes=head.meeting_minutes)
    base_on(form.based_on, head.version)
    return render_template("prepare/overview.html", page=page, form=form, problems=problems), status


def _preparation(collaborative: int, number: int) -> Preparation:
    with reading() as session:
        try:
            return prepare_meeting(session, collaborative=collaborative, number=number)
        except NoSuchRound:
            abort(404)
        except NotRevealed as problem:
            hide_draft(collaborative, problem.head.stage)
            raise
