"""Who responds for one partner of a round: several people, each in a role, one of them the partner’s lead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.participant import Participant
from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.rounds import RoundHead, list_participants
from maturity.usecases.audit import record_event
from maturity.usecases.rounds.participants import RoundIsFixed, allowed_respondents
from maturity.usecases.seats import make_partner_lead, stand_down, take_seat
from maturity.usecases.stale_form import StaleForm

People = tuple[tuple[int, str, bool], ...]
"""Who responds for a partner: the account, the role in its own words, and whether it is the partner’s lead."""


def people_of(participant: Participant) -> People:
    """Who responds for a partner, its lead first."""
    return tuple((each.account, each.role_title, each.is_partner_lead) for each in participant.people)


def choose_people(
    session: Session,
    *,
    head: RoundHead,
    partner: int,
    role_titles: Mapping[int, str],
    lead: int | None,
    seen: People,
    by: int,
    now: datetime,
) -> None:
    """Say who responds for a partner that takes part, by account and in which role, and who of them is its lead.

    Who is left out is stood down and keeps every word, which no longer counts. `lead` is None only where nobody
    responds. What is so already changes nothing and is no event. Raises `RoundIsFixed`, or `StaleForm` where it is no
    longer as it was `seen`.
    """
    if head.stage not in {Stage.DRAFT, Stage.OPEN} or head.way is not WayOfScoring.PARTNERS_FIRST:
        raise RoundIsFixed("Who responds cannot be changed once responding has closed.")
    participant = next((p for p in list_participants(session, round_id=head.id) if p.partner == partner), None)
    if participant is None:
        raise RoundIsFixed("This partner does not take part in the round.")
    if people_of(participant) != seen:
        raise StaleForm
    seated = {each.account: each for each in participant.people}
    allowed = allowed_respondents(session, collaborative=head.collaborative)
    if any(account not in seated and (account, partner) not in allowed for account in role_titles):
        raise RoundIsFixed("Choose people who are respondents of this partner.")
    if (lead is None) != (not role_titles) or (lead is not None and lead not in role_titles):
        raise RoundIsFixed("Choose one of those who respond as the partner’s lead.")
    if {(account, role_title, account == lead) for account, role_title in role_titles.items()} == set(seen):
        return
    gone = [each.respondent for account, each in seated.items() if account not in role_titles]
    stand_down(session, respondents=gone, by=by, now=now)
    seats = {
        account: take_seat(session, round_id=head.id, partner=partner, account=account, role_title=role_title)
        for account, role_title in role_titles.items()
    }
    if lead is not None:
        make_partner_lead(session, respondent=seats[lead])
    record_event(
        session,
        action="choose respondents",
        now=now,
        account=by,
        collaborative=head.collaborative,
        round_id=head.id,
        subject=f"partner {partner}",
    )
