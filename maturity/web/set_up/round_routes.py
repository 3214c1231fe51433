"""Rounds: the form for one, and the page of one."""

from __future__ import annotations

from collections import Counter

from flask import abort, flash, redirect, render_template
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.core.matrix import Matrix
from maturity.core.round import Stage
from maturity.persistence.queries.collaboratives import get_collaborative
from maturity.persistence.queries.consensus import list_consensus
from maturity.persistence.queries.matrices import (
    MatrixEntry,
    get_matrix,
    get_matrix_entry,
    list_matrices,
    load_matrices,
)
from maturity.persistence.queries.messages import last_messages_of_round
from maturity.persistence.queries.rooms import find_room
from maturity.persistence.queries.rounds import (
    NoSuchRound,
    RoundHead,
    get_round,
    list_moves,
    list_participants,
    list_rounds,
)
from maturity.usecases.closed_rounds import find_round_heads
from maturity.usecases.rounds import (
    MatrixNotOffered,
    RoundIsFixed,
    allowed_respondents,
    change_round,
    find_round_to_follow,
    set_up_round,
)
from maturity.usecases.stale_form import StaleForm
from maturity.usecases.version_move import find_next_version
from maturity.web.access import Answered, Needs, hide_draft, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.kept_sign_offs import sign_offs_to_tell
from maturity.web.post_office import post_office
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.frame import CollaborativeFrame, frame_of
from maturity.web.set_up.round_forms import USUAL_PURPOSE, RoundForm, filled_in
from maturity.web.set_up.round_next import RoundFacts
from maturity.web.set_up.round_pages import RoundFormPage, round_form_page, stale_lines
from maturity.web.set_up.round_view import round_page as page_of_round
from maturity.web.set_up.stale import StaleLine
from maturity.web.versioned_form import base_on, version_seen

Matrices = list[tuple[MatrixEntry, Matrix]]


def round_head(session: Session, collaborative: int, number: int) -> RoundHead:
    """A round by the numbers in its address; the answer is “not found” where there is none."""
    try:
        return get_round(session, collaborative=collaborative, number=number)
    except NoSuchRound:
        abort(404)


@blueprint.get("/collaboratives/<int:collaborative>/rounds/new")
@needs(Needs.LEAD)
def new_round(collaborative: int) -> Answered:
    """Show the form for a new round, with the matrix of the last one chosen."""
    with reading() as session:
        page = _new_page(session, collaborative)
        before = list_rounds(session, collaborative=collaborative)
        matrices = _matrices(session)
    form = RoundForm(formdata=None, purpose=USUAL_PURPOSE, matrix=str(before[0].matrix_version) if before else None)
    form.offer_matrices([entry for entry, _ in matrices])
    return render_template("set_up/round_form.html", form=form, page=page)


@blueprint.post("/collaboratives/<int:collaborative>/rounds/new")
@needs(Needs.LEAD)
def keep_new_round(collaborative: int) -> Answered:
    """Make a draft round."""
    form = RoundForm()
    with reading() as session:
        page = _new_page(session, collaborative)
        form.offer_matrices([entry for entry, _ in _matrices(session)])
    if not form.validate():
        return render_template("set_up/round_form.html", form=form, page=page), 422
    try:
        with writing() as session:
            number = set_up_round(
                session,
                collaborative=collaborative,
                details=form.details(),
                by=visitor().account,
                now=now(),
                request_key=form.request_key.data or "",
            )
    except MatrixNotOffered as problem:  # retired while the form was being filled in
        form.matrix.errors = [str(problem)]
        return render_template("set_up/round_form.html", form=form, page=page), 422
    flash(f"{form.label.data} is set up as a draft. Check who takes part, then open it.")
    return redirect(page.frame.to("round_page", number=number))


@blueprint.get("/collaboratives/<int:collaborative>/rounds/<int:number>")
@needs(Needs.MEMBER)
def round_page(collaborative: int, number: int) -> Answered:
    """Show where a round is, what is next, and how far everyone has come."""
    with reading() as session:
        page = page_of_round(_facts(session, round_head(session, collaborative, number)), now=now())
    return render_template("set_up/round.html", page=page)


@blueprint.get("/collaboratives/<int:collaborative>/rounds/<int:number>/edit")
@needs(Needs.LEAD)
def edit_round(collaborative: int, number: int) -> Answered:
    """Show the form with what is known of a round."""
    with reading() as session:
        head = round_head(session, collaborative, number)
        matrices = _matrices(session, head)
    if head.stage is Stage.CLOSED:
        return error_answer(
            409, what_happened="A closed round cannot be changed.", what_to_do="Reopen it first, with a reason."
        )
    form = filled_in(head)
    _fit_form(form, head, matrices)
    return render_template("set_up/round_form.html", form=form, page=_page(head, matrices))


@blueprint.post("/collaboratives/<int:collaborative>/rounds/<int:number>/edit")
@needs(Needs.LEAD)
def keep_round(collaborative: int, number: int) -> Answered:
    """Keep what is known of a round."""
    with reading() as session:
        head = round_head(session, collaborative, number)
        matrices = _matrices(session, head)
    form = RoundForm()
    _fit_form(form, head, matrices)
    status = 422
    stale: tuple[StaleLine, ...] = ()
    if form.validate():
        details = form.details(None if head.stage is Stage.DRAFT else head)
        try:
            with writing() as session:
                change_round(
                    session,
                    head=round_head(session, collaborative, number),
                    details=details,
                    based_on=version_seen(form.based_on),
                    by=visitor().account,
                    now=now(),
                )
        except StaleForm:
            status, stale = 409, stale_lines(head, details, titles={e.id: e.title for e, _ in matrices})
            base_on(form.based_on, head.version)
        except RoundIsFixed as problem:
            return error_answer(409, what_happened=str(problem))
        except MatrixNotOffered as problem:
            form.matrix.errors = [str(problem)]
        else:
            flash("Your changes are saved.")
            return redirect(frame_of(collaborative, "").to("round_page", number=number))
    return render_template("set_up/round_form.html", form=form, page=_page(head, matrices, stale=stale)), status


def _matrices(session: Session, head: RoundHead | None = None) -> Matrices:
    """The versions that a round can be begun with, and the one that `head` was made with if it was retired since."""
    offered = [*list_matrices(session, states=[LibraryState.PUBLISHED])]
    if head is not None and head.matrix_retired_at is not None:
        offered.append(get_matrix_entry(session, matrix_version=head.matrix_version))
    return load_matrices(session, offered)


def _new_page(session: Session, collaborative: int) -> RoundFormPage:
    facts = get_collaborative(session, collaborative=collaborative)
    return round_form_page(frame_of(collaborative, facts.name), _matrices(session), asked_of=facts.type)


def _page(head: RoundHead, matrices: Matrices, stale: tuple[StaleLine, ...] = ()) -> RoundFormPage:
    return round_form_page(_frame(head), matrices, asked_of=head.collaborative_type, head=head, stale=stale)


def _frame(head: RoundHead) -> CollaborativeFrame:
    return frame_of(head.collaborative, head.collaborative_name)


def _fit_form(form: RoundForm, head: RoundHead, matrices: Matrices) -> None:
    if head.stage is Stage.DRAFT:
        form.offer_matrices([entry for entry, _ in matrices])
    else:
        form.fix_choices()


def _facts(session: Session, head: RoundHead) -> RoundFacts:
    hide_draft(head.collaborative, head.stage)
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    kept = list_consensus(session, round_id=head.id)
    is_under_way = head.stage in {Stage.OPEN, Stage.AGREEING}
    sees_mail = post_office().is_open and is_under_way and _frame(head).is_lead
    asked = [criterion.id for _, criteria in matrix.asked_of(head.collaborative_type) for criterion in criteria]
    return RoundFacts(
        head=head,
        participants=list_participants(session, round_id=head.id),
        moves=list_moves(session, round_id=head.id),
        matrix=matrix,
        asked=len(asked),
        recorded=sum(1 for criterion in asked if criterion in kept and kept[criterion].said.is_recorded),
        sent=last_messages_of_round(session, round_id=head.id) if sees_mail else None,
        could_respond=_could_respond(session, head) if head.stage is Stage.DRAFT else {},
        follows=_follows(session, head) if head.stage is Stage.DRAFT else "",
        room=find_room(session, round_id=head.id) if head.stage is Stage.AGREEING else None,
        sign_offs=sign_offs_to_tell(session, head),
        next_version=_next_version(session, head) if _frame(head).is_lead else "",
        compares_with=_compares_with(session, head) if head.stage is Stage.CLOSED else None,
    )


def _compares_with(session: Session, head: RoundHead) -> RoundHead | None:
    return find_round_heads(session, collaborative=head.collaborative, number=head.number).last


def _next_version(session: Session, head: RoundHead) -> str:
    found = find_next_version(session, head=head)
    return "" if found is None else found.version


def _follows(session: Session, head: RoundHead) -> str:
    """The label of the round from which it was filled in who responds in this draft."""
    before = find_round_to_follow(session, collaborative=head.collaborative, round_id=head.id)
    return "" if before is None else before.label


def _could_respond(session: Session, head: RoundHead) -> Counter[int]:
    """How many people could respond for each partner."""
    allowed = allowed_respondents(session, collaborative=head.collaborative)
    return Counter(partner for _, partner in allowed if partner is not None)
