"""The partner organisations of a collaborative: list, add, change."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template

from maturity.core.london_time import day_in_london
from maturity.persistence.queries.collaboratives import PartnerFacts, list_partners
from maturity.usecases.set_up import (
    PartnerIsMember,
    PartnerNameTaken,
    SuccessionRefused,
    add_partner,
    change_partner,
)
from maturity.usecases.stale_form import StaleForm
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.frame import CollaborativeFrame, frame_of, read_frame
from maturity.web.set_up.partner_forms import PartnerForm, filled_in
from maturity.web.set_up.partner_pages import PartnerFormPage, membership_page, partners_page, stale_lines
from maturity.web.set_up.stale import StaleLine
from maturity.web.versioned_form import base_on, version_seen


@blueprint.get("/collaboratives/<int:collaborative>/partners")
@needs(Needs.MEMBER)
def partners(collaborative: int) -> Answered:
    """Show the partners of a collaborative."""
    with reading() as session:
        page = partners_page(
            read_frame(session, collaborative),
            list_partners(session, collaborative=collaborative),
            today=day_in_london(now()),
        )
    return render_template("set_up/partners.html", page=page)


@blueprint.get("/collaboratives/<int:collaborative>/partners/over-time")
@needs(Needs.MEMBER)
def membership(collaborative: int) -> Answered:
    """Show how the membership of a collaborative changed."""
    with reading() as session:
        page = membership_page(
            read_frame(session, collaborative),
            list_partners(session, collaborative=collaborative),
            today=day_in_london(now()),
        )
    return render_template("set_up/membership.html", page=page)


@blueprint.get("/collaboratives/<int:collaborative>/partners/new")
@needs(Needs.LEAD)
def new_partner(collaborative: int) -> Answered:
    """Show the form for a new partner."""
    page, partners = _new_page(collaborative)
    return render_template("set_up/partner_form.html", form=PartnerForm(formdata=None).offer(partners), page=page)


@blueprint.post("/collaboratives/<int:collaborative>/partners/new")
@needs(Needs.LEAD)
def keep_new_partner(collaborative: int) -> Answered:
    """Add a partner."""
    page, partners = _new_page(collaborative)
    form = PartnerForm().offer(partners)
    if form.validate():
        try:
            with writing() as session:
                add_partner(
                    session,
                    collaborative=collaborative,
                    details=form.details(),
                    by=visitor().account,
                    now=now(),
                    request_key=form.request_key.data or "",
                )
        except PartnerNameTaken as problem:
            form.name.errors = [str(problem)]
        except PartnerIsMember as problem:
            form.ods_code.errors = [str(problem)]
        except SuccessionRefused as problem:
            form.succeeded_by.errors = [str(problem)]
        else:
            flash(f"{form.name.data} is added.")
            return redirect(frame_of(collaborative, "").to("partners"))
    return render_template("set_up/partner_form.html", form=form, page=page), 422


@blueprint.get("/collaboratives/<int:collaborative>/partners/<int:partner>")
@needs(Needs.LEAD)
def edit_partner(collaborative: int, partner: int) -> Answered:
    """Show the form with what is known of a partner."""
    frame, facts, partners = _partner(collaborative, partner)
    form = filled_in(facts).offer(partners, but=partner)
    return render_template("set_up/partner_form.html", form=form, page=_page(frame, facts))


@blueprint.post("/collaboratives/<int:collaborative>/partners/<int:partner>")
@needs(Needs.LEAD)
def keep_partner(collaborative: int, partner: int) -> Answered:
    """Keep what is known of a partner."""
    frame, facts, partners = _partner(collaborative, partner)
    form = PartnerForm().offer(partners, but=partner)
    status = 422
    stale: tuple[StaleLine, ...] = ()
    if form.validate():
        try:
            with writing() as session:
                change_partner(
                    session,
                    collaborative=collaborative,
                    partner=partner,
                    details=form.details(),
                    based_on=version_seen(form.based_on),
                    by=visitor().account,
                    now=now(),
                )
        except PartnerNameTaken as problem:
            form.name.errors = [str(problem)]
        except PartnerIsMember as problem:
            form.ods_code.errors = [str(problem)]
        except SuccessionRefused as problem:
            form.succeeded_by.errors = [str(problem)]
        except StaleForm:
            status, stale = 409, stale_lines(facts, form.details(), partners)
            base_on(form.based_on, facts.version)
        else:
            flash(f"The details of {form.name.data} are saved.")
            return redirect(frame.to("partners"))
    return render_template("set_up/partner_form.html", form=form, page=_page(frame, facts, stale=stale)), status


def _partner(collaborative: int, partner: int) -> tuple[CollaborativeFrame, PartnerFacts, Sequence[PartnerFacts]]:
    with reading() as session:
        frame = read_frame(session, collaborative)
        partners = list_partners(session, collaborative=collaborative)
    found = [facts for facts in partners if facts.id == partner]
    if not found:
        abort(404)
    return frame, found[0], partners


def _new_page(collaborative: int) -> tuple[PartnerFormPage, Sequence[PartnerFacts]]:
    with reading() as session:
        frame = read_frame(session, collaborative)
        partners = list_partners(session, collaborative=collaborative)
    return PartnerFormPage(frame=frame, name="", saves_to=frame.to("keep_new_partner")), partners


def _page(frame: CollaborativeFrame, facts: PartnerFacts, stale: tuple[StaleLine, ...] = ()) -> PartnerFormPage:
    return PartnerFormPage(
        frame=frame, name=facts.name, saves_to=frame.to("keep_partner", partner=facts.id), stale=stale
    )
