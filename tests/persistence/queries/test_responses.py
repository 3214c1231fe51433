from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from maturity.core.response import AnswerState, Confidence
from maturity.core.round import Stage
from maturity.persistence.queries.responses import (
    ANSWERS,
    NOTHING_KEPT,
    NoSuchRespondent,
    Seat,
    get_seat,
    last_positions,
    list_answers,
    list_seats,
)
from tests.factories.worlds import AGREEING, CLOSED, DRAFT, OPEN, Worlds, canaries_in


def seat_of(session: Session, worlds: Worlds, number: int = OPEN, place: int = 0) -> Seat:
    return get_seat(
        session,
        collaborative=worlds.a.collaborative,
        number=number,
        partner=worlds.a.partners[place],
        account=worlds.a.respondents[place],
    )


def test_a_seat_says_for_whom_and_in_what_a_person_responds(session: Session, worlds: Worlds) -> None:
    seat = seat_of(session, worlds)
    assert (seat.partner, seat.account, seat.number) == (worlds.a.partners[0], worlds.a.respondents[0], OPEN)
    assert seat.matrix == worlds.following
    assert seat.stage is Stage.OPEN
    assert seat.is_open
    assert not seat_of(session, worlds, place=1).is_open, "it has been submitted"
    assert not seat_of(session, worlds, AGREEING, place=2).is_open, "the round is past responding"


@pytest.mark.parametrize("wrong", ["collaborative", "number", "partner", "account"])
def test_nobody_has_the_seat_of_another(session: Session, worlds: Worlds, wrong: str) -> None:
    a, b = worlds.a, worlds.b
    asked = {"collaborative": a.collaborative, "number": OPEN, "partner": a.partners[0], "account": a.respondents[0]}
    other = {"collaborative": b.collaborative, "number": 99, "partner": a.partners[1], "account": a.respondents[1]}
    with pytest.raises(NoSuchRespondent):
        get_seat(session, **(asked | {wrong: other[wrong]}))


def test_the_seats_of_a_person_are_those_that_wait_for_them(session: Session, worlds: Worlds) -> None:
    seats = list_seats(session, account=worlds.a.respondents[0])
    assert {seat.collaborative for seat in seats} == {worlds.a.collaborative}
    assert OPEN in {seat.number for seat in seats}
    assert not {CLOSED, DRAFT} & {seat.number for seat in seats}
    assert list_seats(session, account=worlds.a.lead) == []


def test_the_answers_of_a_respondent_are_their_own(session: Session, worlds: Worlds) -> None:
    seat = seat_of(session, worlds)
    answers = list_answers(session, respondent=seat.respondent)
    assert set(answers) == {"d1-c1", "d2-c1"}
    assert canaries_in(repr(answers)) == {"a3p1"}
    one = ANSWERS.find(session, respondent_id=seat.respondent, criterion_id="d1-c1")
    assert one == answers["d1-c1"]
    assert (one.said.state, one.said.level, one.said.confidence) == (AnswerState.LEVEL, 1, Confidence.HIGH)
    assert one.version == 2


def test_where_nothing_was_said_nothing_is_kept(session: Session, worlds: Worlds) -> None:
    assert ANSWERS.find(session, respondent_id=seat_of(session, worlds).respondent, criterion_id="none") == NOTHING_KEPT
    assert list_answers(session, respondent=seat_of(session, worlds, DRAFT).respondent) == {}


def test_last_time_is_the_latest_closed_round_before_and_the_partners_own(session: Session, worlds: Worlds) -> None:
    a = worlds.a
    last = last_positions(session, collaborative=a.collaborative, partner=a.partners[0], before_number=OPEN)
    assert {each.round_number for each in last.values()} == {CLOSED}, "the round between is not closed"
    assert canaries_in(repr(last)) == {"a1p1", "a1set"}
    assert last_positions(session, collaborative=a.collaborative, partner=a.partners[0], before_number=CLOSED) == {}
    assert last_positions(session, collaborative=worlds.b.collaborative, partner=a.partners[0], before_number=9) == {}
