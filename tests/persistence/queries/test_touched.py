from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from maturity.core.matrix_change.version_move import Tier
from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.queries.touched import (
    Counts,
    count_said,
    count_said_in_round,
    list_rounds_with,
    tells_nothing,
)
from maturity.persistence.rows.round_row import RoundRow
from tests.factories.living_rounds import a_database, a_living_round
from tests.factories.worlds import CLOSED, Worlds


def test_the_rounds_of_every_collaborative_that_were_opened_with_a_version_are_listed(worlds: Worlds) -> None:
    with worlds.database.reading() as session:
        version = get_round(session, collaborative=worlds.a.collaborative, number=CLOSED).matrix_version
        found = list_rounds_with(session, matrix_version=version)
        assert [each.stage for each in found] == [Stage.CLOSED, Stage.AGREEING] * 2, "the open ones were moved on"
        assert {each.collaborative for each in found} == {worlds.a.collaborative, worlds.b.collaborative}
        assert list_rounds_with(session, matrix_version=999) == []


def test_what_was_said_is_counted_by_criterion_and_tier(worlds: Worlds) -> None:
    with worlds.database.reading() as session:
        version = get_round(session, collaborative=worlds.a.collaborative, number=CLOSED).matrix_version
        said = count_said(session, matrix_version=version)
        assert set(said) <= {criterion.id for criterion in worlds.matrix.criteria}
        first = said[worlds.matrix.criteria[0].id]
        assert set(first) == set(Tier)
        assert all(number > 0 for number in first.values())
        assert count_said(session, matrix_version=999) == {}


def test_one_round_is_counted_by_the_rule_of_all_and_tells_nothing_while_it_is_open_without_names(
    tmp_path: Path,
) -> None:
    database = a_database(tmp_path)
    living = a_living_round(database)
    living.answer(Answer(state=AnswerState.NOT_ANSWERED, reason="Begun."), criterion="d1-c2")
    living.respond({"d1-c1": (1, 2, 3)})

    def counts() -> tuple[Counts, Counts]:
        with database.reading() as session:
            head = get_round(session, collaborative=living.collaborative, number=living.number)
            return (
                count_said_in_round(session, round_id=head.id),
                count_said(session, matrix_version=head.matrix_version),
            )

    assert counts() == ({"d1-c1": {Tier.RESPONSE: 3}},) * 2, "an empty answer is nothing said"
    with database.writing() as session:
        session.execute(update(RoundRow).values(naming=Naming.ANONYMOUS))
    assert counts() == ({}, {})
    living.move("close-responding")
    assert counts()[0]["d1-c1"][Tier.RESPONSE] == 3
    database.close()


def test_only_an_open_round_without_names_tells_nothing() -> None:
    told = {(naming, stage) for naming in Naming for stage in Stage if tells_nothing(naming, stage)}
    assert told == {(Naming.ANONYMOUS, Stage.OPEN)}
