"""Agreeing: the collaborative's own result, beside what partners and people said and never over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import LevelNotInMatrix
from maturity.core.response import LONGEST_TEXT, AnswerTooLong
from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.consensus import KeptConsensus
from maturity.persistence.queries.rounds import NoSuchRound, get_round
from maturity.persistence.rows.consensus import ConsensusRevision
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.response import Response
from maturity.usecases.agree import NotAgreeing, agree_level, open_table
from maturity.usecases.versioned_save import RequestKeyReused, StaleSave
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, level

AGREED = Consensus(state=ConsensusState.AGREED, level=2, reason="We all see it.")


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path)
    living = a_living_round(database)
    living.respond({living.criterion: (1, 2, 3)})
    living.move("close-responding")
    yield living
    database.close()


def agree(
    living: LivingRound,
    consensus: Consensus,
    *,
    based_on: int = 0,
    key: str = "a key",
    criterion: str | None = None,
) -> KeptConsensus:
    with living.database.writing() as session:
        return agree_level(
            session,
            head=get_round(session, collaborative=living.collaborative, number=living.number),
            criterion_id=criterion or living.criterion,
            consensus=consensus,
            based_on=based_on,
            request_key=key,
            account=living.lead,
            now=NOW,
        )


def test_an_agreed_level_touches_neither_responses_nor_positions(living: LivingRound) -> None:
    def said() -> list[tuple[int | None, str]]:
        with living.database.reading() as session:
            return [
                (row.level, row.reason)
                for row in (*session.scalars(select(Response)), *session.scalars(select(PositionRow)))
            ]

    before = said()
    agree(living, AGREED)
    agree(living, Consensus(state=ConsensusState.NOT_AGREED, reason="Two views."), based_on=1, key="2")
    assert said() == before


def test_every_result_that_was_recorded_is_kept(living: LivingRound) -> None:
    agree(living, AGREED)
    agree(living, Consensus(state=ConsensusState.AGREED, level=3, reason="On reflection."), based_on=1, key="2")
    with living.database.reading() as session:
        revisions = session.scalars(select(ConsensusRevision).order_by(ConsensusRevision.version)).all()
    assert [(r.version, r.level, r.reason) for r in revisions] == [(1, 2, "We all see it."), (2, 3, "On reflection.")]


def test_a_stale_result_overwrites_nothing_and_carries_both(living: LivingRound) -> None:
    agree(living, AGREED)
    mine = Consensus(state=ConsensusState.AGREED, level=4, reason="Mine.")
    with pytest.raises(StaleSave) as stale:
        agree(living, mine, key="2")
    assert (stale.value.kept.said, stale.value.offered) == (AGREED, mine)


def test_a_result_that_is_sent_again_happens_once(living: LivingRound) -> None:
    first = agree(living, AGREED)
    agree(living, Consensus(state=ConsensusState.AGREED, level=3), based_on=1, key="2")
    assert agree(living, AGREED).version == first.version


@pytest.mark.parametrize("based_on", [0, 1])
def test_a_key_that_comes_back_with_other_words_is_refused(living: LivingRound, based_on: int) -> None:
    agree(living, AGREED)
    with pytest.raises(RequestKeyReused):
        agree(living, Consensus(state=ConsensusState.AGREED, level=4), based_on=based_on)


def test_nothing_is_recorded_before_or_after_the_stage_of_agreeing(living: LivingRound) -> None:
    living.move("close")
    with pytest.raises(NotAgreeing):
        agree(living, AGREED, based_on=1)
    living.move("reopen", reason="A level was wrong.")
    assert agree(living, AGREED, based_on=1).version == 2


def test_a_level_outside_the_scale_and_a_text_too_long_are_refused(living: LivingRound) -> None:
    with pytest.raises(LevelNotInMatrix):
        agree(living, Consensus(state=ConsensusState.AGREED, level=9))
    with pytest.raises(AnswerTooLong):
        agree(living, Consensus(reason="x" * (LONGEST_TEXT + 1)))


def test_recording_a_result_marks_the_state_of_the_round_as_new(living: LivingRound) -> None:
    def state() -> int:
        with living.database.reading() as session:
            return get_round(session, collaborative=living.collaborative, number=living.number).state_version

    before = state()
    agree(living, AGREED)
    assert state() == before + 1


def test_the_table_shows_positions_side_by_side_with_what_was_recorded(living: LivingRound) -> None:
    agree(living, AGREED)
    with living.database.reading() as session:
        table = open_table(session, collaborative=living.collaborative, number=living.number)
    result = table.result.criterion(living.criterion)
    assert result is not None
    assert [(p.partner_name, p.level) for p in result.positions] == [
        ("Alder Trust", 1),
        ("Birch Trust", 2),
        ("Cedar Alliance", 3),
    ]
    assert (table.recorded, table.kept[living.criterion].said, table.last) == (1, AGREED, None)


def test_a_response_that_was_not_submitted_does_not_speak_for_its_partner(tmp_path: Path) -> None:
    living = a_living_round(a_database(tmp_path))
    living.answer(level(4, "Not handed in."))
    living.move("close-responding")
    with living.database.reading() as session:
        table = open_table(session, collaborative=living.collaborative, number=living.number)
        assert session.scalars(select(Response.reason)).all() == ["Not handed in."]
    result = table.result.criterion(living.criterion)
    assert result is not None
    assert {p.level for p in result.positions} == {None}
    assert all("handed" not in p.reason for p in result.positions)


def test_a_collaborative_that_scores_together_fills_in_only_the_agreed_level(tmp_path: Path) -> None:
    living = a_living_round(a_database(tmp_path), way=WayOfScoring.TOGETHER)
    agree(living, AGREED)
    with living.database.reading() as session:
        table = open_table(session, collaborative=living.collaborative, number=living.number)
    assert table.head.stage is Stage.AGREEING
    assert table.result.record.positions == {}
    assert table.recorded == 1


def test_there_is_no_table_for_a_round_of_another_collaborative(living: LivingRound) -> None:
    with living.database.reading() as session, pytest.raises(NoSuchRound):
        open_table(session, collaborative=living.collaborative + 1, number=living.number)
