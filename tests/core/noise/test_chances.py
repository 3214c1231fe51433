"""How often chance alone exceeds a limit: the tables, worked out again from the model."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.noise.chances import (
    HALF_REPLACED_EXCEED,
    SAME_PEOPLE_EXCEED,
    chance_of_exceeding,
    chance_of_exceeding_mean,
)
from maturity.core.noise.limits import HALF_REPLACED, MOST_PARTNERS, SAME_PEOPLE, Answered, noise_limit_of_mean
from maturity.core.noise.model import chances_of_size
from maturity.core.noise.simulation import Replaced, changes_of_sum

TABLES = {False: (SAME_PEOPLE, SAME_PEOPLE_EXCEED), True: (HALF_REPLACED, HALF_REPLACED_EXCEED)}


@pytest.mark.parametrize("half_replaced", [False, True])
@pytest.mark.parametrize("levels,partners", [(2, 12), (3, 12), (4, 12), (5, 12), (6, 8), (8, 4), (10, 4)])
def test_the_tables_are_what_the_model_gives(levels: int, partners: int, *, half_replaced: bool) -> None:
    limits, chances = TABLES[half_replaced]
    found = chances_of_size(levels, half_replaced=half_replaced, partners=partners)
    for of_size, limit, chance in zip(found, limits[levels], chances[levels], strict=False):
        beyond = of_size[limit + 1] if limit + 1 < len(of_size) else 0.0
        assert round(beyond * 10_000) == chance


def test_the_table_of_four_levels_is_what_the_model_gives_to_its_end() -> None:
    found = chances_of_size(4, half_replaced=False, partners=30)
    exact = [of_size[limit + 1] for of_size, limit in zip(found, SAME_PEOPLE[4], strict=True)]
    assert [round(chance * 10_000) for chance in exact] == list(SAME_PEOPLE_EXCEED[4])


def test_the_chance_of_any_size_is_one_and_falls_with_the_size() -> None:
    for of_size in chances_of_size(5, half_replaced=True, partners=6):
        assert of_size[0] == pytest.approx(1)
        assert list(of_size) == sorted(of_size, reverse=True)


def test_the_tables_cover_every_scale_and_panel_and_allow_no_more_than_a_limit_does() -> None:
    for table in (SAME_PEOPLE_EXCEED, HALF_REPLACED_EXCEED):
        assert list(table) == list(range(2, 11))
        assert {len(row) for row in table.values()} == {MOST_PARTNERS}
        assert all(0 <= chance <= 500 for row in table.values() for chance in row)


@given(st.integers(1, 60), st.integers(2, 12), st.booleans())
def test_no_chance_is_larger_than_a_limit_allows(partners: int, levels: int, same: bool) -> None:
    assert 0 <= chance_of_exceeding(partners, levels=levels, all_the_same_people=same) <= Fraction(1, 20)


def test_six_partners_on_four_levels_exceed_their_limit_about_once_in_forty() -> None:
    assert chance_of_exceeding(6, levels=4, all_the_same_people=True) == Fraction(267, 10_000)
    assert chance_of_exceeding(6, levels=4, all_the_same_people=False) == Fraction(469, 10_000)


def test_a_panel_of_nobody_has_no_chance() -> None:
    with pytest.raises(ValueError, match="no partners"):
        chance_of_exceeding(0, levels=4, all_the_same_people=True)


@pytest.mark.parametrize("replaced", [Replaced.NOBODY, Replaced.EVERY_SECOND])
@pytest.mark.parametrize("partners,criteria", [(3, 3), (6, 3), (10, 3), (6, 9)])
def test_a_simulation_of_people_agrees_with_the_chance_of_a_mean(
    partners: int, criteria: int, replaced: Replaced
) -> None:
    others = 0 if replaced is Replaced.NOBODY else partners // 2
    panel = [Answered(criteria)] * (partners - others) + [Answered(0, criteria)] * others
    steps = noise_limit_of_mean(panel, levels=4) * partners * criteria
    drawn = changes_of_sum(levels=4, criteria=criteria, partners=partners, replaced=replaced)
    beyond = sum(1 for sums in islice(drawn, 6_000) if abs(sums[-1]) > steps) / 6_000
    chance = chance_of_exceeding_mean(panel, levels=4)
    assert 0.02 < chance <= 0.05
    assert abs(chance - beyond) < 0.01
