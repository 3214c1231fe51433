"""Seats: the people who respond for a partner in a round. One of them, while there is any, is the partner’s lead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session

from maturity.persistence.queries.reopened_seats import leave_reopened
from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.persistence.rows.round_row import Respondent, RoundRow
from maturity.usecases.audit import record_event


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


def stand_down(session: Session, *, respondents: Collection[int], by: int, now: datetime) -> None:
    """Let people respond no more. Every word is kept, and no longer counts.

    What was handed to them is asked of everybody again, and whoever of the partner had submitted without being asked
    it has to submit again. Where one was the partner’s lead, the colleague who was seated first is it now; who stood
    down and came back counts from the first time.
    """
    if not respondents:
        return
    rows = session.execute(
        select(Respondent.round_id, Respondent.partner_id).where(Respondent.id.in_(respondents))
    ).all()
    handed = session.execute(
        select(HandedDomain.round_id, HandedDomain.partner_id, HandedDomain.respondent_id)
        .where(HandedDomain.respondent_id.in_(respondents))
        .distinct()
    ).all()
    session.execute(delete(HandedDomain).where(HandedDomain.respondent_id.in_(respondents)))
    for round_id, partner, holder in handed:
        _let_submit_again(session, Respondent.id != holder, round_id=round_id, partner=partner, by=by, now=now)
        of_partner = and_(Respondent.round_id == round_id, Respondent.partner_id == partner)
        leave_reopened(session, of_partner & (Respondent.id != holder))
    leave_reopened(session, Respondent.id.in_(respondents))
    session.execute(
        update(Respondent)
        .where(Respondent.id.in_(respondents), Respondent.stood_down_at.is_(None))
        .values(stood_down_at=now, is_partner_lead=False)
    )
    _appoint_leads(session, places={(round_id, partner) for round_id, partner in rows})


def let_stood_down_submit_again(session: Session, *, round_id: int, partner: int, by: int, now: datetime) -> None:
    """Let who was stood down submit again before anything of it counts, should they ever respond again.

    For a domain that is asked of everybody again: they may have written on it and submitted without being asked it.
    """
    _let_submit_again(
        session, Respondent.stood_down_at.is_not(None), round_id=round_id, partner=partner, by=by, now=now
    )


def _let_submit_again(
    session: Session, which: ColumnElement[bool], *, round_id: int, partner: int, by: int, now: datetime
) -> None:
    """Take the responses of some of a partner’s people back, each with an event of its own."""
    submitted = session.scalars(
        select(Respondent.id)
        .where(Respondent.round_id == round_id, Respondent.partner_id == partner, Respondent.submitted_at.is_not(None))
        .where(which)
        .order_by(Respondent.id)
    ).all()
    if not submitted:
        return
    session.execute(update(Respondent).where(Respondent.id.in_(submitted)).values(submitted_at=None))
    collaborative = session.scalar(select(RoundRow.collaborative_id).where(RoundRow.id == round_id))
    for respondent in submitted:
        record_event(
            session,
            action="take back response",
            now=now,
            account=by,
            collaborative=collaborative,
            round_id=round_id,
            subject=f"respondent {respondent}",
        )


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
