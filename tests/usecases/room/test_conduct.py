"""Conducting the room: every change leaves one event and moves every screen on, and nothing is lost in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import CriterionNotInMatrix
from maturity.core.round import Stage
from maturity.persistence.engine import Database
from maturity.persistence.queries.rooms import find_moment, find_room
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.agree import agree_level, open_table
from maturity.usecases.room import (
    BallotUnderWay,
    RoomNotOpen,
    end_room,
    go_to,
    minutes_for,
    open_room,
    order_of_talk,
    start_timer,
    stop_timer,
)
from maturity.usecases.version_move import find_move_to_undo, undo_move
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round
from tests.factories.next_versions import FIRST, every_change, publish_and_move
from tests.factories.rooms import TheRoom, a_room, a_room_in

OF_ITS_OWN = "d1-c2"
"""A criterion that is not confirmed together with others."""

Act = Callable[[Session], object]


def do(room: TheRoom, act: Act) -> None:
    with room.database.writing() as session:
        act(session)


def acts(room: TheRoom) -> dict[str, Act]:
    """Everything that a facilitator does, in an order in which each can be done."""
    head, who = room.head(), room.living.lead
    return {
        "go to criterion": lambda s: go_to(s, head=head, criterion_id="d1-c2", account=who, now=NOW),
        "start timer": lambda s: start_timer(s, head=head, minutes=5, account=who, now=NOW),
        "stop timer": lambda s: stop_timer(s, head=head, account=who, now=NOW),
        "end room": lambda s: end_room(s, head=head, account=who, now=NOW),
        "resume room": lambda s: open_room(s, head=head, criterion_id="d1-c1", account=who, now=NOW),
    }


def test_every_act_leaves_one_event_and_moves_every_screen_on_by_one(room: TheRoom) -> None:
    for action, act in acts(room).items():
        before, count = room.events(), room.count()
        do(room, act)
        after = room.events()
        assert {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name)} == {
            action: 1
        }
        assert room.count() == count + 1


def test_an_act_that_changes_nothing_moves_nobody(room: TheRoom) -> None:
    head, who, count = room.head(), room.living.lead, room.count()
    do(room, lambda s: go_to(s, head=head, criterion_id=room.living.criterion, account=who, now=NOW))
    do(room, lambda s: open_room(s, head=head, criterion_id="d2-c1", account=who, now=NOW))
    do(room, lambda s: stop_timer(s, head=head, account=who, now=NOW))
    assert room.count() == count


def test_a_meeting_begins_with_the_first_criterion_on_which_nothing_is_recorded(tmp_path: Path) -> None:
    room = a_room_in(a_database(tmp_path), is_open=False)
    with room.database.reading() as session:
        table = open_table(session, collaborative=room.living.collaborative, number=room.living.number)
    first, second, *_ = (result.criterion.id for result in order_of_talk(table))
    room.record(2, criterion=first)
    do(room, lambda s: open_room(s, head=room.head(), account=room.living.lead, now=NOW))
    assert room.talk().now_on.criterion.id == second
    room.database.close()


def test_a_room_that_ended_opens_again_where_it_was(room: TheRoom) -> None:
    room.go("d2-c1")
    every = acts(room)
    do(room, every["end room"])
    assert room.seen_by(room.living.lead).conversation is None
    with pytest.raises(RoomNotOpen):
        room.go("d1-c1")
    do(room, every["resume room"])
    assert room.talk().now_on.criterion.id == "d2-c1"


def test_the_room_goes_nowhere_while_partners_vote(room: TheRoom) -> None:
    room.ask()
    with pytest.raises(BallotUnderWay):
        room.go("d1-c2")
    with pytest.raises(BallotUnderWay):
        do(room, acts(room)["end room"])


def test_the_room_goes_to_no_criterion_that_is_not_there(room: TheRoom) -> None:
    with pytest.raises(CriterionNotInMatrix):
        room.go("nowhere")


def test_the_timer_runs_by_the_clock_of_the_server_and_is_extended_from_its_end(room: TheRoom) -> None:
    head, who = room.head(), room.living.lead

    def end_of_timer() -> timedelta | None:
        with room.database.reading() as session:
            found = find_room(session, round_id=head.id)
        assert found is not None
        return None if found.timer_ends_at is None else found.timer_ends_at - NOW

    def start(minutes: int, after: timedelta) -> None:
        do(room, lambda s: start_timer(s, head=head, minutes=minutes, account=who, now=NOW + after))

    start(5, timedelta(0))
    assert end_of_timer() == timedelta(minutes=5)
    start(2, timedelta(minutes=1))
    assert end_of_timer() == timedelta(minutes=7)
    start(3, timedelta(minutes=20))
    assert end_of_timer() == timedelta(minutes=23)
    start(100_000, timedelta(minutes=20))
    assert end_of_timer() == timedelta(hours=4, minutes=20)
    room.go("d1-c2")
    assert end_of_timer() is None


def test_a_criterion_is_given_its_minutes_on_the_agenda_and_else_five(room: TheRoom) -> None:
    def minutes(criterion: str) -> int:
        screen = room.seen_by(room.living.lead)
        assert screen.conversation is not None
        assert screen.room is not None
        return minutes_for(screen.conversation.table, criterion, room=screen.room)

    assert minutes(OF_ITS_OWN) == 5, "nobody has said how long the meeting lasts"
    room.lasts(60)
    given = minutes(OF_ITS_OWN)
    assert given > 5
    assert minutes(room.living.criterion) == 5, "it is confirmed together with others"
    room.record(2, criterion=OF_ITS_OWN)
    assert minutes(OF_ITS_OWN) == given, "what is recorded in the meeting keeps its time"
    room.lasts(1)
    assert minutes(OF_ITS_OWN) == 5, "it has no time on the agenda"


def test_there_is_no_room_before_the_levels_are_revealed_nor_after_the_round_is_closed(database: Database) -> None:
    living = a_living_round(database)
    room = TheRoom(living)
    with pytest.raises(RoomNotOpen):
        room.open()
    assert room.seen_by(living.lead).conversation is None
    living.move("close-responding")
    room.open()
    assert room.seen_by(living.lead).conversation is not None
    living.move("reopen-responding", reason="One is missing.")
    assert room.seen_by(living.lead).conversation is None, "positions are hidden again"
    with pytest.raises(RoomNotOpen):
        room.ask()


def test_a_level_agreed_in_the_room_is_the_level_of_the_round(room: TheRoom) -> None:
    count = room.count()
    room.record(2)
    assert room.talk(room.living.respondent).now_on.consensus.level == 2
    assert room.count() > count
    assert room.events()["agree level"] == 1


def test_what_is_recorded_elsewhere_moves_the_screens_on_too(room: TheRoom) -> None:
    count = room.count()
    head = room.head()
    with room.database.writing() as session:
        agree_level(
            session,
            head=head,
            criterion_id=room.living.criterion,
            consensus=Consensus(state=ConsensusState.AGREED, level=1),
            based_on=0,
            request_key="elsewhere",
            account=room.living.lead,
            now=NOW,
        )
    assert room.count() == count + 1


def test_the_moment_that_a_screen_asks_for_is_the_one_that_it_was_drawn_at(room: TheRoom) -> None:
    room.ask()
    with room.database.reading() as session:
        moment = find_moment(session, collaborative=room.living.collaborative, number=room.living.number)
        nowhere = find_moment(session, collaborative=room.living.collaborative, number=99)
    assert moment is not None
    assert (moment.stage, moment.count, nowhere) == (Stage.AGREEING, room.count(), None)


def test_the_order_of_talk_has_every_criterion_once_with_what_is_aligned_last(room: TheRoom) -> None:
    table = room.talk().table
    order = [result.criterion.id for result in order_of_talk(table)]
    assert sorted(order) == sorted(c.criterion.id for c in table.result.criteria)
    assert order[-1] == room.living.criterion, "the only one on which partners are aligned"


def test_a_room_at_a_stage_of_no_agreeing_says_which_stage_it_is(room: TheRoom) -> None:
    assert "is closed" in str(RoomNotOpen(replace(room.head(), stage=Stage.CLOSED)))


def to_version_two(living: LivingRound) -> None:
    publish_and_move(living, every_change())


def back_to_version_one(living: LivingRound) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = find_move_to_undo(session, head=head)
        assert made is not None
        undo_move(session, head=head, move=made.id, by=living.lead, now=NOW)


def asked_now(room: TheRoom) -> set[str]:
    with room.database.reading() as session:
        table = open_table(session, collaborative=room.living.collaborative, number=room.living.number)
    return {result.criterion.id for result in table.result.criteria}


@pytest.mark.parametrize("was_on", [criterion.id for criterion in FIRST.criteria])
@pytest.mark.parametrize("is_ended", [False, True])
def test_the_room_goes_on_with_what_is_asked_when_the_round_moves_to_another_version(
    database: Database, was_on: str, *, is_ended: bool
) -> None:
    room = a_room(a_living_round(database, matrix=FIRST))
    room.go(was_on)
    if is_ended:
        do(room, lambda s: end_room(s, head=room.head(), account=room.living.lead, now=NOW))
    count = room.count()
    to_version_two(room.living)
    if is_ended:
        room.open()
    now_on = room.talk().now_on.criterion.id
    assert now_on in asked_now(room)
    assert (now_on == was_on) is (was_on in asked_now(room))
    assert room.count() > count


@pytest.mark.parametrize("was_on", [criterion.id for criterion in every_change().criteria])
def test_the_room_goes_on_with_what_is_asked_when_the_move_is_undone(database: Database, was_on: str) -> None:
    room = a_room(a_living_round(database, matrix=FIRST))
    to_version_two(room.living)
    room.go(was_on)
    back_to_version_one(room.living)
    now_on = room.talk().now_on.criterion.id
    assert now_on in asked_now(room)
    assert (now_on == was_on) is (was_on in asked_now(room))


def test_a_round_that_goes_back_to_responding_and_moves_finds_its_room_alive(database: Database) -> None:
    room = a_room(a_living_round(database, matrix=FIRST))
    room.go("d2-c3")
    room.living.move("reopen-responding", reason="More to say.")
    to_version_two(room.living)
    room.living.move("close-responding")
    room.open()
    assert room.talk().now_on.criterion.id in asked_now(room)
