"""Six partners who agree levels, with a room in each state that looks different."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from maturity.core.ballot import Vote
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.dissent import Dissent
from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.consensus import AGREED_LEVELS
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.agree import agree_level
from maturity.usecases.prepare import set_meeting_length
from maturity.usecases.respond import open_sheet, save_answer, submit_response
from maturity.usecases.room import (
    cast_vote,
    end_room,
    open_ballot,
    open_room,
    record_dissent,
    start_timer,
)
from tests.factories.installations import Setting, a_setting

CRITERION: Final = "vision"
LEVELS: Final = (
    (1, 4, 4, 2, 5, 2),
    (2, 3, 2, 3, 2, 2),
    (3, 3, 4, 3, 3, 2),
    (2, 4, 3, 3, 1, 4),
    (3, 3, 3, 3, 3, 4),
    (1, 2, 1, 5, 2, 4),
    (0, 2, 0, 3, 0, 0),
)
"""What each partner gave on each criterion, 0 for “don’t know”: split, mixed, aligned, and too few to say."""

VOTES: Final = (3, 3, 3, 2, 4, 3)
VOTING, VOTED, NOT_AGREED, ENDED, NOT_OPEN, ANONYMOUS = range(1, 7)
"""The numbers of the rounds, after the state of the room of each."""

NAMINGS: Final = {NOT_AGREED: Naming.NAMED, ANONYMOUS: Naming.ANONYMOUS}

REASONS: Final = (
    "It is in the plan. It is not in what people do on a Monday.",
    "We point every new manager to it, and they use it.",
    "Both chief executives tell the same story, and so do our matrons.",
    "Two of our teams could say what it is for, and the others could not.",
    "Our board asks about it at each meeting, and acts on what it hears.",
    "",
)


def rooms_to_see(database: Database) -> Setting:
    """A collaborative of six partners with a round for each state of a room. In the last, two respond for the first."""
    setting = a_setting(database, partners=6, name="Six Valleys Collaborative")
    for number in range(VOTING, ANONYMOUS + 1):
        _add_round(setting, number)
        if number != NOT_OPEN:
            _open(setting, number)
    head, now = setting.head(NOT_OPEN), datetime.now(UTC)
    with database.writing() as session:
        set_meeting_length(session, head=head, minutes=60, based_on=head.version, by=setting.lead, now=now)
    return setting


def _add_round(setting: Setting, number: int) -> None:
    setting.add_round(label=f"Year {number}", naming=NAMINGS.get(number, Naming.PARTNER_ONLY))
    colleagues = [setting.add_colleague(number=number, name="Cy Dunn")] if number == ANONYMOUS else []
    setting.move("open", number=number)
    for place, account in enumerate(setting.respondents):
        _answer(setting, number, place, account=account)
    for colleague in colleagues:
        _answer(setting, number, 0, account=colleague)
    setting.move("close-responding", number=number)


def _answer(setting: Setting, number: int, place: int, *, account: int) -> None:
    now, partner = datetime.now(UTC), setting.partners[place]
    with setting.database.writing() as session:
        sheet = open_sheet(
            session, collaborative=setting.collaborative, number=number, partner=partner, account=account
        )
        for criterion, levels in zip(sheet.criteria, LEVELS, strict=True):
            level = levels[place] or None
            state = AnswerState.DONT_KNOW if level is None else AnswerState.LEVEL
            save_answer(
                session,
                seat=sheet.seat,
                criterion_id=criterion.id,
                answer=Answer(state=state, level=level, reason=REASONS[place]),
                based_on=0,
                request_key=f"{account} {criterion.id}",
                now=now,
            )
        submit_response(session, sheet=sheet, leave_blanks=True, now=now)


def _open(setting: Setting, number: int) -> None:
    head, now = setting.head(number), datetime.now(UTC)
    with setting.database.writing() as session:
        open_room(session, head=head, criterion_id=CRITERION, account=setting.lead, now=now)
        if number == VOTING:
            start_timer(session, head=head, minutes=30, account=setting.lead, now=now)
    if number in {VOTING, VOTED}:
        _vote(setting, head, votes=VOTES[:3] if number == VOTING else VOTES)
    if number == VOTED:
        _record(setting, head, Consensus(ConsensusState.AGREED, 3, reason="All but one see it in their teams."))
        _dissent(setting, head, place=3, words="Our staff do not see it. We hold that it is level 2 at best.")
    if number == NOT_AGREED:
        reason = "Half of us see it in the plan only, and half in what staff do."
        _record(setting, head, Consensus(ConsensusState.NOT_AGREED, reason=reason))
    if number == ENDED:
        with setting.database.writing() as session:
            end_room(session, head=head, account=setting.lead, now=now)


def _vote(setting: Setting, head: RoundHead, *, votes: tuple[int, ...]) -> None:
    now = datetime.now(UTC)
    with setting.database.writing() as session:
        ballot = open_ballot(session, head=head, criterion_id=CRITERION, account=setting.lead, now=now)
        for place, level in enumerate(votes):
            on_behalf = place == len(votes) - 1
            cast_vote(
                session,
                head=head,
                ballot=ballot,
                partner=setting.partners[place],
                vote=Vote(state=AnswerState.LEVEL, level=level, reason=REASONS[place], on_behalf=on_behalf),
                based_on=0,
                request_key=f"vote {place}",
                account=setting.lead if on_behalf else setting.respondents[place],
                now=now,
            )


def _record(setting: Setting, head: RoundHead, consensus: Consensus) -> None:
    with setting.database.writing() as session:
        agree_level(
            session,
            head=head,
            criterion_id=CRITERION,
            consensus=replace(consensus, evidence="The staff survey.", moves_up="One aim in every team’s plan."),
            based_on=AGREED_LEVELS.find(session, round_id=head.id, criterion_id=CRITERION).version,
            request_key="level",
            account=setting.lead,
            now=datetime.now(UTC),
        )


def _dissent(setting: Setting, head: RoundHead, *, place: int, words: str) -> None:
    with setting.database.writing() as session:
        record_dissent(
            session,
            head=head,
            criterion_id=CRITERION,
            partner=setting.partners[place],
            dissent=Dissent(words=words),
            based_on=0,
            request_key="dissent",
            account=setting.respondents[place],
            now=datetime.now(UTC),
        )
