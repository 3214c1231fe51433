from __future__ import annotations

from maturity.core.round import Stage
from maturity.core.version_move import Tier
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.queries.touched import count_said, list_rounds_with
from tests.factories.worlds import CLOSED, Worlds


def test_the_rounds_of_every_collaborative_that_were_opened_with_a_version_are_listed(worlds: Worlds) -> None:
    with worlds.database.reading() as session:
        version = get_round(session, collaborative=worlds.a.collaborative, number=CLOSED).matrix_version
        found = list_rounds_with(session, matrix_version=version)
        assert len(found) == 6
        assert Stage.DRAFT not in {each.stage for each in found}
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
