"""Thirty screens work a result out once, and none of them is ever shown what has changed meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from maturity.core.agreement import AgreementLabel
from maturity.core.collaborative import PartnerType
from maturity.core.round import Naming
from maturity.usecases.compare import ResultShelf
from maturity.usecases.room import Conversation, see_room
from tests.factories.living_rounds import a_database, a_living_round
from tests.factories.matrices import HEAVY_ACUTE, a_matrix, some_domains
from tests.factories.rooms import TheRoom, a_room
from tests.factories.statements import questions_of


def talk_on(room: TheRoom, shelf: ResultShelf) -> Conversation:
    """What a screen shows that shares its results with others."""
    with room.database.reading() as session:
        screen = see_room(
            session,
            collaborative=room.living.collaborative,
            number=room.living.number,
            account=room.living.lead,
            shelf=shelf,
        )
    assert screen.conversation is not None
    return screen.conversation


@pytest.mark.parametrize("naming", Naming)
def test_while_partners_vote_the_result_is_worked_out_once(room: TheRoom, naming: Naming) -> None:
    shelf = ResultShelf()
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": naming})
    first = talk_on(room, shelf)
    room.ask()
    room.vote(0, 2)
    assert talk_on(room, shelf).table.result is first.table.result


def test_what_is_recorded_is_on_the_next_screen(room: TheRoom) -> None:
    shelf = ResultShelf()
    assert talk_on(room, shelf).now_on.consensus.level is None
    room.record(2)
    assert talk_on(room, shelf).now_on.consensus.level == 2
    room.dissent(0, "We hold that it is 1.")
    assert [held.words for held in talk_on(room, shelf).table.result.record.dissents.get("d1-c1", ())] == [
        "We hold that it is 1."
    ]


@pytest.mark.parametrize("naming, new_name", [(Naming.NAMED, "Robin Lark"), (Naming.PARTNER_ONLY, "")])
def test_a_person_goes_by_the_name_that_the_account_has_now(room: TheRoom, naming: Naming, new_name: str) -> None:
    shelf = ResultShelf()
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": naming})
    talk_on(room, shelf)
    with room.database.writing() as session:
        session.execute(
            text("UPDATE account SET name = 'Robin Lark' WHERE id = :account"), {"account": room.living.respondent}
        )
    assert talk_on(room, shelf).now_on.positions[0].person == new_name


@pytest.mark.parametrize("naming", [Naming.NAMED, Naming.ANONYMOUS])
def test_many_ballots_are_asked_for_as_often_as_one(room: TheRoom, naming: Naming) -> None:
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": naming})

    def vote() -> None:
        room.ask()
        for place in range(3):
            room.vote(place, 2)

    vote()
    room.talk()
    with_one = questions_of(room.database, room.talk)
    vote()
    vote()
    assert [each.ballot.number for each in room.talk().revealed] == [1, 2, 3]
    assert questions_of(room.database, room.talk) == with_one


@pytest.mark.parametrize("naming", Naming)
def test_votes_that_were_revealed_are_read_once_for_all_screens(room: TheRoom, naming: Naming) -> None:
    shelf = ResultShelf()
    with room.database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": naming})
    talk_on(room, shelf)
    before = questions_of(room.database, lambda: talk_on(room, shelf))
    room.ask()
    for place in range(3):
        room.vote(place, 2 + place % 2)
    [first] = talk_on(room, shelf).revealed
    assert [position.level for position in first.result.positions].count(2) == 2
    assert questions_of(room.database, lambda: talk_on(room, shelf)) == before


def test_a_vote_that_was_revealed_with_nobody_in_is_shown_as_what_it_was(room: TheRoom) -> None:
    room.ask()
    room.reveal()
    [empty] = talk_on(room, ResultShelf()).revealed
    assert (empty.ballot.was_early, empty.result.positions, empty.on_behalf) == (True, (), 0)
    assert empty.result.agreement is not None
    assert empty.result.agreement.label is AgreementLabel.TOO_FEW


def test_own_votes_in_a_ballot_are_asked_for_as_often_for_two_partners_as_for_one(room: TheRoom) -> None:
    room.ask()
    person = room.living.respondent
    with_one = questions_of(room.database, lambda: room.talk(person))
    with room.database.writing() as session:
        session.execute(
            text("UPDATE respondent SET account_id = :account WHERE partner_id = :partner"),
            {"account": person, "partner": room.partners[1]},
        )
        session.execute(
            text("UPDATE role_grant SET account_id = :account WHERE partner_id = :partner"),
            {"account": person, "partner": room.partners[1]},
        )
    tally = room.talk(person).tally
    assert tally is not None
    assert set(tally.own) == set(room.partners[:2])
    assert questions_of(room.database, lambda: room.talk(person)) == with_one


@pytest.mark.parametrize("naming", list(Naming))
def test_votes_weigh_as_the_matrix_says_whatever_names_are_shown(tmp_path: Path, naming: Naming) -> None:
    database = a_database(tmp_path)
    vcse = {"Birch Trust": PartnerType.VCSE, "Cedar Alliance": PartnerType.VCSE}
    matrix = a_matrix(domains=some_domains(1, 1), agreement=HEAVY_ACUTE)
    room = a_room(a_living_round(database, matrix=matrix, types=vcse))
    with database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": naming})
    room.ask()
    for place, value in enumerate((4, 1, 2)):
        room.vote(place, value)
    agreement = talk_on(room, ResultShelf()).revealed[0].result.agreement
    assert agreement is not None
    assert (agreement.median, agreement.outside, agreement.label) == (4, 2, AgreementLabel.SPLIT)
    assert agreement.levels == (1, 2, 4)
    database.close()
