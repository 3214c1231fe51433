"""The pages of a person’s response, and the person’s place in the round."""

from __future__ import annotations

from flask import Blueprint, abort
from sqlalchemy.orm import Session

from maturity.persistence.queries.responses import NoSuchRespondent, Seat, get_seat
from maturity.web.access import hide_draft, visitor

blueprint = Blueprint(
    "respond", __name__, url_prefix="/collaboratives/<int:collaborative>/rounds/<int:number>/respond/<int:partner>"
)


def seat_of_visitor(session: Session, collaborative: int, number: int, partner: int) -> Seat:
    """The place of the person who is signed in; there is nothing to find for anybody who has none."""
    try:
        seat = get_seat(session, collaborative=collaborative, number=number, partner=partner, account=visitor().account)
    except NoSuchRespondent:
        abort(404)
    hide_draft(collaborative, seat.stage)
    return seat
