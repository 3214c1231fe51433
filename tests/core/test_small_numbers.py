"""A few people inside one partner are not worked out by person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.concordance import NoFigure
from maturity.core.small_numbers import (
    Apart,
    figures_within_partner,
    median_within_partner,
    why_no_statistics_by_person,
    within_partner,
)
from tests.factories.matrices import a_matrix

MATRIX = a_matrix()
LEVELS = st.lists(st.integers(1, 4), max_size=12)


@given(LEVELS)
def test_fewer_than_five_people_have_dots_and_a_median_and_nothing_else(levels: list[int]) -> None:
    found = within_partner(levels, MATRIX)
    assert isinstance(found.apart, NoFigure) is (len(levels) < 5)
    assert [count for _, count in found.dots] == [levels.count(level) for level in (1, 2, 3, 4)]
    assert (found.median is None) == (not levels)


def test_five_people_have_their_ends_and_how_many_are_near_the_median() -> None:
    found = within_partner([2, 1, 2, 4, 2], MATRIX)
    assert (found.count, found.median, found.apart) == (5, 2, Apart(lowest=1, highest=4, within_one=4))


@pytest.mark.parametrize(
    "count,reason",
    [
        (1, "1 person gave a level for this partner: with fewer than 5, only the levels and their median are shown."),
        (4, "4 people gave a level for this partner: with fewer than 5, only the levels and their median are shown."),
    ],
)
def test_the_reason_is_given_in_words(count: int, reason: str) -> None:
    assert why_no_statistics_by_person(count) == NoFigure(reason)


def test_from_five_people_on_nothing_is_hidden() -> None:
    assert why_no_statistics_by_person(5) is None


@pytest.mark.parametrize(
    "levels,said",
    [
        ([], ""),
        (
            [1, 2, 2, 4],
            "4 people gave a level for this partner: with fewer than 5, only the levels and their median are shown.",
        ),
        ([1, 2, 2, 2, 4], "They lie between 1 Emerging and 4 Thriving, and 4 of 5 within one level of the median."),
        ([3, 3, 3, 3, 3], "All 5 gave 3 Maturing."),
    ],
)
def test_how_far_apart_people_are_is_said_of_five_or_more_and_of_fewer_why_not(levels: list[int], said: str) -> None:
    assert figures_within_partner(within_partner(levels, MATRIX), MATRIX) == said


@pytest.mark.parametrize(
    "levels,said",
    [
        ([], "Nobody gave a level."),
        ([3, 2, 3], "The median is Maturing."),
        ([2, 4], "The median is Maturing, which nobody gave."),
        ([2, 3], "Between Developing and Maturing, where nobody stands: the partner has not agreed a level."),
    ],
)
def test_a_median_between_two_levels_is_never_rounded_and_one_that_nobody_gave_says_so(
    levels: list[int], said: str
) -> None:
    assert median_within_partner(within_partner(levels, MATRIX), MATRIX) == said
