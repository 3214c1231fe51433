from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from maturity.core.response import Answer
from maturity.persistence.queries.consensus import AGREED_LEVELS
from maturity.persistence.queries.responses import ANSWERS
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.queries.versions import Author, RequestKeyUsed
from tests.factories.installations import NOW
from tests.factories.worlds import CLOSED, OPEN, Worlds
from tests.persistence.queries.test_responses import seat_of


def test_a_save_is_found_by_the_key_of_its_request_and_only_in_its_own_place(session: Session, worlds: Worlds) -> None:
    head = get_round(session, collaborative=worlds.a.collaborative, number=CLOSED)
    kept = AGREED_LEVELS.by_criterion(session, round_id=head.id)["d1-c1"]
    assert kept.row is not None
    first = AGREED_LEVELS.find_save(session, row=kept.row, request_key="version 0")
    second = AGREED_LEVELS.find_save(session, row=kept.row, request_key="version 1")
    assert first is not None
    assert (first.version, second) == (1, kept)
    assert first.said.reason != kept.said.reason
    assert AGREED_LEVELS.find_save(session, row=kept.row, request_key="another") is None
    assert AGREED_LEVELS.find_save(session, row=kept.row + 1_000, request_key="version 0") is None


def test_a_place_has_only_what_was_said_there(session: Session, worlds: Worlds) -> None:
    mine = seat_of(session, worlds).respondent
    other = seat_of(session, worlds, place=1).respondent
    said = ANSWERS.by_criterion(session, respondent_id=mine)
    assert said["d1-c1"] == ANSWERS.find(session, respondent_id=mine, criterion_id="d1-c1")
    assert said["d1-c1"] != ANSWERS.find(session, respondent_id=other, criterion_id="d1-c1")
    assert ANSWERS.find(session, respondent_id=mine, criterion_id="none") is ANSWERS.nothing_kept


def test_the_author_is_who_made_the_version_that_stands(session: Session, worlds: Worlds) -> None:
    kept = ANSWERS.find(session, respondent_id=seat_of(session, worlds).respondent, criterion_id="d1-c1")
    author = ANSWERS.find_author(session, kept)
    assert isinstance(author, Author)
    assert author.account == worlds.a.respondents[0]
    assert ANSWERS.find_author(session, ANSWERS.nothing_kept) is None


def test_a_key_makes_one_version_of_a_place(session: Session, worlds: Worlds) -> None:
    seat = seat_of(session, worlds, OPEN)
    place: dict[str, int | str] = {"respondent_id": seat.respondent, "criterion_id": "d1-c1"}
    before = ANSWERS.find(session, **place)
    with pytest.raises(RequestKeyUsed):
        ANSWERS.keep(
            session,
            place=place,
            before=before,
            said=Answer(reason="Other words."),
            account=seat.account,
            request_key="first",
            now=NOW,
        )
    assert ANSWERS.find(session, **place) == before, "nothing was written"


def test_what_else_the_database_refuses_is_not_said_to_be_a_key_that_came_back(
    session: Session, worlds: Worlds
) -> None:
    seat = seat_of(session, worlds, OPEN)
    place: dict[str, int | str] = {"respondent_id": seat.respondent, "criterion_id": "d1-c1"}
    before = ANSWERS.find(session, **place)
    with pytest.raises(IntegrityError):
        ANSWERS.keep(
            session,
            place=place,
            before=before,
            said=Answer(reason="Other words."),
            account=987_654,
            request_key="new",
            now=NOW,
        )
