"""A round that is read from the database and the same made from its state are one record, whatever was done in it.

Both keep the rules of who took part, what was revealed and what is told without names. An archive is scored from the
state and the pages from the database: where one kept another rule, the figures of an archive would not be reached.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from typing import Final

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.position import Position
from maturity.core.record import state_record
from maturity.core.record.state_record import record_of_state
from maturity.core.response import AnswerState
from maturity.core.round import Naming, Stage
from maturity.core.round_record import RoundPartner, RoundRecord
from maturity.persistence.engine import Database
from maturity.persistence.queries.colleagues import list_colleagues
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.round_states import LoadedState, load_round_state
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.round_row import Respondent, RoundPartnerRow, RoundRow
from maturity.usecases.hand_over import hand_over
from maturity.usecases.respond import ResponseSheet, open_sheet, save_answer, submit_response
from maturity.usecases.room import withdraw_ballot
from maturity.usecases.room.ballots import TooFewIn
from maturity.usecases.seats import take_seat
from maturity.usecases.sign_in import add_account
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rooms import TheRoom

ROUNDS: Final = 16
PARTNERS: Final = ("Alder Trust", "Birch Trust", "Cedar Alliance", "Dale Trust")
PEOPLE: Final = 6
"""Of the first partner, so that it can be told between which levels it lies."""


def a_round_by_chance(database: Database, number: int) -> LivingRound:
    """A round in which people answer, agree, vote and dissent as it comes; open, or revealed, or closed at last."""
    chance = random.Random(number)  # noqa: S311  (no secret; the same rounds every time)
    matrix = a_matrix(key=f"of-{number}", domains=some_domains(2, 2))
    living = a_living_round(database, name=f"Place{number}", partners=PARTNERS, matrix=matrix, opens=False)
    people = _seats(living, chance, number)
    with database.writing() as session:
        naming = [*Naming][number % len(Naming)]
        session.execute(update(RoundRow).where(RoundRow.collaborative_id == living.collaborative).values(naming=naming))
    living.move("open")
    _hand_over(living, chance)
    for partner, account in people:
        _answer(living, chance, partner, account)
    _enter(living, chance)
    if number % 8 == 7:
        return living
    living.move("close-responding")
    _talk(TheRoom(living), chance)
    if chance.random() < 0.3:
        living.move("reopen-responding", reason="Too early.")
        living.move("close-responding")
    _behind_the_back(living, chance)
    if number % 8 != 6:
        living.move("close")
    return living


def _seats(living: LivingRound, chance: random.Random, number: int) -> list[tuple[int, int]]:
    """Who responds: six for the first partner, one for each other, of whom some are stood down before they begin."""
    first, *others = living.partners.items()
    people = [first]
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        for place in range(1, PEOPLE):
            email = f"more{place}@place{number}.example.org"
            account = add_account(session, name=f"More {place}", email=email, now=NOW, by=living.lead)
            take_seat(session, round_id=head.id, partner=first[0], account=account)
            people.append((first[0], account))
        for partner, account in others:
            if chance.random() < 0.2:
                there = (Respondent.round_id == head.id, Respondent.partner_id == partner)
                session.execute(update(Respondent).where(*there).values(stood_down_at=NOW, is_partner_lead=False))
            else:
                people.append((partner, account))
    return people


def _hand_over(living: LivingRound, chance: random.Random) -> None:
    if chance.random() < 0.4:
        with living.database.writing() as session:
            seat = living.seat(session)
            other = chance.choice(list_colleagues(session, round_id=seat.round_id, partner=seat.partner))
            hand_over(session, seat=seat, domain_id="d2", to=other.respondent, seen=None, now=NOW)


def _answer(living: LivingRound, chance: random.Random, partner: int, account: int) -> None:
    def sheet_of(session: Session) -> ResponseSheet:
        return open_sheet(
            session, collaborative=living.collaborative, number=living.number, partner=partner, account=account
        )

    with living.database.writing() as session:
        sheet = sheet_of(session)
        asked = [each.id for each in sheet.criteria]
        is_thorough = partner == living.partner and living.collaborative % 2 == 0  # so that a median lies between
        for criterion in asked if is_thorough else chance.sample(asked, chance.randint(0, len(asked))):
            save_answer(
                session,
                seat=sheet.seat,
                criterion_id=criterion,
                answer=level(
                    chance.randint(2, 3) if is_thorough else chance.randint(1, 4),
                    chance.choice(["", "So."]),
                    evidence=chance.choice(["", "Minutes"]),
                ),
                based_on=0,
                request_key=f"{account} {criterion}",
                now=NOW,
            )
        if is_thorough or chance.random() < 0.8:
            submit_response(session, sheet=sheet_of(session), leave_blanks=True, now=NOW)


def _enter(living: LivingRound, chance: random.Random) -> None:
    """Positions that came on paper, for partners for which nobody responds."""
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        silent = [p for p in living.partners if not list_colleagues(session, round_id=head.id, partner=p)]
    for partner in silent:
        if chance.random() < 0.7:
            living.enter_on_behalf(level(chance.randint(1, 4), "On paper."), partner=partner)


def _talk(room: TheRoom, chance: random.Random) -> None:
    """Votes that are revealed, early or not, or withdrawn; a level; dissents, of which some are taken back."""
    with room.database.reading() as session:
        silent = [not list_colleagues(session, round_id=room.head().id, partner=p) for p in room.partners]
    room.open()
    for _ in range(chance.randint(0, 3)):
        ballot = room.ask()
        for place in range(len(PARTNERS)):
            if chance.random() < 0.7:
                room.vote(place, chance.randint(1, 4), on_behalf=silent[place], reason=chance.choice(["", "So."]))
                if room.is_voting() and chance.random() < 0.2:
                    room.vote(place, None, on_behalf=silent[place])
        head = room.head()
        withdraws = chance.random() < 0.3
        if not withdraws and room.is_voting():
            with suppress(TooFewIn):
                room.reveal()
        if room.is_voting():
            with room.database.writing() as session:
                withdraw_ballot(session, head=head, ballot=ballot, account=room.living.lead, now=NOW)
    room.record(chance.choice([None, 1, 2, 3]))
    for place in range(len(PARTNERS)):
        if chance.random() < 0.5:
            room.dissent(place, chance.choice(["It is lower.", "It is higher."]), on_behalf=silent[place])
            if chance.random() < 0.3:
                room.dissent(place, "", on_behalf=silent[place])


def _behind_the_back(living: LivingRound, chance: random.Random) -> None:
    """What no page writes and a database may hold: partners of one name, and an interval of too few people."""
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        if chance.random() < 0.3:
            session.execute(update(RoundPartnerRow).where(RoundPartnerRow.round_id == head.id).values(name="Any Trust"))
        if chance.random() < 0.5:
            unsettled = (PositionRow.round_id == head.id, PositionRow.state == AnswerState.NOT_ANSWERED)
            session.execute(update(PositionRow).where(*unsettled).values(between_lower=2, between_upper=3))


def of_the_database(loaded: LoadedState, record: RoundRecord) -> RoundRecord:
    """The record as it is read, with places for ids, and without what a state has no names or other rounds for."""
    partners = {row: place for place, row in enumerate(loaded.partners, start=1)}
    accounts = {row: place for place, row in enumerate(loaded.accounts, start=1)}

    def of_partner(partner: RoundPartner) -> RoundPartner:
        return replace(
            partner,
            id=partners[partner.id],
            respondents=frozenset(accounts[each] for each in partner.respondents),
            handed={domain: frozenset(accounts[each] for each in who) for domain, who in partner.handed.items()},
            goes_on_in=(),
        )

    def of_position(position: Position) -> Position:
        entered_by = None if position.entered_by is None else accounts[position.entered_by]
        return replace(position, partner=partners[position.partner], entered_by=entered_by, person="")

    return replace(
        record,
        partners=tuple(of_partner(each) for each in record.partners),
        positions={name: tuple(of_position(each) for each in found) for name, found in record.positions.items()},
        dissents={
            name: tuple(replace(each, partner=partners[each.partner]) for each in found)
            for name, found in record.dissents.items()
        },
        ballots={
            name: tuple(replace(each, votes=tuple(of_position(vote) for vote in each.votes)) for each in found)
            for name, found in record.ballots.items()
        },
        looking_back=None,
    )


def both(living: LivingRound) -> tuple[RoundRecord, RoundRecord]:
    """The record that is read from the database, and the one that is made from the state."""
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        loaded = load_round_state(session, round_id=head.id)
        [record] = load_round_records(session, heads=[head])
    made = record_of_state(loaded.state, matrix=record.matrix, collaborative_name=record.collaborative_name)
    return of_the_database(loaded, record), made


def where_they_differ(one: RoundRecord, other: RoundRecord) -> list[str]:
    return [each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name)]


def test_both_ways_to_a_record_tell_the_same_of_any_round(database: Database) -> None:
    occurred = Counter[str]()
    for number in range(ROUNDS):
        read, made = both(a_round_by_chance(database, number))
        assert where_they_differ(read, made) == [], number
        occurred += Counter(what_occurs(read))
    assert set(occurred) == set(WHAT_OCCURS), "each of what the two have a rule for is met at least once"


WHAT_OCCURS: Final[Mapping[str, Callable[[RoundRecord], bool]]] = {
    "nobody submitted": lambda record: any(not each.submitted for each in record.partners),
    "handed to one": lambda record: any(each.handed for each in record.partners),
    "nothing revealed": lambda record: record.stage is Stage.OPEN and not record.positions,
    "still agreeing": lambda record: record.stage is Stage.AGREEING,
    "entered on paper": lambda record: record.on_behalf > 0,
    "between two levels": lambda record: any(p.between for found in record.positions.values() for p in found),
    "one name for all": lambda record: len({each.name for each in record.partners}) == 1,
    "several dissents": lambda record: any(len(found) > 1 for found in record.dissents.values()),
    "revealed early": lambda record: any(each.was_early for found in record.ballots.values() for each in found),
    "answered since": lambda record: any(each.answered_since for found in record.ballots.values() for each in found),
}


def what_occurs(record: RoundRecord) -> list[str]:
    return [name for name, is_so in WHAT_OCCURS.items() if is_so(record)]


def test_a_rule_that_only_one_of_them_keeps_would_be_noticed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_record, "_is_of_few", lambda *_: False)
    rounds = [a_round_by_chance(database, number) for number in range(4)]
    assert any("positions" in where_they_differ(*both(living)) for living in rounds)
