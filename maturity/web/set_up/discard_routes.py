"""Discarding a draft round: confirmed first, and never possible once the round has been opened."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template

from maturity.core.round import Stage
from maturity.persistence.queries.rounds import RoundHead, find_discarded
from maturity.usecases.rounds import RoundIsFixed, discard_round
from maturity.usecases.stale_form import StaleForm
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.frame import CollaborativeFrame, frame_of
from maturity.web.set_up.round_forms import DiscardForm
from maturity.web.set_up.round_routes import round_head
from maturity.web.versioned_form import base_on, version_seen

ADDRESS = "/collaboratives/<int:collaborative>/rounds/<int:number>/discard"


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """A draft that is to be discarded."""

    frame: CollaborativeFrame
    label: str
    matrix_title: str
    round_address: str
    discards_at: str


@blueprint.get(ADDRESS)
@needs(Needs.LEAD)
def confirm_discard(collaborative: int, number: int) -> Answered:
    """Ask whether a draft should really go."""
    head = _head(collaborative, number)
    if head.stage is not Stage.DRAFT:
        return _not_a_draft(head)
    form = DiscardForm(formdata=None, based_on=str(head.version))
    return render_template("set_up/discard.html", form=form, page=_page(head))


@blueprint.post(ADDRESS)
@needs(Needs.LEAD)
def discard(collaborative: int, number: int) -> Answered:
    """Discard it."""
    form = DiscardForm()
    with reading() as session:
        before = find_discarded(session, collaborative=collaborative, number=number)
    if before is not None:  # by the first press of the button
        return _done(collaborative, before)
    try:
        with writing() as session:
            head = round_head(session, collaborative, number)
            discard_round(session, head=head, based_on=version_seen(form.based_on), by=visitor().account, now=now())
    except RoundIsFixed:
        return _not_a_draft(_head(collaborative, number))
    except StaleForm:
        head = _head(collaborative, number)
        base_on(form.based_on, head.version)
        form.form_errors = ["This draft was changed after you opened the page. Nothing was done: look at it first."]
        return render_template("set_up/discard.html", form=form, page=_page(head)), 409
    return _done(collaborative, head.label)


def _done(collaborative: int, label: str) -> Answered:
    flash(f"The draft “{label}” is discarded.")
    return redirect(frame_of(collaborative, "").to("collaborative"))


def _head(collaborative: int, number: int) -> RoundHead:
    with reading() as session:
        return round_head(session, collaborative, number)


def _page(head: RoundHead) -> DiscardPage:
    frame = frame_of(head.collaborative, head.collaborative_name)
    return DiscardPage(
        frame=frame,
        label=head.label,
        matrix_title=head.matrix_title,
        round_address=frame.to("round_page", number=head.number),
        discards_at=frame.to("discard", number=head.number),
    )


def _not_a_draft(head: RoundHead) -> Answered:
    page = _page(head)
    return error_answer(
        409,
        what_happened="Only a draft can be discarded. This round has been opened, and stays.",
        what_to_do="The round says where it is now.",
        way_on=(page.round_address, "Go to the round"),
    )
