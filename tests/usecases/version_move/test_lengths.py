from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from maturity.core.response import LONGEST_TEXT
from maturity.core.round import Naming
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.rows.round_row import RoundRow
from maturity.persistence.rows.version_move import VersionMove
from maturity.usecases.version_move import NotMovable, find_move_to_undo, undo_move
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, level
from tests.factories.next_versions import FIRST, every_change, publish_and_move

MAPPING = {1: 1, 2: 2, 3: 4, 4: 4}


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path)
    yield a_living_round(database, matrix=FIRST)
    database.close()


def say_much(living: LivingRound, length: int) -> None:
    for criterion in ("d2-c1", "d2-c2"):
        living.answer(level(2, "word " * (length // 5)), criterion=criterion, key=criterion)


def kept(living: LivingRound) -> tuple[int, int]:
    with living.database.reading() as session:
        moves = session.scalar(select(func.count(VersionMove.id))) or 0
        return moves, session.scalar(select(func.count(ResponseRevision.id))) or 0


def test_texts_that_fit_no_longer_when_they_are_joined_refuse_the_move_without_giving_away_a_word(
    living: LivingRound,
) -> None:
    say_much(living, 6_000)
    before = kept(living)
    with pytest.raises(NotMovable, match="answers of people on “Both together”") as refused:
        publish_and_move(living, every_change())
    assert "word" not in str(refused.value)
    assert kept(living) == before, "nothing was written"


def test_whose_kind_the_texts_are_is_not_told_while_a_round_without_names_is_open(living: LivingRound) -> None:
    say_much(living, 6_000)
    with living.database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    with pytest.raises(NotMovable, match="“Both together”") as refused:
        publish_and_move(living, every_change())
    assert "answers of people" not in str(refused.value)


def test_texts_that_fit_together_are_joined_whole(living: LivingRound) -> None:
    say_much(living, 4_500)
    publish_and_move(living, every_change())
    with living.database.reading() as session:
        joined = session.scalars(select(Response.reason).where(Response.criterion_id == "d2-c12")).one()
    assert joined.count("word") == 1_800


def test_a_reason_that_has_no_room_for_the_level_of_then_refuses_the_move(living: LivingRound) -> None:
    living.answer(level(2, "x" * LONGEST_TEXT), criterion="d1-c1")
    with pytest.raises(NotMovable, match=f"answers of people on “{FIRST.criterion('d1-c1').title}”"):
        publish_and_move(living, every_change(broken="Level 2 was two things."))


def test_newer_words_that_have_no_room_for_their_level_refuse_to_be_undone(living: LivingRound) -> None:
    publish_and_move(living, every_change(mapping=MAPPING))
    living.answer(level(4, "x" * LONGEST_TEXT), criterion="d1-c1", now=NOW + timedelta(hours=1))
    before = kept(living)
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = find_move_to_undo(session, head=head)
        assert made is not None
        with pytest.raises(NotMovable, match="answers of people"):
            undo_move(session, head=head, move=made.id, by=living.lead, now=NOW + timedelta(hours=2))
    assert kept(living) == before
