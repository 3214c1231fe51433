"""Who takes part in a round, and who responds for whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from maturity.core.participant import Participant
from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.collaboratives import list_partners
from maturity.persistence.queries.rounds import RoundHead, list_participants, list_rounds, list_without_role
from maturity.persistence.rows.account import Role, RoleGrant
from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.persistence.rows.round_row import Respondent, RoundPartnerRow
from maturity.usecases.audit import record_event
from maturity.usecases.seats import make_partner_lead, stand_down, take_seat
from maturity.usecases.stale_form import StaleForm


class RoundIsFixed(ValueError):
    """This part of a round was fixed when it was opened."""


def take_partners_in(session: Session, *, round_id: int, collaborative: int, day: date) -> None:
    """Let the partners of a day take part in a new round, each with the people who responded in the round before.

    Their roles and the partner's lead are as they were, of those who may still respond. Where nobody did, the one who
    could is taken if there is only one. Nobody is written to by this: the lead checks who responds and opens the round.
    """
    partners = [p for p in list_partners(session, collaborative=collaborative) if p.is_member_on(day)]
    respondents: dict[int, list[int]] = {}
    for account, partner_id in allowed_respondents(session, collaborative=collaborative):
        if partner_id is not None:
            respondents.setdefault(partner_id, []).append(account)
    before = find_round_to_follow(session, collaborative=collaborative, round_id=round_id)
    earlier = () if before is None else list_participants(session, round_id=before.id)
    responded = {participant.partner: participant.to_tell for participant in earlier}
    for partner in partners:
        session.add(RoundPartnerRow(round_id=round_id, partner_id=partner.id, name=partner.name, type=partner.type))
        people = respondents.get(partner.id, [])
        same = [seated for seated in responded.get(partner.id, ()) if seated.account in people]
        # The lead comes first, and whoever is seated first leads.
        for seated in same:
            take_seat(
                session, round_id=round_id, partner=partner.id, account=seated.account, role_title=seated.role_title
            )
        if not same and len(people) == 1:
            take_seat(session, round_id=round_id, partner=partner.id, account=people[0])
    session.flush()


def find_round_to_follow(session: Session, *, collaborative: int, round_id: int) -> RoundHead | None:
    """The last round that was opened before another one and in which people responded; None where there was none."""
    return next(
        (
            head
            for head in list_rounds(session, collaborative=collaborative)
            if head.id < round_id and head.stage is not Stage.DRAFT and head.way is WayOfScoring.PARTNERS_FIRST
        ),
        None,
    )


def choose_participants(
    session: Session,
    *,
    head: RoundHead,
    respondents: Mapping[int, int | None],
    by: int,
    now: datetime,
    seen: Mapping[int, int | None] | None = None,
) -> None:
    """Say which partners take part and who responds for each as its lead (None for nobody yet).

    `respondents` is by partner id. A partner that is left out no longer takes part, which is possible only in a
    draft; a person who is replaced keeps every word, which no longer counts. `seen`, in the same form, is what the
    choice was based on. A choice of what is there already changes nothing and is no event. Raises `RoundIsFixed`, or
    `StaleForm` where that has changed since.
    """
    if head.stage not in {Stage.DRAFT, Stage.OPEN}:
        raise RoundIsFixed("Who takes part cannot be changed once responding has closed.")
    current = {p.partner: p for p in list_participants(session, round_id=head.id)}
    chosen = {partner: p.lead.account if p.lead else None for partner, p in current.items()}
    if seen is not None and seen != chosen:
        raise StaleForm
    allowed = allowed_respondents(session, collaborative=head.collaborative)
    known = {p.id: p for p in list_partners(session, collaborative=head.collaborative)}
    for partner, account in respondents.items():
        if partner not in known or (account is not None and (account, partner) not in allowed):
            raise RoundIsFixed("Choose partners and respondents of this collaborative.")
    if respondents == chosen:
        return
    _leave_out(session, head=head, partners=set(current) - set(respondents))
    for partner, account in respondents.items():
        if partner not in current:
            facts = known[partner]
            session.add(RoundPartnerRow(round_id=head.id, partner_id=partner, name=facts.name, type=facts.type))
        _seat(session, head=head, participant=current.get(partner), partner=partner, account=account, by=by, now=now)
    session.flush()
    record_event(
        session, action="choose participants", now=now, account=by, collaborative=head.collaborative, round_id=head.id
    )


def stand_down_without_role(session: Session, *, round_id: int, by: int, now: datetime) -> None:
    """Let nobody respond whose role was taken away; every word is kept, and no longer counts."""
    stand_down(session, respondents=list_without_role(session, round_id=round_id), by=by, now=now)


def allowed_respondents(session: Session, *, collaborative: int) -> set[tuple[int, int | None]]:
    """Pairs of an account and the partner that it can respond for: the role is in force."""
    return {
        (account, partner)
        for account, partner in session.execute(
            select(RoleGrant.account_id, RoleGrant.partner_id).where(
                RoleGrant.collaborative_id == collaborative,
                RoleGrant.role == Role.RESPONDENT,
                RoleGrant.accept_hash.is_(None),
            )
        )
    }


def _leave_out(session: Session, *, head: RoundHead, partners: set[int]) -> None:
    if not partners:
        return
    if head.stage is not Stage.DRAFT:
        raise RoundIsFixed("A partner cannot be left out once the round is open.")
    for table in (HandedDomain, Respondent, RoundPartnerRow):
        session.execute(delete(table).where(table.round_id == head.id, table.partner_id.in_(partners)))


def _seat(
    session: Session,
    *,
    head: RoundHead,
    participant: Participant | None,
    partner: int,
    account: int | None,
    by: int,
    now: datetime,
) -> None:
    """Let a person respond as the partner’s lead, in place of the one who is; colleagues stay."""
    lead = None if participant is None else participant.lead
    if (None if lead is None else lead.account) == account:
        return
    if lead is not None:
        stand_down(session, respondents=[lead.respondent], by=by, now=now)
    if account is not None:
        seat = take_seat(session, round_id=head.id, partner=partner, account=account)
        make_partner_lead(session, respondent=seat)
