from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.report import ReportState
from maturity.usecases.report_queue import (
    ASKED_FOR_ANOTHER,
    LEASE,
    MOST_ATTEMPTS,
    Claim,
    ask_instead,
    claim_next,
    fail,
    finish,
    heads_of_claim,
    is_work_waiting,
    withdraw,
)
from maturity.usecases.share import (
    ReportFacts,
    find_pdf,
    request_pdf,
)
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round

HASH = "a" * 64


@pytest.fixture
def living(tmp_path: Path) -> LivingRound:
    return a_living_round(a_database(tmp_path), way=WayOfScoring.TOGETHER)


def round_id(living: LivingRound) -> int:
    with living.database.reading() as session:
        return get_round(session, collaborative=living.collaborative, number=living.number).id


def ask(living: LivingRound, *, key: str = "k", kind: str = "board", again: bool = False) -> ReportFacts:
    with living.database.writing() as session:
        return request_pdf(session, round_id=round_id(living), kind=kind, key=key, now=NOW, again=again)


def claim(database: Database, *, later: timedelta = timedelta(0)) -> Claim | None:
    with database.writing() as session:
        return claim_next(session, now=NOW + later)


def state(living: LivingRound, *, key: str = "k", kind: str = "board") -> ReportFacts | None:
    with living.database.reading() as session:
        return find_pdf(session, round_id=round_id(living), kind=kind, key=key)


def test_what_was_asked_for_first_is_made_first(living: LivingRound) -> None:
    ask(living, kind="board")
    ask(living, kind="full")
    claims = [claim(living.database), claim(living.database), claim(living.database)]
    assert [one and one.kind for one in claims] == ["board", "full", None]


def test_asking_twice_for_the_same_content_asks_once(living: LivingRound) -> None:
    ask(living)
    ask(living)
    assert claim(living.database) is not None
    assert claim(living.database) is None


def test_a_finished_pdf_is_found_by_its_content_and_by_no_other(living: LivingRound) -> None:
    ask(living)
    claimed = claim(living.database)
    assert claimed is not None
    with living.database.writing() as session:
        finish(session, claimed, file_hash=HASH, now=NOW)
    assert state(living) == ReportFacts(ReportState.DONE, HASH, "")
    assert state(living, key="other") is None
    assert ask(living).state is ReportState.DONE


def test_a_worker_that_died_is_replaced_when_its_lease_ends_and_not_before(living: LivingRound) -> None:
    ask(living)
    assert claim(living.database) is not None
    assert claim(living.database, later=LEASE - timedelta(seconds=1)) is None
    assert claim(living.database, later=LEASE + timedelta(seconds=1)) is not None


def test_what_never_comes_to_an_end_fails_after_a_few_tries_and_can_be_asked_for_again(living: LivingRound) -> None:
    ask(living)
    tries = [claim(living.database, later=number * (LEASE + timedelta(seconds=1))) for number in range(MOST_ATTEMPTS)]
    assert all(tries)
    assert claim(living.database, later=timedelta(hours=1)) is None
    assert state(living) == ReportFacts(ReportState.FAILED, None, "Making the PDF took too long each time.")
    assert ask(living).state is ReportState.FAILED
    assert ask(living, again=True).state is ReportState.QUEUED
    assert claim(living.database, later=timedelta(hours=1)) is not None


def test_a_failure_says_what_went_wrong(living: LivingRound) -> None:
    ask(living)
    claimed = claim(living.database)
    assert claimed is not None
    with living.database.writing() as session:
        fail(session, claimed, problem="The disk is full.", now=NOW)
    assert state(living) == ReportFacts(ReportState.FAILED, None, "The disk is full.")


def test_a_worker_that_comes_too_late_changes_nothing(living: LivingRound) -> None:
    ask(living)
    late = claim(living.database)
    second = claim(living.database, later=LEASE * 2)
    assert late is not None
    assert second is not None
    with living.database.writing() as session:
        fail(session, second, problem="It failed.", now=NOW)
        finish(session, late, file_hash=HASH, now=NOW)
    assert state(living) == ReportFacts(ReportState.FAILED, None, "It failed.")


def test_what_the_round_said_before_is_forgotten_with_its_file(living: LivingRound) -> None:
    def made(key: str, file_hash: str, kind: str = "board") -> tuple[str, ...]:
        ask(living, key=key, kind=kind)
        claimed = claim(living.database)
        assert claimed is not None
        with living.database.writing() as session:
            return finish(session, claimed, file_hash=file_hash, now=NOW)

    assert made("first", HASH) == ()
    assert made("first", "b" * 64, kind="full") == ()
    assert made("second", "c" * 64) == (HASH,)
    assert state(living, key="first") is None
    assert state(living, key="first", kind="full") is not None
    assert made("third", "c" * 64) == ()  # the same file under another key


def test_what_the_round_says_is_asked_for_in_place_of_what_it_does_not_say(living: LivingRound) -> None:
    def turn_away() -> None:
        claimed = claim(living.database)
        assert claimed is not None
        with living.database.writing() as session:
            ask_instead(session, claimed, key="what it says", now=NOW)

    ask(living)
    turn_away()
    assert state(living) is None
    assert state(living, key="what it says") == ReportFacts(ReportState.QUEUED, None, "")


def test_who_asks_again_for_what_the_round_does_not_say_is_told_and_does_not_wait_for_ever(living: LivingRound) -> None:
    ask(living, key="what it says")
    made = claim(living.database)
    assert made is not None
    ask(living)
    claimed = claim(living.database)
    assert claimed is not None
    with living.database.writing() as session:
        finish(session, made, file_hash=HASH, now=NOW)
        ask_instead(session, claimed, key="what it says", now=NOW)
    assert state(living) == ReportFacts(ReportState.FAILED, None, ASKED_FOR_ANOTHER)
    assert state(living, key="what it says") == ReportFacts(ReportState.DONE, HASH, "")


def test_looking_for_work_changes_nothing(living: LivingRound) -> None:
    def waiting() -> bool:
        with living.database.reading() as session:
            return is_work_waiting(session, now=NOW)

    assert not waiting()
    ask(living)
    assert waiting()
    assert waiting()
    claim(living.database)
    assert not waiting()


def test_what_nobody_waits_for_is_withdrawn(living: LivingRound) -> None:
    ask(living)
    claimed = claim(living.database)
    assert claimed is not None
    with living.database.writing() as session:
        withdraw(session, claimed)
    assert state(living) is None


def test_a_claim_leads_to_the_round_as_it_is_now(living: LivingRound) -> None:
    ask(living)
    claimed = claim(living.database)
    assert claimed is not None
    with living.database.reading() as session:
        assert heads_of_claim(session, claimed).head.number == living.number
