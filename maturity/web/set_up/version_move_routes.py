"""The version of the matrix that a round asks: moving an open round to the next one, and undoing that."""

from __future__ import annotations

from flask import flash, redirect, render_template
from sqlalchemy.orm import Session

from maturity.persistence.queries.matrices import get_matrix, get_matrix_entry
from maturity.persistence.queries.reopened_seats import count_reopened
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.version_moves import list_version_moves
from maturity.persistence.rows.account import Role
from maturity.usecases.given_otherwise import list_given_otherwise
from maturity.usecases.stale_form import StaleForm
from maturity.usecases.version_move import (
    NotMovable,
    ReasonMissing,
    find_move_to_undo,
    keeps_its_version,
    list_kept_from_before,
    move_to_next_version,
    plan_move,
    undo_move,
    why_no_version,
    why_not_undone,
)
from maturity.web.access import Answered, Needs, facilitates, hide_draft, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.round_forms import DiscardForm, MoveForm
from maturity.web.set_up.round_routes import round_head
from maturity.web.set_up.version_move_pages import VersionMovePage, WayBack, version_move_page
from maturity.web.versioned_form import version_seen

ADDRESS = "/collaboratives/<int:collaborative>/rounds/<int:number>/matrix-version"
CHANGED = "Another version was published, or the round was moved, after you opened the page. Nothing was done."


@blueprint.get(ADDRESS)
@needs(Needs.MEMBER)
def version(collaborative: int, number: int) -> Answered:
    """Show the version of the matrix that a round asks, what moving it would do, and what was moved."""
    page, seen = _page(collaborative, number)
    return render_template("set_up/version_move.html", form=MoveForm(formdata=None, seen=seen), page=page)


@blueprint.post(ADDRESS)
@needs(Needs.LEAD)
def keep_version(collaborative: int, number: int) -> Answered:
    """Move the round to the next version."""
    form = MoveForm()
    page, seen = _page(collaborative, number)
    status = 422
    if form.validate():
        try:
            with writing() as session:
                plan = move_to_next_version(
                    session,
                    head=round_head(session, collaborative, number),
                    seen=form.seen.data or "",
                    reason=form.reason.data or "",
                    by=visitor().account,
                    now=now(),
                )
        except ReasonMissing as problem:
            form.reason.errors = [str(problem)]
        except StaleForm:
            status = 409
            form.form_errors = [CHANGED]
            form.seen.raw_data, form.seen.data = None, seen
        except NotMovable as problem:
            return _refused(problem, page)
        else:
            flash(f"The round is moved to version {plan.target.version}.")
            return redirect(page.saves_to)
    return render_template("set_up/version_move.html", form=form, page=page), status


@blueprint.post(f"{ADDRESS}/undo")
@needs(Needs.LEAD)
def undo_version(collaborative: int, number: int) -> Answered:
    """Take the round back to the version before."""
    form = DiscardForm()
    page, _ = _page(collaborative, number)
    try:
        with writing() as session:
            undone = undo_move(
                session,
                head=round_head(session, collaborative, number),
                move=version_seen(form.based_on),
                by=visitor().account,
                now=now(),
            )
    except NotMovable as problem:
        return _refused(problem, page)
    flash(undone.in_words)
    return redirect(page.saves_to)


def _refused(problem: NotMovable, page: VersionMovePage) -> Answered:
    return error_answer(
        422,
        what_happened=str(problem),
        what_to_do="Nothing was changed. What you wrote is below, to copy.",
        way_on=(page.round_address, "Go to the round"),
    )


def _way_back(session: Session, head: RoundHead) -> WayBack | None:
    made = find_move_to_undo(session, head=head)
    if made is None:
        return None
    before = get_matrix(session, matrix_version=made.from_version)
    return WayBack(
        made,
        why_not_undone(session, head=head, made=made),
        tuple(list_given_otherwise(session, head=head, matrix=before).values()),
    )


def _page(collaborative: int, number: int) -> tuple[VersionMovePage, str]:
    person = visitor()
    with reading() as session:
        head = round_head(session, collaborative, number)
        hide_draft(collaborative, head.stage)
        plan = plan_move(session, head=head)
        page = version_move_page(
            head,
            matrix=get_matrix_entry(session, matrix_version=head.matrix_version).name,
            plan=plan,
            moves=list_version_moves(session, round_id=head.id),
            reopened=count_reopened(session, round_id=head.id),
            way_back=_way_back(session, head),
            kept=list_kept_from_before(
                session,
                head=head,
                account=person.account,
                may_see_draft=person.has_role(collaborative, Role.LEAD, Role.FACILITATOR, Role.RESPONDENT),
                may_enter=facilitates(collaborative),
            ),
            keeps_version=keeps_its_version(session, head=head),
            no_version=why_no_version(session, head=head) if plan is None else "",
        )
    return page, "" if plan is None else plan.seen
