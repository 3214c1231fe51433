"""Looking back keeps every version of what is said, and leaves the round before as it is to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.hindsight import Hindsight, HindsightState
from maturity.core.matrix import LevelNotInMatrix
from maturity.core.response import LONGEST_TEXT, AnswerTooLong
from maturity.core.round import WayOfScoring
from maturity.core.round_report import build_round_report
from maturity.core.scoring import score_round
from maturity.persistence.queries.hindsights import KeptHindsight
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.round_states import load_round_state
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.hindsight import HindsightRevision
from maturity.reports.pdf import ReportKind, render_pdf
from maturity.reports.round_csv import round_csv
from maturity.usecases.agree import agree_level
from maturity.usecases.hindsight import NoRoundBefore, NotLookingBack, look_back, say_in_hindsight
from maturity.usecases.versioned_save import StaleSave
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, next_round
from tests.factories.reports import PRINT_FILES

OTHERWISE = Hindsight(HindsightState.OTHERWISE, 1, "We did not know the waits then.")


@pytest.fixture
def first(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path)
    living = a_living_round(database)
    living.respond({living.criterion: (1, 2, 3)})
    living.move("close-responding")
    yield living
    database.close()


@pytest.fixture
def second(first: LivingRound) -> LivingRound:
    with first.database.writing() as session:
        agree_level(
            session,
            head=get_round(session, collaborative=first.collaborative, number=first.number),
            criterion_id=first.criterion,
            consensus=Consensus(state=ConsensusState.AGREED, level=2, reason="So we saw it."),
            based_on=0,
            request_key="k",
            account=first.lead,
            now=NOW,
        )
    first.move("close")
    second = replace(first, number=next_round(first))
    second.move("close-responding")
    return second


def say(living: LivingRound, said: Hindsight, *, based_on: int = 0, key: str = "a key") -> KeptHindsight:
    with living.database.writing() as session:
        return say_in_hindsight(
            session,
            collaborative=living.collaborative,
            number=living.number,
            criterion_id=living.criterion,
            said=said,
            based_on=based_on,
            request_key=key,
            account=living.lead,
            now=NOW,
        )


def outputs(living: LivingRound, number: int) -> tuple[str, bytes, bytes]:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=number)
        [record] = load_round_records(session, heads=[head])
        loaded = load_round_state(session, round_id=head.id)
    pdf = render_pdf(build_round_report(record, earlier=[]), ReportKind.FULL, PRINT_FILES)
    return loaded.state.hash, round_csv(score_round(record)), pdf


def test_the_round_before_stays_as_it_is_to_the_byte(second: LivingRound) -> None:
    before = outputs(second, 1)
    say(second, OTHERWISE)
    assert outputs(second, 1) == before


def test_the_round_that_looks_back_tells_it_in_its_record_its_data_and_its_state(second: LivingRound) -> None:
    before = outputs(second, second.number)
    say(second, OTHERWISE)
    after = outputs(second, second.number)
    assert before[0] != after[0]
    assert "We did not know the waits then." in after[1].decode()
    assert "looking-back" not in before[1].decode()


def test_each_save_makes_a_version_and_one_event_and_the_same_save_again_makes_neither(second: LivingRound) -> None:
    say(second, OTHERWISE)
    say(second, OTHERWISE)
    say(second, Hindsight(HindsightState.CANNOT_SAY), based_on=1, key="another")
    with second.database.reading() as session:
        versions = session.scalars(select(HindsightRevision.state).order_by(HindsightRevision.version)).all()
        events = session.scalar(select(func.count()).where(AuditEvent.action == "look back"))
    assert (versions, events) == ([HindsightState.OTHERWISE, HindsightState.CANNOT_SAY], 2)


def test_a_stale_save_overwrites_nothing(second: LivingRound) -> None:
    say(second, OTHERWISE)
    with pytest.raises(StaleSave):
        say(second, Hindsight(HindsightState.STILL_RIGHT), key="another")


def test_a_closed_round_takes_nothing_more_and_still_shows_what_was_said(second: LivingRound) -> None:
    say(second, OTHERWISE)
    second.move("close")
    with pytest.raises(NotLookingBack):
        say(second, Hindsight(HindsightState.STILL_RIGHT), based_on=1, key="another")
    with second.database.reading() as session:
        look = look_back(session, collaborative=second.collaborative, number=second.number)
    assert look.kept[second.criterion].said == OTHERWISE


def test_what_the_scale_of_then_does_not_have_and_what_is_too_long_is_refused(second: LivingRound) -> None:
    with pytest.raises(LevelNotInMatrix):
        say(second, replace(OTHERWISE, level=17))
    with pytest.raises(AnswerTooLong):
        say(second, replace(OTHERWISE, reason="x" * (LONGEST_TEXT + 1)))


def test_a_first_round_has_nothing_to_look_back_on(tmp_path: Path) -> None:
    living = a_living_round(a_database(tmp_path), way=WayOfScoring.TOGETHER)
    with pytest.raises(NoRoundBefore):
        say(living, OTHERWISE)
    living.database.close()
