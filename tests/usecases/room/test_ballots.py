"""Private votes: hidden until every partner is in, each kept for ever, and revealed exactly once."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select, text, update

from maturity.core.matrix import LevelNotInMatrix
from maturity.core.response import LONGEST_TEXT, AnswerTooLong
from maturity.core.round import Naming
from maturity.persistence.queries.ballots import NoSuchBallot
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.ballot import BallotRow, VoteRevision
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.room import (
    AlreadyDecided,
    BallotOver,
    NotTheirs,
    RoomMovedOn,
    RoomNotOpen,
    TooFewIn,
    VotedItself,
    end_room,
    open_ballot,
    withdraw_ballot,
)
from maturity.usecases.versioned_save import StaleSave
from tests.factories.living_rounds import NOW, a_database, a_living_round
from tests.factories.rooms import TheRoom, a_room


def withdraw(room: TheRoom) -> None:
    head = room.head()
    with room.database.writing() as session:
        withdraw_ballot(session, head=head, ballot=room.ballot, account=room.living.lead, now=NOW)


def test_the_last_vote_reveals_them_all(room: TheRoom) -> None:
    room.ask()
    room.vote(0, 1)
    room.vote(1, 2)
    assert room.is_voting()
    assert room.talk().revealed == ()
    room.vote(2, 4)
    assert not room.is_voting()
    (revealed,) = room.talk().revealed
    assert [p.level for p in revealed.result.positions] == [1, 2, 4]
    assert not revealed.ballot.was_early
    assert room.events()["reveal full ballot"] == 1
    with room.database.reading() as session:
        [by] = session.scalars(select(AuditEvent.account_id).where(AuditEvent.action == "reveal full ballot"))
    assert by is None, "who voted last is told to nobody"


def test_until_then_a_screen_has_only_who_is_in_and_the_votes_of_its_own_partner(room: TheRoom) -> None:
    room.ask()
    room.vote(0, 4, reason="Ours alone.")
    for account in (room.living.lead, room.living.partners[room.partners[1]]):
        seen = room.talk(account)
        assert seen.tally is not None
        assert seen.tally.partners_in == {room.partners[0]}
        assert all(not kept.said.is_in for kept in seen.tally.own.values())
        assert "Ours alone." not in repr(seen)
    own = room.talk(room.living.respondent).tally
    assert own is not None
    assert own.own[room.partners[0]].said.reason == "Ours alone."


def test_a_vote_can_be_changed_and_taken_back_until_it_is_revealed_and_every_version_is_kept(room: TheRoom) -> None:
    room.ask()
    for value in (1, 3, None, 2):
        room.vote(0, value)
    with room.database.reading() as session:
        rows = session.scalars(select(VoteRevision).order_by(VoteRevision.version)).all()
    assert [row.level for row in rows] == [1, 3, None, 2]
    room.vote(1, 1)
    room.vote(2, 1)
    with pytest.raises(BallotOver):
        room.vote(0, 4)


def test_a_vote_that_is_sent_again_happens_once_even_after_the_reveal(room: TheRoom) -> None:
    room.ask()
    room.vote(1, 1)
    room.vote(2, 1)
    made = room.vote(0, 3, based_on=0, key="the key")
    assert room.vote(0, 3, based_on=0, key="the key").version == made.version
    assert room.events()["vote"] == 3


def test_two_people_of_a_partner_have_one_vote_and_neither_overwrites_the_other(room: TheRoom) -> None:
    room.ask()
    room.vote(0, 1, based_on=0)
    with pytest.raises(StaleSave):
        room.vote(0, 2, based_on=0, key="the second")
    assert room.events()["vote"] == 1


def test_only_who_responds_for_a_partner_votes_for_it(room: TheRoom) -> None:
    room.ask()
    stranger = room.living.partners[room.partners[1]]
    for account in (stranger, room.living.lead):
        with pytest.raises(NotTheirs):
            room.vote(0, 1, account=account)
    with room.database.writing() as session:
        session.execute(
            text("UPDATE respondent SET is_partner_lead = 0, stood_down_at = '2026-03-04' WHERE account_id = :who"),
            {"who": room.living.respondent},
        )
    with pytest.raises(NotTheirs):
        room.vote(0, 1)


def test_a_facilitator_enters_a_vote_that_is_marked_and_the_partner_may_replace_it(room: TheRoom) -> None:
    room.ask()
    assert room.vote(0, 2, on_behalf=True).said.on_behalf
    assert not room.vote(0, 3).said.on_behalf
    with pytest.raises(VotedItself):
        room.vote(0, 1, on_behalf=True)
    assert (room.events()["enter vote"], room.events()["vote"]) == (1, 1)


@pytest.mark.parametrize("level", [1, 2])
def test_a_stale_entry_is_refused_alike_whether_or_not_it_says_what_another_facilitator_entered(
    room: TheRoom, level: int
) -> None:
    room.ask()
    room.vote(0, 2, on_behalf=True)
    with pytest.raises(StaleSave):
        room.vote(0, level, on_behalf=True, based_on=0, key="another")
    assert room.events()["enter vote"] == 1


def test_an_entry_makes_a_version_whether_or_not_it_says_what_another_facilitator_entered(room: TheRoom) -> None:
    room.ask()
    room.vote(0, 2, on_behalf=True)
    assert room.vote(0, 2, on_behalf=True, key="another").version == 2
    assert room.vote(0, 1, on_behalf=True, key="a third").version == 3


def test_a_vote_that_was_entered_and_sent_again_is_told_so_though_the_partner_has_voted(room: TheRoom) -> None:
    room.ask()
    entered = room.vote(0, 2, on_behalf=True, key="once", based_on=0)
    room.vote(0, 3)
    assert room.vote(0, 2, on_behalf=True, key="once", based_on=0) == entered
    assert (room.events()["enter vote"], room.events()["vote"]) == (1, 1)


@pytest.mark.parametrize("key", ["once", "another"])
def test_who_enters_a_vote_is_never_told_what_the_partner_voted(room: TheRoom, key: str) -> None:
    room.ask()
    room.vote(0, 2, on_behalf=True, key="once", based_on=0)
    room.vote(0, 3, reason="Between us.")
    for based_on in (0, 1, 2):
        with pytest.raises(VotedItself):
            room.vote(0, 4, on_behalf=True, key=key, based_on=based_on)


def test_an_early_reveal_is_said_to_be_one(room: TheRoom) -> None:
    room.ask()
    room.vote(0, 2)
    room.reveal()
    (revealed,) = room.talk().revealed
    assert revealed.ballot.was_early
    assert [p.level for p in revealed.result.positions] == [2]
    with pytest.raises(AlreadyDecided):
        room.reveal()
    with pytest.raises(AlreadyDecided):
        withdraw(room)


def test_a_ballot_that_was_withdrawn_is_never_shown_and_another_can_follow(room: TheRoom) -> None:
    first = room.ask()
    room.vote(0, 2)
    withdraw(room)
    with pytest.raises(BallotOver):
        room.vote(1, 2)
    assert room.talk().revealed == ()
    assert room.ask() != first
    with room.database.reading() as session:
        assert session.scalars(select(BallotRow.number).order_by(BallotRow.id)).all() == [1, 2]


def test_a_ballot_that_is_opened_twice_is_one(room: TheRoom) -> None:
    assert room.ask() == room.ask()
    assert room.events()["open ballot"] == 1


def test_a_ballot_on_what_nobody_talks_about_is_refused(room: TheRoom) -> None:
    head = room.head()
    with pytest.raises(RoomMovedOn, match="gone to another criterion"), room.database.writing() as session:
        open_ballot(session, head=head, criterion_id="d1-c2", account=room.living.lead, now=NOW)


def test_nobody_votes_in_a_room_that_has_ended_or_a_ballot_that_is_not_there(room: TheRoom) -> None:
    ballot = room.ask()
    with pytest.raises(NoSuchBallot):
        room.vote(0, 1, ballot=ballot + 1)
    withdraw(room)
    head = room.head()
    with room.database.writing() as session:
        end_room(session, head=head, account=room.living.lead, now=NOW)
    with pytest.raises(RoomNotOpen):
        room.vote(0, 1)
    with pytest.raises(RoomNotOpen):
        room.ask()


def test_a_level_outside_the_scale_and_a_reason_too_long_are_refused(room: TheRoom) -> None:
    room.ask()
    with pytest.raises(LevelNotInMatrix):
        room.vote(0, 9)
    with pytest.raises(AnswerTooLong):
        room.vote(0, 1, reason="x" * (LONGEST_TEXT + 1))


def test_partners_who_vote_all_at_once_are_revealed_exactly_once(room: TheRoom) -> None:
    for turn in range(5):
        room.ask()
        threads = [Thread(target=room.vote, args=(place, 1 + place)) for place in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not room.is_voting()
        assert room.events()["reveal full ballot"] == turn + 1
    assert len(room.talk().revealed) == 5


def test_events_hold_no_answer(room: TheRoom) -> None:
    room.ask()
    room.vote(0, 4, reason="A secret reason.")
    with room.database.reading() as session:
        said = session.execute(text("SELECT action, subject FROM audit_event WHERE action = 'vote'")).all()
    assert [tuple(row) for row in said] == [("vote", f"ballot {room.ballot} partner {room.partners[0]}")]


def test_without_names_votes_are_not_revealed_early_while_that_would_tell_whose_they_are(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    room = a_room(a_living_round(database, partners=("Alder Trust", "Birch Trust", "Cedar Alliance", "Dune Trust")))
    with database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": Naming.ANONYMOUS})
    room.ask()
    for place in range(2):
        room.vote(place, 2)
        with pytest.raises(TooFewIn, match="it would be known who voted how"):
            room.reveal()
        assert room.is_voting()
        assert room.talk().revealed == ()
    room.vote(2, None, reason="")
    with pytest.raises(TooFewIn):
        room.reveal()
    room.vote(2, 3)
    room.reveal()
    (revealed,) = room.talk().revealed
    assert [p.level for p in revealed.result.positions] == [2, 2, 3]
    database.close()


def test_without_names_all_votes_are_revealed_once_all_are_in_however_few_partners_there_are(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    room = a_room(a_living_round(database, partners=("Alder Trust", "Birch Trust")))
    with database.writing() as session:
        session.execute(text("UPDATE round SET naming = :naming"), {"naming": Naming.ANONYMOUS})
    room.ask()
    room.vote(0, 1)
    room.vote(1, 2)
    assert not room.is_voting()
    database.close()


def test_a_vote_under_way_as_the_round_goes_back_is_withdrawn_and_its_votes_stay_kept(room: TheRoom) -> None:
    # given a vote in which one partner is in
    room.ask()
    room.vote(0, 4, reason="Said before the others thought again.")

    # when the round goes back to responding
    room.living.move("reopen-responding", reason="Two partners want to answer again.")

    # then it can never be shown, and nothing of it is lost
    assert not room.is_voting()
    assert room.events()["withdraw ballot"] == 1
    with room.database.reading() as session:
        assert session.scalars(select(BallotRow.revealed_at)).one() is None
        assert session.scalars(select(VoteRevision.reason)).all() == ["Said before the others thought again."]


@pytest.mark.parametrize("naming", [Naming.ANONYMOUS, Naming.PARTNER_ONLY])
def test_without_names_nobody_learns_a_vote_by_entering_all_the_others(room: TheRoom, naming: Naming) -> None:
    with room.database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))
    room.ask()
    room.vote(0, 4, reason="Ours alone.")
    room.vote(1, 1, on_behalf=True)
    room.vote(2, 1, on_behalf=True)
    assert room.is_voting() is (naming is Naming.ANONYMOUS)
    if naming is Naming.ANONYMOUS:
        with pytest.raises(TooFewIn, match="only 1 of these votes was sent by a partner itself"):
            room.reveal()
        room.vote(1, 3)  # what partners send themselves comes before what was entered
        room.vote(2, 3)
    assert not room.is_voting()


def test_without_names_votes_that_were_all_entered_from_paper_are_revealed(room: TheRoom) -> None:
    with room.database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    room.ask()
    for place in range(3):
        room.vote(place, 2, on_behalf=True)
    assert not room.is_voting()
