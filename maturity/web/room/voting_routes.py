"""Votes and dissents, sent by a partner itself or entered for it by who conducts the room."""

from __future__ import annotations

from functools import partial
from typing import Final

from flask import abort, flash, redirect, render_template, request

from maturity.core.ballot import Vote
from maturity.core.dissent import OPEN_TO_DISSENT, Dissent
from maturity.core.matrix import CriterionNotAsked, CriterionNotInMatrix, LevelNotInMatrix
from maturity.core.matrix_change.asked_then import stamp_of
from maturity.core.round import Naming
from maturity.persistence.queries.ballots import VOTES, KeptVote, NoSuchBallot, find_vote_unread
from maturity.persistence.queries.consensus import AGREED_LEVELS
from maturity.persistence.queries.dissents import DISSENTS, KeptDissent
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.people_in_room import list_partners_of
from maturity.persistence.queries.rounds import list_partner_names
from maturity.usecases.room import (
    InTheirOwnWords,
    NotTheirs,
    TheyWriteThemselves,
    cast_vote,
    may_write_for,
    record_dissent,
)
from maturity.usecases.version_move import AskedInRound
from maturity.usecases.versioned_save import NotNow, StaleSave
from maturity.web.access import Answered, Needs, facilitates, needs, round_in_address, visitor
from maturity.web.agree.pages import consensus_label
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer, wants_json
from maturity.web.room.blueprint import address_of, blueprint, look
from maturity.web.room.forms import DissentForm, VoteForm
from maturity.web.room.screens import by_colleague, room_frame, vote_fields, vote_label
from maturity.web.room.views import DissentPage, VotePage
from maturity.web.saving import new_request_key
from maturity.web.script_save import save_from_script
from maturity.web.versioned_form import Problems

NO_BALLOT: Final = "No vote is open now."
BALLOT_OVER: Final = "The vote that this was for is over, so it was not sent. Another one is open now."
ASKED_NO_MORE: Final = (
    "The round has moved to another version of its matrix, in which this criterion is asked no more. Nothing was saved."
)
_WHERE_IT_IS: Final = "What was recorded on it stands on the page of the round’s matrix."


@blueprint.get("/votes/<int:partner>")
@needs(Needs.RESPONDENT)
def vote(collaborative: int, number: int, partner: int) -> Answered:
    """Show the vote of a partner, to cast it or to change it."""
    return _show_vote(collaborative, number, partner, on_behalf=False)


@blueprint.post("/votes/<int:partner>")
@needs(Needs.RESPONDENT)
def cast(collaborative: int, number: int, partner: int) -> Answered:
    """Keep the vote of a partner."""
    return _keep_vote(collaborative, number, partner, on_behalf=False)


@blueprint.get("/votes/<int:partner>/on-behalf")
@needs(Needs.FACILITATOR)
def vote_on_behalf(collaborative: int, number: int, partner: int) -> Answered:
    """Show an empty vote to enter for a partner."""
    return _show_vote(collaborative, number, partner, on_behalf=True)


@blueprint.post("/votes/<int:partner>/on-behalf")
@needs(Needs.FACILITATOR)
def cast_on_behalf(collaborative: int, number: int, partner: int) -> Answered:
    """Keep a vote that is entered for a partner, marked as such."""
    return _keep_vote(collaborative, number, partner, on_behalf=True)


def _back(collaborative: int, number: int, *, on_behalf: bool) -> tuple[str, str]:
    return address_of("facilitate" if on_behalf else "room", collaborative, number), "Go back to the room"


def _show_vote(
    collaborative: int,
    number: int,
    partner: int,
    *,
    on_behalf: bool,
    sent: VoteForm | None = None,
    problems: Problems = (),
) -> Answered:
    screen = look(collaborative, number)
    back = _back(collaborative, number, on_behalf=on_behalf)
    if partner not in screen.partners or (not on_behalf and partner not in screen.own):
        abort(404)
    talk = screen.conversation
    if talk is None or talk.tally is None:
        return error_answer(409, what_happened=NO_BALLOT, what_to_do="Go back to the room.", way_on=back)
    ballot = talk.tally.ballot.id
    if sent is not None and sent.ballot_asked != ballot:
        return error_answer(409, what_happened=BALLOT_OVER, what_to_do="Your text is below, to copy.", way_on=back)
    with reading() as session:
        # How a partner has voted is shown to nobody else, nor read for who may vote for it.
        find = find_vote_unread if on_behalf else VOTES.find
        kept = find(session, ballot_id=ballot, partner_id=partner)
    said = kept.said
    page = VotePage(
        frame=room_frame(screen.head, may_facilitate=facilitates(collaborative)),
        back_address=back[0],
        title=talk.now_on.criterion.title,
        partner_name=screen.partners[partner],
        on_behalf=on_behalf,
        is_in=said.is_in,
        fields=vote_fields(
            talk,
            ballot,
            partner=partner,
            kept=kept,
            save_address=request.path,
            shown=said if sent is None else sent.shown(talk.table.matrix, on_behalf=on_behalf),
            on_behalf=on_behalf,
            problems=problems,
        ),
    )
    text = render_template("room/vote.html", page=page)
    return (text, 422) if problems else text


def _keep_vote(collaborative: int, number: int, partner: int, *, on_behalf: bool) -> Answered:
    form = VoteForm(prefix=f"p{partner}-")
    keep = partial(_cast, collaborative, number, partner, form, on_behalf=on_behalf)
    if wants_json():
        return save_from_script(form, keep, note=lambda _: "")
    show = partial(_show_vote, collaborative, number, partner, on_behalf=on_behalf, sent=form)
    back = _back(collaborative, number, on_behalf=on_behalf)
    try:
        if not form.validate():
            return show(problems=form.problems)
        keep()
    except StaleSave as stale:
        return show(problems=(("choice", _overtaken(stale, collaborative, number, on_behalf)),))
    except LevelNotInMatrix as problem:
        return show(problems=(("choice", str(problem)),))
    except NotNow as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Your text is below, to copy.", way_on=back)
    return redirect(back[0])


def _overtaken(stale: StaleSave[Vote], collaborative: int, number: int, on_behalf: bool) -> str:
    if on_behalf:
        return "A vote was entered for this partner meanwhile. Nothing was overwritten. Send yours to replace it."
    with reading() as session:
        head = round_in_address(session, collaborative, number)
        matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    colleague = "" if stale.kept.said.on_behalf else by_colleague(head, stale.by)
    by = f" by {colleague or stale.by.name}" if stale.by else ""
    there = vote_label(stale.kept.said, matrix)
    return f"Your partner’s vote was changed meanwhile{by}: {there}. Nothing was overwritten. Send yours to replace it."


def _cast(collaborative: int, number: int, partner: int, form: VoteForm, *, on_behalf: bool) -> KeptVote:
    with writing() as session:
        head = round_in_address(session, collaborative, number)
        matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
        try:
            return cast_vote(
                session,
                head=head,
                ballot=form.ballot_asked,
                partner=partner,
                vote=form.vote(matrix, on_behalf=on_behalf),
                based_on=form.version_seen,
                request_key=form.request_key.data or "",
                account=visitor().account,
                now=now(),
            )
        except (NotTheirs, NoSuchBallot):
            abort(404)


@blueprint.get("/dissents/<criterion_id>/<int:partner>")
@needs(Needs.RESPONDENT)
def dissent(collaborative: int, number: int, criterion_id: str, partner: int) -> Answered:
    """Show what a partner holds against the result, to write it or to take it back."""
    return _show_dissent(collaborative, number, criterion_id, partner, on_behalf=False)


@blueprint.post("/dissents/<criterion_id>/<int:partner>")
@needs(Needs.RESPONDENT)
def keep_dissent(collaborative: int, number: int, criterion_id: str, partner: int) -> Answered:
    """Keep the dissent of a partner."""
    return _keep_dissent(collaborative, number, criterion_id, partner, on_behalf=False)


@blueprint.get("/dissents/<criterion_id>/<int:partner>/on-behalf")
@needs(Needs.FACILITATOR)
def dissent_on_behalf(collaborative: int, number: int, criterion_id: str, partner: int) -> Answered:
    """Show the dissent of a partner, to write it down for it."""
    return _show_dissent(collaborative, number, criterion_id, partner, on_behalf=True)


@blueprint.post("/dissents/<criterion_id>/<int:partner>/on-behalf")
@needs(Needs.FACILITATOR)
def keep_dissent_on_behalf(collaborative: int, number: int, criterion_id: str, partner: int) -> Answered:
    """Keep a dissent that is written down for a partner, marked as such."""
    return _keep_dissent(collaborative, number, criterion_id, partner, on_behalf=True)


def _show_dissent(
    collaborative: int,
    number: int,
    criterion_id: str,
    partner: int,
    *,
    on_behalf: bool,
    shown: str | None = None,
    problems: Problems = (),
) -> Answered:
    back = _back(collaborative, number, on_behalf=on_behalf)
    with reading() as session:
        head = round_in_address(session, collaborative, number)
        partners = list_partner_names(session, round_id=head.id)
        own = list_partners_of(session, round_id=head.id, account=visitor().account)
        if partner not in partners or (not on_behalf and partner not in own):
            abort(404)
        matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
        agreed = AGREED_LEVELS.find(session, round_id=head.id, criterion_id=criterion_id).said
        kept = DISSENTS.find(session, round_id=head.id, criterion_id=criterion_id, partner_id=partner)
        is_refused = on_behalf and not may_write_for(session, head=head, partners=[partner])
    if is_refused:
        said = str(TheyWriteThemselves())
        return error_answer(409, what_happened=said, what_to_do="Go back to the room.", way_on=back)
    if agreed.state not in OPEN_TO_DISSENT:
        return error_answer(
            409, what_happened="Nothing is recorded to dissent from.", what_to_do="Go back to the room.", way_on=back
        )
    if on_behalf and kept.said.is_recorded and not kept.said.on_behalf:
        return error_answer(409, what_happened=str(InTheirOwnWords()), what_to_do="Go back to the room.", way_on=back)
    if criterion_id not in matrix.criterion_ids:
        return error_answer(409, what_happened=ASKED_NO_MORE, what_to_do=_WHERE_IT_IS, way_on=back)
    criterion = matrix.criterion(criterion_id)
    page = DissentPage(
        frame=room_frame(head, may_facilitate=facilitates(collaborative)),
        back_address=back[0],
        save_address=request.path,
        title=criterion.title,
        question=criterion.question or "",
        agreed=consensus_label(agreed, matrix),
        has_level=agreed.level is not None,
        partner_name=partners[partner],
        on_behalf=on_behalf,
        shown=head.naming.dissent_is_shown(partners[partner]),
        is_marked=on_behalf and head.naming is not Naming.ANONYMOUS,
        words=kept.said.words if shown is None else shown,
        based_on=kept.version,
        request_key=new_request_key(),
        stamp=stamp_of(matrix),
        problems=problems,
    )
    text = render_template("room/dissent.html", page=page)
    return (text, 422) if problems else text


def _keep_dissent(collaborative: int, number: int, criterion_id: str, partner: int, *, on_behalf: bool) -> Answered:
    form = DissentForm()
    place = (collaborative, number, criterion_id, partner)
    show = partial(_show_dissent, *place, on_behalf=on_behalf, shown=form.reason.data)
    back = _back(collaborative, number, on_behalf=on_behalf)
    try:
        if not form.validate():
            return show(problems=form.problems)
        _write_dissent(*place, form, on_behalf=on_behalf)
    except StaleSave as stale:
        said = f"{form.why_stale(_changed_to(stale))} Nothing was overwritten. Save to replace it."
        return show(problems=(("reason", said),))
    except NotNow as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Your text is below, to copy.", way_on=back)
    except CriterionNotInMatrix:
        return show()
    flash("The dissent is recorded." if form.reason.data else "No dissent is recorded.")
    return redirect(back[0])


def _changed_to(stale: StaleSave[Dissent]) -> str:
    by = f" by {stale.by.name}" if stale.by else ""
    return f"This was changed meanwhile{by}, to “{stale.kept.said.words}”."


def _write_dissent(
    collaborative: int, number: int, criterion_id: str, partner: int, form: DissentForm, *, on_behalf: bool
) -> KeptDissent:
    with writing() as session:
        head = round_in_address(session, collaborative, number)
        matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
        form.look_up(AskedInRound(session, head.id, matrix), criterion_id=criterion_id)
        try:
            return record_dissent(
                session,
                head=head,
                criterion_id=criterion_id,
                partner=partner,
                dissent=form.dissent(on_behalf=on_behalf),
                based_on=form.version_seen,
                request_key=form.request_key.data or "",
                account=visitor().account,
                now=now(),
            )
        except (NotTheirs, CriterionNotAsked):
            abort(404)
