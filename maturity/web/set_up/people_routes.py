"""The people of a collaborative: list, add, make a link, take a role away."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request
from sqlalchemy.orm import Session

from maturity.core.london_time import day_in_london
from maturity.persistence.queries.collaboratives import (
    PartnerFacts,
    PersonFacts,
    list_partners,
    list_people,
)
from maturity.persistence.queries.messages import last_invitations
from maturity.persistence.rows.account import Role
from maturity.usecases.set_up import PersonAdded, RoleNotAllowed, add_person, make_link_for_person
from maturity.usecases.set_up import remove_role as take_role_away
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.post_office import post_office
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.frame import CollaborativeFrame, read_frame
from maturity.web.set_up.link_to_send import link_of_collaborative
from maturity.web.set_up.people_forms import PersonForm
from maturity.web.set_up.people_pages import PersonFormPage, people_page, remove_role_page


@blueprint.get("/collaboratives/<int:collaborative>/people")
@needs(Needs.LEAD)
def people(collaborative: int) -> Answered:
    """Show everyone with a role."""
    with reading() as session:
        page = people_page(
            read_frame(session, collaborative),
            list_people(session, collaborative=collaborative),
            partners={partner.id: partner.name for partner in _current_partners(session, collaborative)},
            invited=last_invitations(session, collaborative=collaborative) if post_office().is_open else None,
        )
    return render_template("set_up/people.html", page=page)


@blueprint.get("/collaboratives/<int:collaborative>/people/new")
@needs(Needs.LEAD)
def new_person(collaborative: int) -> Answered:
    """Show the form that gives a person a role; the address may say which role and partner."""
    asked_partner = request.args.get("partner", "")
    form = PersonForm(
        formdata=None, role=Role.RESPONDENT.value if asked_partner else request.args.get("role"), partner=asked_partner
    )
    return _show_form(collaborative, form)


@blueprint.post("/collaboratives/<int:collaborative>/people/new")
@needs(Needs.LEAD)
def keep_new_person(collaborative: int) -> Answered:
    """Give a person a role, with a new account where there is none."""
    form = PersonForm()
    with reading() as session:
        form.offer_partners(_current_partners(session, collaborative))
    if not form.validate():
        return _show_form(collaborative, form), 422
    name, email = form.name.data or "", form.email.data or ""
    try:
        with writing() as session:
            frame = read_frame(session, collaborative)
            added = add_person(
                session,
                collaborative=collaborative,
                name=name,
                email=email,
                role=Role(form.role.data),
                partner=form.chosen_partner,
                by=visitor().account,
                now=now(),
            )
            person = _of_account(session, collaborative, added.account)
    except RoleNotAllowed as problem:
        form.email.errors = [str(problem)]
        return _show_form(collaborative, form), 422
    if added.password_token is None and added.accept_token is None:
        flash(f"{email} had an account already, and now has this role.")
        return redirect(frame.to("people"))
    return _show_link(frame, added, person)


@blueprint.post("/collaboratives/<int:collaborative>/people/<int:account>/link")
@needs(Needs.LEAD)
def make_link(collaborative: int, account: int) -> Answered:
    """Make a new link for somebody who has never set a password, or has not accepted a role."""
    try:
        with writing() as session:
            frame = read_frame(session, collaborative)
            added = make_link_for_person(
                session, collaborative=collaborative, account=account, by=visitor().account, now=now()
            )
            person = _of_account(session, collaborative, account)
    except RoleNotAllowed as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Go back to the list of people.")
    return _show_link(frame, added, person)


@blueprint.get("/collaboratives/<int:collaborative>/people/roles/<int:grant>/remove")
@needs(Needs.LEAD)
def confirm_remove_role(collaborative: int, grant: int) -> Answered:
    """Ask whether a role should really go."""
    frame, person = _person(collaborative, grant)
    return render_template("set_up/remove_role.html", page=remove_role_page(frame, person))


@blueprint.post("/collaboratives/<int:collaborative>/people/roles/<int:grant>/remove")
@needs(Needs.LEAD)
def remove_role(collaborative: int, grant: int) -> Answered:
    """Take a role away."""
    frame, person = _person(collaborative, grant)
    try:
        with writing() as session:
            take_role_away(session, collaborative=collaborative, grant=grant, by=visitor().account, now=now())
    except RoleNotAllowed as problem:
        page = remove_role_page(frame, person, problem=str(problem))
        return render_template("set_up/remove_role.html", page=page), 422
    flash(f"{person.name} is no longer a {person.role.value} here.")
    return redirect(frame.to("people"))


def _show_link(frame: CollaborativeFrame, added: PersonAdded, person: PersonFacts) -> str:
    # The answer to the form itself, and no redirect: the token is in this page and in nothing that is kept.
    page = link_of_collaborative(frame, added, name=person.name, email=person.email)
    return render_template("set_up/link_to_send.html", page=page)


def _of_account(session: Session, collaborative: int, account: int) -> PersonFacts:
    return next(p for p in list_people(session, collaborative=collaborative) if p.account == account)


def _show_form(collaborative: int, form: PersonForm) -> str:
    with reading() as session:
        partners = _current_partners(session, collaborative)
        frame = read_frame(session, collaborative)
    form.offer_partners(partners)
    return render_template(
        "set_up/person_form.html", form=form, page=PersonFormPage(frame=frame, has_partners=bool(partners))
    )


def _current_partners(session: Session, collaborative: int) -> list[PartnerFacts]:
    today = day_in_london(now())
    partners = list_partners(session, collaborative=collaborative)
    return [partner for partner in partners if not partner.has_left_before(today)]


def _person(collaborative: int, grant: int) -> tuple[CollaborativeFrame, PersonFacts]:
    with reading() as session:
        frame = read_frame(session, collaborative)
        found = [person for person in list_people(session, collaborative=collaborative) if person.grant == grant]
    if not found:
        abort(404)
    return frame, found[0]
