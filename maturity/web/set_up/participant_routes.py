"""Who takes part in a round, and who responds for whom."""

from __future__ import annotations

from flask import flash, redirect, render_template
from sqlalchemy.orm import Session

from maturity.core.london_time import day_in_london
from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.collaboratives import list_partners, list_people
from maturity.persistence.queries.rounds import RoundHead, list_participants
from maturity.usecases.rounds import RoundIsFixed, choose_participants
from maturity.usecases.stale_form import StaleForm
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.frame import frame_of
from maturity.web.set_up.participant_pages import (
    PartnerToChoose,
    participants_page,
    partners_to_choose,
    read_mark,
)
from maturity.web.set_up.round_forms import ParticipantForm, ParticipantsForm
from maturity.web.set_up.round_routes import round_head

Rows = list[tuple[PartnerToChoose, ParticipantForm]]


@blueprint.get("/collaboratives/<int:collaborative>/rounds/<int:number>/participants")
@needs(Needs.LEAD)
def participants(collaborative: int, number: int) -> Answered:
    """Show who takes part."""
    with reading() as session:
        head = round_head(session, collaborative, number)
        partners = _partners(session, head)
    if head.stage not in {Stage.DRAFT, Stage.OPEN}:
        return error_answer(
            409,
            what_happened="Who takes part cannot be changed once responding has closed.",
            what_to_do="Go back to the round.",
        )
    page = participants_page(
        frame_of(collaborative, head.collaborative_name),
        head,
        ((partner, partner.form(is_sent=False)) for partner in partners),
    )
    return render_template("set_up/participants.html", page=page)


@blueprint.post("/collaboratives/<int:collaborative>/rounds/<int:number>/participants")
@needs(Needs.LEAD)
def keep_participants(collaborative: int, number: int) -> Answered:
    """Keep who takes part, all or nothing."""
    with reading() as session:
        head = round_head(session, collaborative, number)
        partners = _partners(session, head)
    rows = [(partner, partner.form(is_sent=True)) for partner in partners]
    problems = _problems(rows)
    if problems:
        return _show(head, rows, problems=problems), 422
    try:
        with writing() as session:
            choose_participants(
                session,
                head=round_head(session, collaborative, number),
                respondents={
                    partner.id: _respondent(partner, form, head)
                    for partner, form in rows
                    if form.takes_part.data or partner.must_stay
                },
                seen=read_mark(ParticipantsForm().seen.data or ""),
                by=visitor().account,
                now=now(),
            )
    except StaleForm:
        return _show(head, rows, stale=_who_takes_part(partners)), 409
    except RoundIsFixed as problem:
        return error_answer(409, what_happened=str(problem))
    flash("Who takes part is saved.")
    return redirect(frame_of(collaborative, "").to("round_page", number=number))


def _partners(session: Session, head: RoundHead) -> tuple[PartnerToChoose, ...]:
    return partners_to_choose(
        head,
        partners=list_partners(session, collaborative=head.collaborative),
        people=list_people(session, collaborative=head.collaborative),
        participants=list_participants(session, round_id=head.id),
        today=day_in_london(now()),
    )


def _problems(rows: Rows) -> tuple[tuple[str, str], ...]:
    return tuple(
        (form.respondent.id, f"{partner.name}: {form.respondent.errors[0]}")
        for partner, form in rows
        if not form.validate() and form.respondent.errors
    )


def _respondent(partner: PartnerToChoose, form: ParticipantForm, head: RoundHead) -> int | None:
    if head.way is WayOfScoring.TOGETHER or partner.team:
        return partner.account  # not asked on the page, so it stays as it is
    return int(form.respondent.data) if form.respondent.data else None


def _who_takes_part(partners: tuple[PartnerToChoose, ...]) -> tuple[str, ...]:
    return tuple(
        f"{partner.name}: {dict(partner.people).get(partner.account or 0, 'nobody yet')}"
        for partner in partners
        if partner.takes_part
    )


def _show(
    head: RoundHead, rows: Rows, *, problems: tuple[tuple[str, str], ...] = (), stale: tuple[str, ...] = ()
) -> str:
    frame = frame_of(head.collaborative, head.collaborative_name)
    page = participants_page(frame, head, rows, problems=problems, stale=stale)
    return render_template("set_up/participants.html", page=page)
