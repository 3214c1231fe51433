"""A collaborative: its overview, and the form for what is known of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for

from maturity.core.london_time import day_in_london
from maturity.persistence.queries.collaboratives import get_collaborative, list_partners, list_people
from maturity.persistence.queries.rounds import list_rounds
from maturity.usecases.set_up import TypeIsFixed, change_collaborative, set_up_collaborative
from maturity.usecases.stale_form import StaleForm
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.collaborative_forms import CollaborativeForm, filled_in
from maturity.web.set_up.collaborative_pages import CollaborativeFormPage, overview_page, stale_lines
from maturity.web.set_up.frame import frame_of
from maturity.web.set_up.stale import StaleLine
from maturity.web.versioned_form import base_on, version_seen


@blueprint.get("/collaboratives/new")
@needs(Needs.SET_UP)
def new_collaborative() -> Answered:
    """Show the form for a new collaborative."""
    return render_template("set_up/collaborative_form.html", form=CollaborativeForm(formdata=None), page=_new_page())


@blueprint.post("/collaboratives/new")
@needs(Needs.SET_UP)
def add_collaborative() -> Answered:
    """Make a collaborative, with the person as its lead."""
    form = CollaborativeForm()
    if not form.validate():
        return render_template("set_up/collaborative_form.html", form=form, page=_new_page()), 422
    with writing() as session:
        made = set_up_collaborative(
            session,
            details=form.details(),
            by=visitor().account,
            now=now(),
            request_key=form.request_key.data or "",
        )
    flash(f"{form.name.data} is set up. You are its lead.")
    return redirect(url_for("set_up.collaborative", collaborative=made))


@blueprint.get("/collaboratives/<int:collaborative>")
@needs(Needs.MEMBER)
def collaborative(collaborative: int) -> Answered:
    """Show a collaborative with its rounds, partners and people."""
    with reading() as session:
        page = overview_page(
            get_collaborative(session, collaborative=collaborative),
            rounds=list_rounds(session, collaborative=collaborative),
            partners=list_partners(session, collaborative=collaborative),
            people=list_people(session, collaborative=collaborative),
            today=day_in_london(now()),
        )
    return render_template("set_up/overview.html", page=page)


@blueprint.get("/collaboratives/<int:collaborative>/edit")
@needs(Needs.LEAD)
def edit_collaborative(collaborative: int) -> Answered:
    """Show the form with what is known of a collaborative."""
    with reading() as session:
        facts = get_collaborative(session, collaborative=collaborative)
    return render_template(
        "set_up/collaborative_form.html", form=filled_in(facts), page=_page(collaborative, facts.name)
    )


@blueprint.post("/collaboratives/<int:collaborative>/edit")
@needs(Needs.LEAD)
def keep_collaborative(collaborative: int) -> Answered:
    """Keep what is known of a collaborative."""
    form = CollaborativeForm()
    status = 422
    stale: tuple[StaleLine, ...] = ()
    if form.validate():
        try:
            with writing() as session:
                change_collaborative(
                    session,
                    collaborative=collaborative,
                    details=form.details(),
                    based_on=version_seen(form.based_on),
                    by=visitor().account,
                    now=now(),
                )
        except TypeIsFixed as problem:
            form.type.errors = [str(problem)]
        except StaleForm:
            status, stale = 409, _stale(collaborative, form)
        else:
            flash("Your changes are saved.")
            return redirect(url_for("set_up.collaborative", collaborative=collaborative))
    with reading() as session:
        name = get_collaborative(session, collaborative=collaborative).name
    return render_template(
        "set_up/collaborative_form.html", form=form, page=_page(collaborative, name, stale=stale)
    ), status


def _stale(collaborative: int, form: CollaborativeForm) -> tuple[StaleLine, ...]:
    with reading() as session:
        facts = get_collaborative(session, collaborative=collaborative)
    base_on(form.based_on, facts.version)
    return stale_lines(facts, form.details())


def _new_page() -> CollaborativeFormPage:
    return CollaborativeFormPage(
        frame=None, saves_to=url_for("set_up.add_collaborative"), back_address=url_for("home.home")
    )


def _page(collaborative: int, name: str, stale: tuple[StaleLine, ...] = ()) -> CollaborativeFormPage:
    frame = frame_of(collaborative, name)
    return CollaborativeFormPage(
        frame=frame, saves_to=frame.to("keep_collaborative"), back_address=frame.to("collaborative"), stale=stale
    )
