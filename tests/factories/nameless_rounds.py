"""A round without names in which every way to reach a position occurs, and the same with two partners' places taken.

The first partner has one person and the second has two; nobody responds for the third and the fourth, for which a
facilitator enters what came on paper; the last has one person, who looks on.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import update

from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import get_seat
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Role
from maturity.persistence.rows.round_row import Respondent, RoundRow
from maturity.persistence.schema import back_up
from maturity.usecases.offers import accept_offer
from maturity.usecases.positions import agree_position
from maturity.usecases.respond import open_sheet, save_answer, submit_response
from maturity.usecases.seats import take_seat
from maturity.usecases.set_up import add_person
from maturity.usecases.sign_in import add_account
from tests.factories.installations import give_role
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rooms import TheRoom

PARTNERS: Final = ("Alder Trust", "Birch Trust", "Cedar Alliance", "Dale Trust", "Elm Trust")
ALDER, BIRCH, CEDAR, DALE, ELM = range(5)


@dataclass(frozen=True)
class NamelessRound:
    """The round while it is open, with a facilitator, who enters what came on paper, and a viewer."""

    living: LivingRound
    colleague: int
    facilitator: int
    viewer: int

    @property
    def partners(self) -> tuple[int, ...]:
        """Their ids, in the order of `PARTNERS`."""
        return tuple(self.living.partners)

    def reveal(self) -> TheRoom:
        """Close responding, and hold one vote that is revealed and one that is not; the first partner dissents."""
        self.living.move("close-responding")
        room = TheRoom(self.living)
        room.open()
        room.ask()
        for place, value in ((ALDER, 1), (BIRCH, 3), (ELM, 2)):
            room.vote(place, value, reason=f"So says a partner at {value}.")
        for place, value in ((CEDAR, 4), (DALE, 2)):
            room.vote(place, value, on_behalf=True, account=self.facilitator)
        room.record(2)
        room.dissent(ALDER, "We hold that it is lower.")
        room.ask()
        room.vote(ALDER, 2)
        room.vote(BIRCH, 4)
        return room


def a_nameless_round(database: Database) -> NamelessRound:
    """The round, open, with every answer submitted and every entry made."""
    living = a_living_round(database, matrix=a_matrix(domains=some_domains(2, 2)), partners=PARTNERS, opens=False)
    alder, birch, cedar, dale, elm = living.partners
    with database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
        session.execute(
            update(Respondent)
            .where(Respondent.partner_id.in_((cedar, dale)))
            .values(stood_down_at=NOW, is_partner_lead=False)
        )
        colleague = add_account(session, name="Cleo Dale", email="cleo@example.org", now=NOW, by=living.lead)
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        take_seat(session, round_id=head.id, partner=birch, account=colleague)
        give_role(session, collaborative=living.collaborative, partner=birch, account=colleague)
    helpers = [_with_role(living, role) for role in (Role.FACILITATOR, Role.VIEWER)]
    given = NamelessRound(living, colleague, *helpers)
    living.move("open")
    _enter(given, cedar, "d1-c1", level(4, "It came on one paper."))
    _enter(given, dale, "d2-c1", level(2, "It came on another paper."))
    _answer(given, alder, living.partners[alder], {"d1-c1": 1, "d1-c2": None, "d2-c1": 3})
    _answer(given, birch, living.partners[birch], {"d1-c1": 2, "d1-c2": 2, "d2-c1": 2, "d2-c2": 2})
    _answer(given, birch, colleague, {"d1-c1": 4, "d1-c2": 4, "d2-c1": 3, "d2-c2": 3})
    _answer(given, elm, living.partners[elm], {"d1-c1": 2, "d1-c2": 2, "d2-c1": 3, "d2-c2": 2})
    with database.writing() as session:
        agree_position(
            session,
            seat=living.seat(session, partner=birch),
            criterion_id="d1-c1",
            answer=level(3, "We met halfway."),
            based_on=0,
            request_key="agreed",
            now=NOW,
        )
    return given


def with_places_taken(database: Database, folder: Path, first: int, second: int) -> Database:
    """A copy in which two partners have each the other's positions, votes and dissents, with all their versions."""
    copy = back_up(database, folder / "maturity.sqlite3")
    with closing(sqlite3.connect(copy)) as connection, connection:
        for change in (
            "UPDATE position SET partner_id = ? WHERE partner_id = ?",
            "UPDATE vote SET partner_id = ? WHERE partner_id = ?",
            "UPDATE dissent SET partner_id = ? WHERE partner_id = ?",
        ):
            for partner, place in ((first, -1), (second, first), (-1, second)):
                connection.execute(change, (place, partner))
    return Database(copy)


def _with_role(living: LivingRound, role: Role) -> int:
    email = f"{role.value}@example.org"
    with living.database.writing() as session:
        account = add_account(session, name=f"Any {role.value}", email=email, now=NOW, by=living.lead)
        added = add_person(
            session,
            collaborative=living.collaborative,
            name="",
            email=email,
            role=role,
            partner=None,
            by=living.lead,
            now=NOW,
        )
        accept_offer(session, token=added.accept_token or "", account=account, now=NOW)
    return account


def _enter(given: NamelessRound, partner: int, criterion: str, answer: Answer) -> None:
    living = given.living
    living.enter_on_behalf(answer, partner=partner, criterion=criterion, by=given.facilitator)


def _answer(given: NamelessRound, partner: int, account: int, levels: dict[str, int | None]) -> None:
    """Give these levels with a reason each, don't know for None, and submit with the others left open."""
    living = given.living
    with living.database.writing() as session:
        seat = get_seat(
            session, collaborative=living.collaborative, number=living.number, partner=partner, account=account
        )
        for criterion, value in levels.items():
            said = Answer(state=AnswerState.DONT_KNOW)
            if value is not None:
                said = level(value, f"It is {value}, says {account}.")
            save_answer(
                session, seat=seat, criterion_id=criterion, answer=said, based_on=0, request_key="a key", now=NOW
            )
        sheet = open_sheet(
            session, collaborative=living.collaborative, number=living.number, partner=partner, account=account
        )
        submit_response(session, sheet=sheet, leave_blanks=True, now=NOW)
