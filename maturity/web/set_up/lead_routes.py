"""An administrator names a lead for a collaborative that nobody can lead."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from maturity.persistence.queries.accounts import get_account
from maturity.persistence.queries.leads import find_without_lead
from maturity.usecases.administer import HasLead, name_lead
from maturity.usecases.set_up import RoleNotAllowed
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.set_up.account_forms import LeadForm
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.link_to_send import link_of_lead

ADDRESS = "/administer/without-lead/<int:leaderless>"


@dataclass(frozen=True, slots=True)
class LeadPage:
    """A collaborative that nobody can lead."""

    collaborative: str
    saves_to: str


@blueprint.get(ADDRESS)
@needs(Needs.ADMINISTRATOR)
def choose_lead(leaderless: int) -> Answered:
    """Show the form that names a lead."""
    page = _find_page(leaderless)
    if page is None:
        return _has_lead()
    return render_template("set_up/lead_form.html", form=LeadForm(formdata=None), page=page)


@blueprint.post(ADDRESS)
@needs(Needs.ADMINISTRATOR)
def keep_lead(leaderless: int) -> Answered:
    """Name the lead, and make the link with which they accept or set a password."""
    form = LeadForm()
    page = _find_page(leaderless)
    if page is None:
        return _has_lead()
    if not form.validate():
        return render_template("set_up/lead_form.html", form=form, page=page), 422
    try:
        with writing() as session:
            added = name_lead(
                session,
                collaborative=leaderless,
                name=form.name.data or "",
                email=form.email.data or "",
                by=visitor().account,
                now=now(),
            )
            person = get_account(session, account=added.account)
    except HasLead:
        return _has_lead()
    except RoleNotAllowed as problem:
        form.email.errors = [str(problem)]
        return render_template("set_up/lead_form.html", form=form, page=page), 422
    if added.password_token is None and added.accept_token is None:
        flash(f"{person.name} now leads {page.collaborative}.")
        return redirect(url_for("set_up.accounts"))
    # The answer to the form itself, and no redirect: the token is in this page and in nothing that is kept.
    link = link_of_lead(page.collaborative, added, name=person.name, email=person.email)
    return render_template("set_up/link_to_send.html", page=link)


def _find_page(leaderless: int) -> LeadPage | None:
    with reading() as session:
        found = find_without_lead(session, collaborative=leaderless)
    if found is None:
        return None
    return LeadPage(found.name, saves_to=url_for("set_up.keep_lead", leaderless=leaderless))


def _has_lead() -> Response:
    return error_answer(
        404,
        what_happened="There is no collaborative here that needs a lead.",
        what_to_do="If you have just named one and lost the link, make a new password link in the list of accounts.",
        way_on=(url_for("set_up.accounts"), "Go to the list of accounts"),
    )
