"""The partner of the worked example for which several people respond: a domain handed over, a position agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from maturity.core.response import Answer, Confidence
from maturity.persistence.queries.responses import Seat, get_seat
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.hand_over import hand_over
from maturity.usecases.positions import agree_position
from maturity.usecases.seats import make_partner_lead, take_seat

LOWER_EVERY: Final = (3, 4)
"""Each colleague gives one level less than the lead on every third, or every fourth, criterion."""


def seat_team(
    session: Session, *, head: RoundHead, partner: int, lead: int, colleagues: Sequence[tuple[int, str]]
) -> None:
    """Let the colleagues, by account and role, respond beside the partner’s lead."""
    leads = take_seat(session, round_id=head.id, partner=partner, account=lead, role_title="Director of strategy")
    for account, role_title in colleagues:
        take_seat(session, round_id=head.id, partner=partner, account=account, role_title=role_title)
    make_partner_lead(session, respondent=leads)


def answers_of_colleague(answers: Mapping[str, Answer], place: int) -> Mapping[str, Answer]:
    """What the colleague at this place answered: the levels of the lead, some of them one lower, without words."""
    return {
        criterion: Answer(
            state=answer.state,
            level=_lower(answer.level, number % LOWER_EVERY[place] == 1),
            reason="" if answer.level is not None else answer.reason,
            confidence=Confidence.MEDIUM,
        )
        for number, (criterion, answer) in enumerate(answers.items())
    }


def _lower(level: int | None, is_lower: bool) -> int | None:
    return level if level is None or not is_lower else max(1, level - 1)


def hand_first_domain(session: Session, *, head: RoundHead, partner: int, lead: int, to: int, now: datetime) -> str:
    """Let the lead hand the first domain of the round to a colleague. Returns its id."""
    seat = _seat(session, head, partner, lead)
    domain = next(domain for domain, _ in seat.matrix.asked_of(head.collaborative_type))
    colleague = _seat(session, head, partner, to)
    hand_over(session, seat=seat, domain_id=domain.id, to=colleague.respondent, seen=None, now=now)
    return domain.id


def agree_second_domain(
    session: Session, *, head: RoundHead, partner: int, lead: int, answers: Mapping[str, Answer], starts: datetime
) -> None:
    """Let the lead agree the positions of the second domain: what the lead had answered, with the words for it."""
    seat = _seat(session, head, partner, lead)
    _, (_, criteria), *_ = seat.matrix.asked_of(head.collaborative_type)
    for place, criterion in enumerate(criteria):
        answer = answers[criterion.id]
        agree_position(
            session,
            seat=seat,
            criterion_id=criterion.id,
            answer=replace(answer, reason=answer.reason or "The three of us talked it through and agree."),
            based_on=0,
            request_key=f"example-position-{criterion.id}",
            now=starts + place * timedelta(minutes=3),
        )


def _seat(session: Session, head: RoundHead, partner: int, account: int) -> Seat:
    return get_seat(session, collaborative=head.collaborative, number=head.number, partner=partner, account=account)
