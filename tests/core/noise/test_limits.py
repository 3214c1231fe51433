"""The limits below which a change in the partners' mean level is not told from chance."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.noise.limits import (
    HALF_REPLACED,
    MOST_PARTNERS,
    SAME_PEOPLE,
    SPREAD,
    Answered,
    noise_limit,
    noise_limit_of_mean,
)
from maturity.core.noise.model import limits_without_change


@pytest.mark.parametrize("partners,limit", [(1, "2"), (3, "1"), (6, "2/3"), (10, "1/2")])
def test_one_criterion_on_four_levels_has_the_limits_that_the_simulation_gave(partners: int, limit: str) -> None:
    assert noise_limit(partners, levels=4, all_the_same_people=True) == Fraction(limit)


def test_the_tables_cover_every_scale_and_panel() -> None:
    for table in (SAME_PEOPLE, HALF_REPLACED):
        assert list(table) == list(range(2, 11))
        assert {len(row) for row in table.values()} == {MOST_PARTNERS}


@given(st.integers(1, 60), st.integers(2, 12))
def test_other_people_never_make_the_limit_narrower(partners: int, levels: int) -> None:
    same = noise_limit(partners, levels=levels, all_the_same_people=True)
    assert noise_limit(partners, levels=levels, all_the_same_people=False) >= same > 0


@given(st.integers(2, 10), st.booleans())
def test_the_limit_shrinks_as_the_panel_doubles(levels: int, same: bool) -> None:
    limits = [noise_limit(n, levels=levels, all_the_same_people=same) for n in (2, 4, 8, 16, 30)]
    assert limits == sorted(limits, reverse=True)


def test_a_scale_beyond_the_table_is_held_to_its_last_entry() -> None:
    at_the_end = noise_limit(MOST_PARTNERS, levels=10, all_the_same_people=True)
    assert noise_limit(MOST_PARTNERS, levels=11, all_the_same_people=True) == at_the_end


@pytest.mark.parametrize("levels,same", [(2, True), (3, False), (5, False), (6, True)])
def test_a_panel_beyond_the_table_is_held_to_no_less_than_its_own_limit(levels: int, same: bool) -> None:
    own = limits_without_change(levels, half_replaced=not same, partners=34)
    wider_than_the_last = []
    for partners in range(MOST_PARTNERS + 1, len(own) + 1):
        limit = Fraction(own[partners - 1], partners)
        assert noise_limit(partners, levels=levels, all_the_same_people=same) >= limit
        wider_than_the_last.append(limit > noise_limit(MOST_PARTNERS, levels=levels, all_the_same_people=same))
    assert any(wider_than_the_last), "the last entry of the table would not be enough"


def test_a_panel_of_nobody_has_no_limit() -> None:
    with pytest.raises(ValueError, match="no partners"):
        noise_limit(0, levels=4, all_the_same_people=True)


@pytest.mark.parametrize(
    "partners,criteria,limit", [(1, 3, "1"), (3, 3, "5/9"), (6, 3, "7/18"), (10, 3, "3/10"), (6, 27, "21/162")]
)
def test_several_criteria_on_four_levels_have_the_limits_that_the_simulation_gave(
    partners: int, criteria: int, limit: str
) -> None:
    assert noise_limit_of_mean([Answered(criteria)] * partners, levels=4) == Fraction(limit)


def test_other_people_for_half_of_the_partners_nearly_triple_the_noise_of_an_overall_mean() -> None:
    same = noise_limit_of_mean([Answered(27)] * 6, levels=4)
    half = noise_limit_of_mean([Answered(27)] * 3 + [Answered(0, 27)] * 3, levels=4)
    assert 2.6 < half / same < 2.8


@given(
    st.lists(st.builds(Answered, st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=12), st.integers(2, 12)
)
def test_other_people_never_make_the_limit_of_a_mean_narrower(panel: list[Answered], levels: int) -> None:
    answers = sum(partner.criteria for partner in panel)
    if not answers:
        with pytest.raises(ValueError, match="no levels"):
            noise_limit_of_mean(panel, levels=levels)
        return
    limit = noise_limit_of_mean(panel, levels=levels)
    assert (limit * answers).denominator == 1
    assert limit >= noise_limit_of_mean([Answered(partner.criteria) for partner in panel], levels=levels) > 0


@pytest.mark.parametrize("partners", [2, 4, 6, 10])
def test_one_criterion_has_nearly_the_limit_of_its_own_table(partners: int) -> None:
    of_table = noise_limit(partners, levels=4, all_the_same_people=True)
    assert abs(noise_limit_of_mean([Answered(1)] * partners, levels=4) - of_table) <= Fraction(1, partners)


def test_there_is_a_spread_for_every_scale_of_the_tables() -> None:
    assert list(SPREAD) == list(SAME_PEOPLE)
