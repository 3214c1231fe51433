from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.queries.rounds import (
    NoSuchRound,
    find_participant,
    get_round,
    list_moves,
    list_participants,
    list_rounds,
)
from tests.factories.worlds import AGREEING, CLOSED, DRAFT, OPEN, Worlds, canaries_in

STAGES = {CLOSED: Stage.CLOSED, AGREEING: Stage.AGREEING, OPEN: Stage.OPEN, DRAFT: Stage.DRAFT}


def test_a_round_is_found_by_its_number_in_its_collaborative(session: Session, worlds: Worlds) -> None:
    for world in worlds:
        for number, stage in STAGES.items():
            head = get_round(session, collaborative=world.collaborative, number=number)
            assert (head.collaborative, head.number, head.stage) == (world.collaborative, number, stage)
            assert (head.closed_at is not None) is (stage is Stage.CLOSED)
            assert {place[0] for place in canaries_in(repr(head))} == {world.letter}


def test_a_round_that_is_not_there_is_an_error(session: Session, worlds: Worlds) -> None:
    for collaborative, number in ((worlds.a.collaborative, 99), (999, CLOSED)):
        with pytest.raises(NoSuchRound):
            get_round(session, collaborative=collaborative, number=number)


def test_the_rounds_of_a_collaborative_come_the_latest_first(session: Session, worlds: Worlds) -> None:
    rounds = list_rounds(session, collaborative=worlds.a.collaborative)
    assert [head.number for head in rounds] == [DRAFT, OPEN, AGREEING, CLOSED]
    assert list_rounds(session, collaborative=999) == []


def test_the_moves_of_a_round_come_the_latest_first_with_the_reason_of_a_step_back(
    session: Session, worlds: Worlds
) -> None:
    moves = list_moves(session, round_id=get_round(session, collaborative=worlds.a.collaborative, number=CLOSED).id)
    assert [move.name for move in moves] == ["close", "reopen", "close", "close-responding", "open"]
    assert [bool(move.reason) for move in moves] == [False, True, False, False, False]
    assert canaries_in(repr(moves)) == {"a1m", "aname"}


def test_each_partner_takes_part_with_its_person_and_how_far_they_came(session: Session, worlds: Worlds) -> None:
    head = get_round(session, collaborative=worlds.a.collaborative, number=OPEN)
    participants = list_participants(session, round_id=head.id)
    assert [each.partner for each in participants] == worlds.a.partners
    assert [[person.account for person in each.people] for each in participants] == [
        [worlds.a.respondents[0]],
        [worlds.a.respondents[1], worlds.a.colleague],
        [worlds.a.respondents[2]],
    ]
    assert [[person.progress.dealt_with for person in each.people] for each in participants] == [[2], [1, 2], [2]]
    assert [each.is_complete for each in participants] == [False, True, False]
    draft = get_round(session, collaborative=worlds.a.collaborative, number=DRAFT)
    assert [each.has_begun for each in list_participants(session, round_id=draft.id)] == [False] * 3


def test_one_partner_is_found_as_among_all_who_take_part(session: Session, worlds: Worlds) -> None:
    for number in STAGES:
        head = get_round(session, collaborative=worlds.a.collaborative, number=number)
        for each in list_participants(session, round_id=head.id):
            for person in each.people:
                assert each.person(person.account) == person
            assert each.person(worlds.a.lead) is None
            assert find_participant(session, round_id=head.id, partner=each.partner) == each
        assert find_participant(session, round_id=head.id, partner=9_999) is None
