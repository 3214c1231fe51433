"""The saves of the worked example: what respondents typed and what the collaborative agreed, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from maturity.core.consensus import Consensus
from maturity.core.response import Answer
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.agree import agree_level
from maturity.usecases.respond import open_sheet, save_answer, submit_response
from maturity.usecases.worked_example.calendar import ANSWER_TAKES

LEVEL_FIRST: Final = timedelta(seconds=50)
"""How long after choosing a level the words for it were saved."""


def respond(
    session: Session,
    *,
    collaborative: int,
    number: int,
    partner: int,
    account: int,
    answers: Mapping[str, Answer],
    submits: bool,
    starts: datetime,
) -> None:
    """Save one person's answers in turn, the level first and then its words, and hand them in if they were."""
    sheet = open_sheet(session, collaborative=collaborative, number=number, partner=partner, account=account)
    moment = starts
    for criterion, answer in answers.items():
        drafts = [replace(answer, reason="", evidence=""), answer] if answer.reason else [answer]
        based_on = 0
        for step, draft in enumerate(drafts):
            kept = save_answer(
                session,
                seat=sheet.seat,
                criterion_id=criterion,
                answer=draft,
                based_on=based_on,
                request_key=f"example-{number}-{partner}-{criterion}-{step}",
                now=moment + step * LEVEL_FIRST,
            )
            based_on = kept.version
        moment += ANSWER_TAKES
    if submits:
        sheet = open_sheet(session, collaborative=collaborative, number=number, partner=partner, account=account)
        submit_response(session, sheet=sheet, leave_blanks=False, now=moment + timedelta(hours=1))


def agree_levels(
    session: Session, *, head: RoundHead, agreed: Mapping[str, Consensus], account: int, starts: datetime
) -> None:
    """Record the agreed levels of one meeting, criterion by criterion."""
    for place, (criterion, consensus) in enumerate(agreed.items()):
        agree_level(
            session,
            head=head,
            criterion_id=criterion,
            consensus=consensus,
            based_on=0,
            request_key=f"example-{head.number}-{criterion}",
            account=account,
            now=starts + place * ANSWER_TAKES,
        )
