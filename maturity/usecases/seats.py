"""Seats: the people who respond for a partner in a round. One of them, while there is any, is the partner’s lead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.persistence.rows.round_row import Respondent


def take_seat(session: Session, *, round_id: int, partner: int, account: int, role_title: str | None = None) -> int:
    """Let a person respond for a partner, again with every word where that was so before. Returns the respondent’s id.

    Where nobody else does, the person is the partner’s lead. `role_title` of None leaves it as it is.
    """
    of_partner = (Respondent.round_id == round_id, Respondent.partner_id == partner)
    seat = session.execute(select(Respondent).where(*of_partner, Respondent.account_id == account)).scalar_one_or_none()
    if seat is None:
        seat = Respondent(round_id=round_id, partner_id=partner, account_id=account, role_title="")
        session.add(seat)
    seat.stood_down_at = None
    if role_title is not None:
        seat.role_title = role_title.strip()
    session.flush()
    _appoint_leads(session, places={(round_id, partner)})
    return seat.id


def stand_down(session: Session, *, respondents: Collection[int], now: datetime) -> None:
    """Let people respond no more. Every word is kept, and no longer counts.

    What was handed to them is asked of everybody again, and where one was the partner’s lead the colleague who has
    been seated longest is it now.
    """
    if not respondents:
        return
    rows = session.execute(
        select(Respondent.round_id, Respondent.partner_id).where(Respondent.id.in_(respondents))
    ).all()
    session.execute(delete(HandedDomain).where(HandedDomain.respondent_id.in_(respondents)))
    session.execute(
        update(Respondent)
        .where(Respondent.id.in_(respondents), Respondent.stood_down_at.is_(None))
        .values(stood_down_at=now, is_partner_lead=False)
    )
    _appoint_leads(session, places={(round_id, partner) for round_id, partner in rows})


def make_partner_lead(session: Session, *, respondent: int) -> None:
    """Let somebody who responds for a partner be its lead, in place of the one before."""
    seat = session.get_one(Respondent, respondent)
    session.execute(
        update(Respondent)
        .where(Respondent.round_id == seat.round_id, Respondent.partner_id == seat.partner_id)
        .values(is_partner_lead=False)
    )
    session.execute(update(Respondent).where(Respondent.id == respondent).values(is_partner_lead=True))


def _appoint_leads(session: Session, *, places: Collection[tuple[int, int]]) -> None:
    for round_id, partner in places:
        live = (
            Respondent.round_id == round_id,
            Respondent.partner_id == partner,
            Respondent.stood_down_at.is_(None),
        )
        first, leads = session.execute(
            select(func.min(Respondent.id), func.coalesce(func.sum(Respondent.is_partner_lead), 0)).where(*live)
        ).one()
        if first is not None and not leads:
            session.execute(update(Respondent).where(Respondent.id == first).values(is_partner_lead=True))
