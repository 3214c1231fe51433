"""Who of a partner is asked what: a domain is handed to one colleague, or asked of everybody again."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request

from maturity.core.matrix import Domain
from maturity.persistence.queries.messages import last_hand_overs
from maturity.usecases.hand_over import CannotBeHanded, Sharing, hand_over, look_at_sharing
from maturity.usecases.post import HANDED_TOGETHER, tell_of_hand_over
from maturity.web.access import Answered, Needs, needs
from maturity.web.database import now, reading, writing
from maturity.web.design_system.words import count
from maturity.web.post_office import post_office
from maturity.web.respond.blueprint import blueprint, seat_of_visitor
from maturity.web.respond.frame import Address
from maturity.web.respond.hand_over_pages import hand_over_page, sharing_page


@blueprint.get("/hand-over")
@needs(Needs.RESPONDENT)
def sharing(collaborative: int, number: int, partner: int) -> Answered:
    """Show who is asked each domain."""
    with reading() as session:
        seat = seat_of_visitor(session, collaborative, number, partner)
        found = look_at_sharing(session, seat=seat)
        told = last_hand_overs(session, round_id=seat.round_id, partner=partner) if post_office().is_open else None
    return render_template("respond/sharing.html", page=sharing_page(found, told=told))


@blueprint.get("/hand-over/<domain_id>")
@needs(Needs.RESPONDENT)
def hand_over_domain(collaborative: int, number: int, partner: int, domain_id: str) -> Answered:
    """Show whom a domain can be handed to."""
    found = _sharing(collaborative, number, partner)
    return render_template("respond/hand_over.html", page=hand_over_page(found, _domain(found, domain_id)))


@blueprint.post("/hand-over/<domain_id>")
@needs(Needs.RESPONDENT)
def keep_hand_over(collaborative: int, number: int, partner: int, domain_id: str) -> Answered:
    """Hand a domain over, or ask it of everybody again."""
    domain = _domain(_sharing(collaborative, number, partner), domain_id)
    try:
        with writing() as session:
            seat = seat_of_visitor(session, collaborative, number, partner)
            seen = _sent("seen")
            to = hand_over(session, seat=seat, domain_id=domain_id, to=_sent("to"), seen=seen, now=now())
            is_news = to is not None and to.respondent != seen and to.account != seat.account
            if to is not None and is_news and post_office().is_open:
                tell_of_hand_over(session, seat=seat, to=to, now=now())
    except CannotBeHanded as problem:
        page = hand_over_page(_sharing(collaborative, number, partner), domain, problem=str(problem))
        return render_template("respond/hand_over.html", page=page), 409
    said = f"“{domain.title}” is asked of {'everyone who responds' if to is None else f'{to.name} alone'} now."
    if to is not None and is_news:
        said += f" {_how_told(to.name)}"
        post_office().wake()
    flash(said)
    return redirect(Address.of(seat).to("sharing"))


def _how_told(name: str) -> str:
    if post_office().is_open:
        minutes = count(HANDED_TOGETHER // timedelta(minutes=1), "minute")
        return f"An email goes to {name} in {minutes}, with anything else that you hand over until then."
    return f"This service sends no email: tell {name} yourself, with the message below."


def _sharing(collaborative: int, number: int, partner: int) -> Sharing:
    with reading() as session:
        return look_at_sharing(session, seat=seat_of_visitor(session, collaborative, number, partner))


def _domain(found: Sharing, domain_id: str) -> Domain:
    domain = next((each for each in found.domains if each.id == domain_id), None)
    if domain is None:
        abort(404)
    return domain


def _sent(name: str) -> int | None:
    """A seat that a form names: None for none, and one that nobody has for what is no seat."""
    sent = request.form.get(name, "-")
    if not sent:
        return None
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= 18 else 0
