"""Accepting a role that a further collaborative offers to somebody who has an account."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for

from maturity.usecases.offers import Offer, accept_offer, get_offer
from maturity.usecases.sign_in import LinkNotValid
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import spent_link_answer
from maturity.web.set_up.blueprint import blueprint


@dataclass(frozen=True, slots=True)
class OfferPage:
    """What a collaborative offers, each role in a few words, and to whom."""

    collaborative: str
    roles: tuple[str, ...]
    email: str


@blueprint.get("/accept-role/<token>")
@needs(Needs.SIGN_IN)
def show_offer(token: str) -> Answered:
    """Show what is offered, and by which collaborative."""
    try:
        with reading() as session:
            offer = get_offer(session, token=token, account=visitor().account)
    except LinkNotValid as problem:
        return spent_link_answer(problem)
    return render_template("set_up/offer.html", page=_page(offer))


@blueprint.post("/accept-role/<token>")
@needs(Needs.SIGN_IN)
def keep_offer(token: str) -> Answered:
    """Accept it."""
    try:
        with writing() as session:
            offer = accept_offer(session, token=token, account=visitor().account, now=now())
    except LinkNotValid as problem:
        return spent_link_answer(problem)
    flash(f"You now take part in {offer.collaborative_name}.")
    return redirect(url_for("set_up.collaborative", collaborative=offer.collaborative))


def _page(offer: Offer) -> OfferPage:
    return OfferPage(
        collaborative=offer.collaborative_name,
        roles=tuple(f"{role.label} for {partner}" if partner else role.label for role, partner in offer.roles),
        email=visitor().email,
    )
