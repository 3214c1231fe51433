"""The votes of a room in the record of its round: those that were revealed, as it names partners, and no others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from maturity.core.ballot import RevealedBallot
from maturity.core.position import A_PARTNER
from maturity.core.round import Naming
from maturity.core.scoring import score_round
from maturity.persistence.engine import Database
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import list_rounds
from maturity.persistence.rows.ballot import BallotRow
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.respond import take_back_response
from tests.factories.living_rounds import NOW, level
from tests.factories.rooms import TheRoom, a_room_in


def votes_of(room: TheRoom) -> tuple[RevealedBallot, ...]:
    with room.database.reading() as session:
        heads = list_rounds(session, collaborative=room.living.collaborative)
        (record,) = load_round_records(session, heads=heads)
    return record.ballots_on(room.living.criterion)


def levels(ballot: RevealedBallot) -> list[tuple[str, int | None]]:
    return [(vote.partner_name, vote.level) for vote in ballot.votes]


def test_every_revealed_vote_stays_in_the_record_in_the_order_in_which_it_was_held(database: Database) -> None:
    room = a_room_in(database)
    for values in ((2, 3, 3), (3, 3, 3)):
        room.ask()
        for place, value in enumerate(values):
            room.vote(place, value, reason=f"Because of {value}.", on_behalf=place == 2)
    first, second = votes_of(room)
    assert (first.number, second.number) == (1, 2)
    assert levels(first) == [("Alder Trust", 2), ("Birch Trust", 3), ("Cedar Alliance", 3)]
    assert {level for _, level in levels(second)} == {3}
    assert [vote.is_on_behalf for vote in first.votes] == [False, False, True]
    assert first.votes[0].reason == "Because of 2."
    assert not first.was_early


def test_an_open_ballot_and_a_withdrawn_one_are_in_no_record(database: Database) -> None:
    room = a_room_in(database)
    room.ask()
    room.vote(0, 4, reason="Hidden.")
    assert votes_of(room) == ()
    with database.writing() as session:
        session.execute(update(BallotRow).values(withdrawn_at=NOW))
    assert votes_of(room) == ()


def test_the_check_for_hidden_votes_would_notice_one_that_was_revealed(database: Database) -> None:
    room = a_room_in(database)
    room.ask()
    room.vote(0, 4, reason="Hidden.")
    room.reveal()
    [early] = votes_of(room)
    assert (early.was_early, levels(early)) == (True, [("Alder Trust", 4)])


def test_a_vote_that_was_taken_back_and_one_in_which_nobody_was_in_leave_nothing(database: Database) -> None:
    room = a_room_in(database)
    room.ask()
    room.vote(0, 4)
    room.vote(0, None)
    room.reveal()
    assert votes_of(room) == ()


@pytest.mark.parametrize(
    "naming, called, has_person",
    [
        (Naming.NAMED, {"Alder Trust", "Birch Trust", "Cedar Alliance"}, True),
        (Naming.PARTNER_ONLY, {"Alder Trust", "Birch Trust", "Cedar Alliance"}, False),
        (Naming.ANONYMOUS, {A_PARTNER}, False),
    ],
)
def test_votes_say_whose_they_are_as_far_as_the_round_allows(
    database: Database, naming: Naming, called: set[str], has_person: bool
) -> None:
    room = a_room_in(database)
    with database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))
    room.ask()
    for place, value in enumerate((4, 2, 3)):
        room.vote(place, value, on_behalf=naming is Naming.ANONYMOUS or place == 1)
    [ballot] = votes_of(room)
    assert {vote.partner_name for vote in ballot.votes} == called
    assert ballot.on_behalf == (3 if naming is Naming.ANONYMOUS else 1)
    assert any(vote.is_on_behalf for vote in ballot.votes) == (naming is not Naming.ANONYMOUS)
    assert all(bool(vote.person) == has_person for vote in ballot.votes)
    in_order_of_what_they_say = [level for _, level in levels(ballot)] == [2, 3, 4]
    assert in_order_of_what_they_say == (naming is Naming.ANONYMOUS)


def test_what_partners_submit_after_the_round_went_back_is_later_than_every_vote_before(database: Database) -> None:
    room = a_room_in(database)
    room.ask()
    for place, value in enumerate((1, 4, 4)):
        room.vote(place, value)
    assert not any(ballot.answered_since for ballot in votes_of(room))
    room.living.move("reopen-responding", reason="They want to think.", now=NOW + timedelta(minutes=1))
    for place, partner in enumerate(room.partners):
        with database.writing() as session:
            take_back_response(session, seat=room.living.seat(session, partner=partner), now=NOW)
        room.living.answer(level(3, "After talking."), partner=partner, based_on=1, key=f"again {place}")
        room.living.submit(partner=partner)
    room.living.move("close-responding", now=NOW + timedelta(minutes=2))
    assert [ballot.answered_since for ballot in votes_of(room)] == [True]
    with database.reading() as session:
        heads = list_rounds(session, collaborative=room.living.collaborative)
        (record,) = load_round_records(session, heads=heads)
    found = score_round(record).criterion(room.living.criterion)
    assert found is not None
    assert found.agreement is not None
    assert found.final_agreement is not None
    assert (found.agreement.levels, found.final_agreement.levels) == ((3, 3, 3), (3, 3, 3))


def test_a_vote_after_the_round_went_back_counts(database: Database) -> None:
    room = a_room_in(database)
    room.living.move("reopen-responding", reason="They want to think.", now=NOW - timedelta(minutes=2))
    room.living.move("close-responding", now=NOW - timedelta(minutes=1))
    room.ask()
    for place in range(3):
        room.vote(place, 3)
    assert [ballot.answered_since for ballot in votes_of(room)] == [False]


def test_what_rests_on_the_round_is_made_anew_once_votes_are_revealed(database: Database) -> None:
    room = a_room_in(database)
    room.ask()
    before = room.head().state_version
    for place in (0, 1):
        room.vote(place, 3)
    assert room.head().state_version == before, "a vote that is hidden changes nothing that rests on the round"
    room.vote(2, 3)
    assert room.head().state_version == before + 1
