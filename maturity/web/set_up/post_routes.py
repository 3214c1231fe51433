"""Sending mail to the people of a round and of a collaborative."""

from __future__ import annotations

from flask import abort, flash, redirect

from maturity.persistence.rows.message import MessageKind
from maturity.usecases.post import NothingToSend, invite_to_collaborative, write_to_everybody, write_to_one
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, writing
from maturity.web.errors import error_answer
from maturity.web.post_office import on_their_way, post_office
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.frame import frame_of
from maturity.web.set_up.round_routes import round_head

_MESSAGES = "/collaboratives/<int:collaborative>/rounds/<int:number>/messages"


@blueprint.post(f"{_MESSAGES}/invite")
@needs(Needs.LEAD)
def invite_everyone(collaborative: int, number: int) -> Answered:
    """Invite everybody of an open round who was not invited yet."""
    return _write_to_everybody(collaborative, number, MessageKind.INVITATION)


@blueprint.post(f"{_MESSAGES}/remind")
@needs(Needs.LEAD)
def remind_everyone(collaborative: int, number: int) -> Answered:
    """Remind everybody of an open round who has not finished."""
    return _write_to_everybody(collaborative, number, MessageKind.REMINDER)


@blueprint.post(f"{_MESSAGES}/pre-read")
@needs(Needs.LEAD)
def send_pre_reads(collaborative: int, number: int) -> Answered:
    """Send everybody who responds to the pre-read of their partner."""
    return _write_to_everybody(collaborative, number, MessageKind.PRE_READ)


@blueprint.post(f"{_MESSAGES}/<int:partner>/<int:account>")
@needs(Needs.LEAD)
def write_to_person(collaborative: int, number: int, partner: int, account: int) -> Answered:
    """Invite or remind one person of an open round."""
    _mail_or_nothing()
    try:
        with writing() as session:
            head = round_head(session, collaborative, number)
            write_to_one(session, head=head, partner=partner, account=account, by=visitor().account, now=now())
    except NothingToSend as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Go back to the messages of the round.")
    post_office().wake()
    flash("The message is on its way.")
    return redirect(frame_of(collaborative, "").to("messages", number=number))


@blueprint.post("/collaboratives/<int:collaborative>/people/<int:account>/invite")
@needs(Needs.LEAD)
def invite_person(collaborative: int, account: int) -> Answered:
    """Invite somebody who has or is offered a role in the collaborative."""
    _mail_or_nothing()
    try:
        with writing() as session:
            invite_to_collaborative(
                session, collaborative=collaborative, account=account, by=visitor().account, now=now()
            )
    except NothingToSend as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Go back to the list of people.")
    post_office().wake()
    flash("The invitation is on its way.")
    return redirect(frame_of(collaborative, "").to("people"))


def _write_to_everybody(collaborative: int, number: int, kind: MessageKind) -> Answered:
    _mail_or_nothing()
    try:
        with writing() as session:
            head = round_head(session, collaborative, number)
            written = write_to_everybody(session, head=head, kind=kind, by=visitor().account, now=now())
    except NothingToSend as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Go back to the round.")
    post_office().wake()
    flash(on_their_way(written))
    # The page of messages is for an open round.
    page = "round_page" if kind is MessageKind.PRE_READ else "messages"
    return redirect(frame_of(collaborative, "").to(page, number=number))


def _mail_or_nothing() -> None:
    if not post_office().is_open:
        abort(404)
