"""Who responds for one partner of a round."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template
from sqlalchemy.orm import Session

from maturity.core.participant import Participant
from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.collaboratives import list_people
from maturity.persistence.queries.rounds import RoundHead, list_participants
from maturity.usecases.rounds import RoundIsFixed, choose_people, people_of
from maturity.usecases.stale_form import StaleForm
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.frame import frame_of
from maturity.web.set_up.partner_people_pages import (
    PartnerPeopleForm,
    PersonRow,
    mark_of_people,
    partner_people_page,
    person_rows,
)
from maturity.web.set_up.round_routes import round_head

ADDRESS = "/collaboratives/<int:collaborative>/rounds/<int:number>/participants/<int:partner>"


@blueprint.get(ADDRESS)
@needs(Needs.LEAD)
def partner_people(collaborative: int, number: int, partner: int) -> Answered:
    """Show who responds for a partner."""
    head, participant, rows = _found(collaborative, number, partner, sent=None)
    if head.stage not in {Stage.DRAFT, Stage.OPEN} or head.way is not WayOfScoring.PARTNERS_FIRST:
        return error_answer(
            409,
            what_happened="Who responds cannot be changed once responding has closed.",
            what_to_do="Go back to the round.",
        )
    page = partner_people_page(frame_of(collaborative, head.collaborative_name), head, participant, rows)
    return render_template("set_up/partner_people.html", page=page)


@blueprint.post(ADDRESS)
@needs(Needs.LEAD)
def keep_partner_people(collaborative: int, number: int, partner: int) -> Answered:
    """Keep who responds for a partner, all or nothing."""
    form = PartnerPeopleForm()
    head, participant, rows = _found(collaborative, number, partner, sent=form)
    chosen = {row.account: row.form.role_title.data or "" for row in rows if row.form.responds.data}
    lead = _lead(form, chosen)
    problems = _problems(rows, chosen, lead)
    frame = frame_of(collaborative, head.collaborative_name)
    if problems:
        page = partner_people_page(frame, head, participant, rows, problems=problems)
        return render_template("set_up/partner_people.html", page=page), 422
    try:
        with writing() as session:
            as_it_is = _participant(session, head, partner)
            _check_seen(form, as_it_is)
            choose_people(
                session,
                head=round_head(session, collaborative, number),
                partner=partner,
                role_titles=chosen,
                lead=lead,
                seen=people_of(as_it_is),
                by=visitor().account,
                now=now(),
            )
    except StaleForm:
        head, participant, rows = _found(collaborative, number, partner, sent=form)
        page = partner_people_page(frame, head, participant, rows, is_stale=True)
        return render_template("set_up/partner_people.html", page=page), 409
    except RoundIsFixed as problem:
        return error_answer(409, what_happened=str(problem))
    flash(f"Who responds for {participant.partner_name} is saved.")
    return redirect(frame.to("participants", number=number))


def _found(
    collaborative: int, number: int, partner: int, *, sent: PartnerPeopleForm | None
) -> tuple[RoundHead, Participant, tuple[PersonRow, ...]]:
    with reading() as session:
        head = round_head(session, collaborative, number)
        participant = _participant(session, head, partner)
        people = list_people(session, collaborative=collaborative)
    return head, participant, person_rows(participant, people, sent=sent)


def _check_seen(form: PartnerPeopleForm, participant: Participant) -> None:
    if form.seen.data != mark_of_people(participant):
        raise StaleForm


def _participant(session: Session, head: RoundHead, partner: int) -> Participant:
    found = next((p for p in list_participants(session, round_id=head.id) if p.partner == partner), None)
    if found is None:
        abort(404)
    return found


def _lead(form: PartnerPeopleForm, chosen: dict[int, str]) -> int | None:
    """Who was chosen as the lead; where only one person responds, that one."""
    if len(chosen) == 1:
        return next(iter(chosen))
    return next((account for account in chosen if str(account) == form.lead.data), None)


def _problems(rows: tuple[PersonRow, ...], chosen: dict[int, str], lead: int | None) -> tuple[tuple[str, str], ...]:
    problems = [
        (row.form.role_title.id, f"{row.name}: {row.form.role_title.errors[0]}")
        for row in rows
        if not row.form.validate() and row.form.role_title.errors
    ]
    if chosen and lead is None:
        problems.append(("leads", "Choose one of those who respond as the partner’s lead."))
    return tuple(problems)
