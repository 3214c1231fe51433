"""Making the worked example, by the same use cases that people use, at times in the past."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.collaboratives import list_people
from maturity.persistence.queries.matrices import get_matrix, list_matrices
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.usecases.rounds import RoundDetails, move_round, set_up_round
from maturity.usecases.set_up import (
    PartnerDetails,
    add_partner,
    remove_role,
    set_up_collaborative,
)
from maturity.usecases.worked_example.accounts import add_signed_up, invite
from maturity.usecases.worked_example.calendar import ROUNDS, RoundDays, days_of_round
from maturity.usecases.worked_example.content import RoundContent, read_round
from maturity.usecases.worked_example.conversation import agree_levels, respond
from maturity.usecases.worked_example.evolving.making import make_evolving_example
from maturity.usecases.worked_example.organisations import COLLABORATIVE, PARTNERS
from maturity.usecases.worked_example.people import (
    ADMINISTRATOR,
    COLLEAGUE_ROLES,
    COLLEAGUES,
    FORMER_RESPONDENT,
    LEAD,
    RESPONDENTS,
    VIEWER,
    Person,
)
from maturity.usecases.worked_example.team import (
    agree_second_domain,
    answers_of_colleague,
    hand_first_domain,
    seat_team,
)

MATRIX: Final = "provider-collaborative-development"
TEAM: Final = "northmere"
"""The partner for which several people respond in the last round."""


class WorkedExampleNotDemo(Exception):
    """The worked example would be served as if it were a real installation."""

    def __init__(self) -> None:
        super().__init__(
            "The database holds the worked example, whose password is public. Start it with “maturity demo”, or set "
            "MATURITY_INSTANCE to the folder of a real installation."
        )


def has_worked_example(session: Session) -> bool:
    """Whether the worked example is in the database: its accounts, since whoever tries it out may rename the rest."""
    return bool(session.execute(select(exists().where(Account.email_key == LEAD.email))).scalar_one())


def find_worked_example(session: Session) -> int | None:
    """The collaborative of the worked example: the first that its lead came to lead; None where there is none."""
    return session.execute(
        select(func.min(RoleGrant.collaborative_id))
        .join(Account, Account.id == RoleGrant.account_id)
        .where(Account.email_key == LEAD.email, RoleGrant.role == Role.LEAD)
    ).scalar_one()


def check_demo_mode(session: Session, *, demo: bool) -> None:
    """Raise `WorkedExampleNotDemo` for the worked example outside demo mode."""
    if not demo and has_worked_example(session):
        raise WorkedExampleNotDemo


def make_worked_example(
    database: Database, now: datetime, *, progress: Callable[[str], None] = lambda _line: None
) -> None:
    """Add the invented collaborative with two closed rounds and one open, and another with three, all or nothing.

    Does nothing where it is there already. The matrix library must hold the provider collaborative development
    matrix. `progress` is told, in a line for people, what is being made.
    """
    with database.reading() as session:
        if has_worked_example(session):
            return
    with database.writing() as session:
        progress("Adding the worked example: an invented collaborative of six partners")
        example = _set_up(session, now=now)
        for number in range(1, ROUNDS + 1):
            days = days_of_round(number, now=now)
            progress(f"Adding round {number} of {ROUNDS}: {days.label}")
            _take_partners_on(session, example, before_round=number, now=now)
            _hold_round(session, example, number=number, days=days, content=read_round(number))
        progress("Adding a second example: three rounds over two versions of a matrix, and a merger")
        make_evolving_example(session, lead=example.lead, now=now)


@dataclass(frozen=True, slots=True)
class _Example:
    """Ids of what was made so far, by key."""

    collaborative: int
    accounts: dict[str, int]
    partners: dict[str, int]

    @property
    def lead(self) -> int:
        return self.accounts[LEAD.key]


def _set_up(session: Session, *, now: datetime) -> _Example:
    start = days_of_round(1, now=now).opens - timedelta(weeks=9)
    administrator = add_signed_up(session, ADMINISTRATOR, is_administrator=True, now=start)
    lead = add_signed_up(session, LEAD, by=administrator, now=start + timedelta(hours=1))
    collaborative = set_up_collaborative(session, details=COLLABORATIVE, by=lead, now=start + timedelta(days=1))
    example = _Example(
        collaborative=collaborative, accounts={ADMINISTRATOR.key: administrator, LEAD.key: lead}, partners={}
    )
    _invite(session, example, VIEWER, role=Role.VIEWER, partner=None, now=start + timedelta(days=2))
    return example


def _invite(
    session: Session, example: _Example, person: Person, *, role: Role, partner: int | None, now: datetime
) -> None:
    example.accounts[person.key] = invite(
        session,
        collaborative=example.collaborative,
        person=person,
        role=role,
        partner=partner,
        by=example.lead,
        now=now,
    )


def _take_partners_on(session: Session, example: _Example, *, before_round: int, now: datetime) -> None:
    """Add the partners whose first round this is, with their respondents, and let one respondent follow another."""
    day = days_of_round(before_round, now=now).opens - timedelta(weeks=7 if before_round == 1 else 26)
    respondents = {person.key: person for person in RESPONDENTS}
    for partner in PARTNERS:
        if partner.first_round != before_round:
            continue
        details = PartnerDetails(name=partner.name, type=partner.type, ods_code=partner.ods_code, joined_on=day.date())
        example.partners[partner.key] = add_partner(
            session, collaborative=example.collaborative, details=details, by=example.lead, now=day
        )
        person = FORMER_RESPONDENT if partner.key == "calderwick" else respondents[partner.key]
        _invite(session, example, person, role=Role.RESPONDENT, partner=example.partners[partner.key], now=day)
    if before_round == 2:
        _replace_former_respondent(session, example, respondents["calderwick"], now=day + timedelta(weeks=3))


def _replace_former_respondent(session: Session, example: _Example, successor: Person, *, now: datetime) -> None:
    former = example.accounts[FORMER_RESPONDENT.key]
    people = list_people(session, collaborative=example.collaborative)
    grant = next(person.grant for person in people if person.account == former)
    partner = example.partners[successor.key]
    _invite(session, example, successor, role=Role.RESPONDENT, partner=partner, now=now)
    remove_role(session, collaborative=example.collaborative, grant=grant, by=example.lead, now=now)


def _hold_round(session: Session, example: _Example, *, number: int, days: RoundDays, content: RoundContent) -> None:
    matrix = next(entry.id for entry in list_matrices(session) if entry.key == MATRIX)
    details = RoundDetails(
        label=days.label,
        purpose=content.purpose,
        matrix_version=matrix,
        way=WayOfScoring.PARTNERS_FIRST,
        opens_on=days.opens.date(),
        closes_on=days.closes.date(),
    )
    set_up_round(session, collaborative=example.collaborative, details=details, by=example.lead, now=days.set_up)
    _move(session, example, number=number, name="open", now=days.opens)
    if number == ROUNDS:
        _seat_team(session, example, number=number, days=days)
    for place, partner in enumerate(content.partners):
        answers = {criterion: said[partner] for criterion, said in content.answers.items() if partner in said}
        respond(
            session,
            collaborative=example.collaborative,
            number=number,
            partner=example.partners[partner],
            account=_respondent(example.accounts, partner, number=number),
            answers=answers,
            submits=partner in content.submitted,
            starts=days.responding_starts(place),
        )
    if number == ROUNDS:
        _let_team_respond(session, example, number=number, days=days, content=content)
    if content.agreed:
        _move(session, example, number=number, name="close-responding", now=days.closes + timedelta(hours=9))
        head = _head(session, example, number=number)
        agree_levels(session, head=head, agreed=content.agreed, account=example.lead, starts=days.agreeing)
        _move(session, example, number=number, name="close", now=days.closed)


def _seat_team(session: Session, example: _Example, *, number: int, days: RoundDays) -> None:
    partner = example.partners[TEAM]
    for person in COLLEAGUES:
        _invite(session, example, person, role=Role.RESPONDENT, partner=partner, now=days.set_up)
    accounts = [example.accounts[person.key] for person in COLLEAGUES]
    seat_team(
        session,
        head=_head(session, example, number=number),
        partner=partner,
        lead=example.accounts[TEAM],
        colleagues=tuple(zip(accounts, COLLEAGUE_ROLES, strict=True)),
    )


def _let_team_respond(
    session: Session, example: _Example, *, number: int, days: RoundDays, content: RoundContent
) -> None:
    head = _head(session, example, number=number)
    partner, lead = example.partners[TEAM], example.accounts[TEAM]
    said = {criterion: each[TEAM] for criterion, each in content.answers.items() if TEAM in each}
    medical, nursing = (example.accounts[person.key] for person in COLLEAGUES)
    handed = hand_first_domain(
        session, head=head, partner=partner, lead=lead, to=medical, now=days.responding_starts(1)
    )
    matrix = get_matrix(session, matrix_version=head.matrix_version)
    for place, account in enumerate((medical, nursing)):
        respond(
            session,
            collaborative=example.collaborative,
            number=number,
            partner=partner,
            account=account,
            answers={
                criterion: answer
                for criterion, answer in answers_of_colleague(said, place).items()
                if account == medical or matrix.domain_of(criterion).id != handed
            },
            submits=True,
            starts=days.responding_starts(place + 1),
        )
    agree_second_domain(session, head=head, partner=partner, lead=lead, answers=said, starts=days.responding_starts(3))


def _respondent(accounts: Mapping[str, int], partner: str, *, number: int) -> int:
    return accounts[FORMER_RESPONDENT.key if number == 1 and partner == "calderwick" else partner]


def _head(session: Session, example: _Example, *, number: int) -> RoundHead:
    return get_round(session, collaborative=example.collaborative, number=number)


def _move(session: Session, example: _Example, *, number: int, name: str, now: datetime) -> None:
    move_round(session, head=_head(session, example, number=number), name=name, by=example.lead, now=now)
