"""A round in which every way to reach a position occurs, full of names that can be told apart.

The first partner has one person. The second has two: its lead agreed the first criterion, the second is their median,
and the second domain was handed to the colleague. For the third, the lead of the collaborative entered the first;
without names it submitted that itself, for the others could be told by whoever entered it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.hand_over import hand_over
from maturity.usecases.positions import agree_position
from maturity.usecases.respond import ResponseSheet, open_sheet, save_answer, submit_response
from maturity.usecases.seats import take_seat
from maturity.usecases.sign_in import add_account
from tests.factories.installations import give_role
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.rooms import TheRoom

PARTNERS: Final = ("Alderqp Trust", "Birchqp Trust", "Cedarqp Alliance")
ONE: Final = "Adaqx Moor"
LEAD_OF_TWO: Final = "Benqx Fell"
COLLEAGUE: Final = "Cleoqx Dale"
SILENT: Final = "Doraqx Holm"
LEAD: Final = "Lenaqx Beck"
PEOPLE: Final = (ONE, LEAD_OF_TWO, COLLEAGUE, SILENT, LEAD)


@dataclass(frozen=True, slots=True)
class NamedRound:
    """The round, whose levels are being agreed, and the account of the second partner's colleague."""

    room: TheRoom
    colleague: int

    @property
    def living(self) -> LivingRound:
        return self.room.living

    @property
    def address(self) -> str:
        """Where the round is."""
        return self.room.address.removesuffix("/room")


def a_named_round(database: Database, naming: Naming) -> NamedRound:
    """The round with its room open on the first criterion, a revealed vote on it, an agreed level and a dissent."""
    living = a_living_round(database, partners=PARTNERS, opens=False)
    first, second, third = living.partners
    with database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))
        for account, name in zip(
            (living.lead, *living.partners.values()), (LEAD, ONE, LEAD_OF_TWO, SILENT), strict=True
        ):
            session.execute(update(Account).where(Account.id == account).values(name=name))
        colleague = add_account(session, name=COLLEAGUE, email="cleo@example.org", now=NOW, by=living.lead)
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        take_seat(session, round_id=head.id, partner=second, account=colleague)
        give_role(session, collaborative=living.collaborative, partner=second, account=colleague)
    living.move("open")
    for criterion in ("d1-c1", "d1-c2", "d2-c1"):
        living.answer(level(1, "We have not begun."), criterion=criterion)
        living.answer(level(2, "We have a plan."), partner=second, criterion=criterion)
    living.submit(partner=first)
    _answer_as_colleague(living, colleague)
    living.submit(partner=second)
    _agree(living)
    on_paper = level(4, "It came on paper.")
    if naming is Naming.ANONYMOUS:
        living.answer(on_paper, partner=third)
        living.submit(partner=third)
    else:
        living.enter_on_behalf(on_paper, partner=third)
    living.move("close-responding")
    room = TheRoom(living)
    room.open()
    room.ask()
    room.vote(0, 1)
    room.vote(1, 3, account=colleague)
    room.vote(2, 4, on_behalf=naming is not Naming.ANONYMOUS)
    room.record(2)
    room.dissent(1, "We hold that it is higher.", account=colleague)
    return NamedRound(room, colleague)


def _answer_as_colleague(living: LivingRound, colleague: int) -> None:
    partner = list(living.partners)[1]
    with living.database.writing() as session:
        sheet = _sheet(session, living, partner, colleague)
        lead = living.seat(session, partner=partner)
        hand_over(session, seat=lead, domain_id="d2", to=sheet.seat.respondent, seen=None, now=NOW)
        for criterion, value in (("d1-c1", 4), ("d1-c2", 4), ("d2-c1", 3)):
            save_answer(
                session,
                seat=sheet.seat,
                criterion_id=criterion,
                answer=level(value, "I see it daily."),
                based_on=0,
                request_key="a key",
                now=NOW,
            )
        submit_response(session, sheet=_sheet(session, living, partner, colleague), leave_blanks=True, now=NOW)


def _sheet(session: Session, living: LivingRound, partner: int, account: int) -> ResponseSheet:
    return open_sheet(
        session, collaborative=living.collaborative, number=living.number, partner=partner, account=account
    )


def _agree(living: LivingRound) -> None:
    with living.database.writing() as session:
        agree_position(
            session,
            seat=living.seat(session, partner=list(living.partners)[1]),
            criterion_id="d1-c1",
            answer=level(3, "We met halfway."),
            based_on=0,
            request_key="agreed",
            now=NOW,
        )
