"""Van der Eijk's A, against published figures and by its properties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.agreement_index import agreement_index

COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=10)
SOME = COUNTS.filter(any)


def test_the_published_example_has_its_published_figure() -> None:
    """The example in the documentation of the R package agrmt, function agreement: 0.6113333."""
    assert agreement_index([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.6113333, abs=5e-8)


@pytest.mark.parametrize(
    "pattern,expected",
    [
        # Worked by hand from the definition: for seven levels of which two are covered, each layer has the
        # unimodality (5 a - 6 b) / (5 (a + b)) with a triples of one hump and b of two, times 5/6.
        ([1, 1, 0, 0, 0, 0, 0], Fraction(5, 6)),  # a = 5, b = 0
        ([1, 0, 0, 0, 0, 0, 1], Fraction(-1)),  # a = 0, b = 5
        ([0, 1, 0, 1, 0, 0, 0], Fraction(5 * 4 - 6, 5 * 5) * Fraction(5, 6)),  # a = 4, b = 1
        ([1, 1, 1, 1, 1, 1, 1], Fraction(0)),
        ([0, 0, 4, 0, 0, 0, 0], Fraction(1)),
        ([3, 1], Fraction(1, 2)),  # a layer of both levels, which is 0, and one of two ratings, which is 1
    ],
)
def test_patterns_worked_by_hand(pattern: list[int], expected: Fraction) -> None:
    assert agreement_index(pattern) == expected


def test_nobody_has_no_figure() -> None:
    assert agreement_index([0, 0, 0, 0]) is None


@pytest.mark.parametrize("counts", [[], [3], [1, -1]])
def test_what_is_no_count_on_a_scale_is_refused(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="two or more levels"):
        agreement_index(counts)


@given(SOME)
def test_it_lies_between_minus_one_and_one_and_is_one_only_where_all_are_alike(counts: list[int]) -> None:
    found = agreement_index(counts)
    assert found is not None
    assert -1 <= found <= 1
    assert (found == 1) == (sum(count > 0 for count in counts) == 1)


@given(st.integers(1, 9), st.integers(1, 8))
def test_half_at_each_end_is_minus_one_on_any_scale_of_three_levels_or_more(half: int, between: int) -> None:
    assert agreement_index([half, *[0] * between, half]) == -1


@given(SOME)
def test_turning_the_scale_round_changes_nothing(counts: list[int]) -> None:
    assert agreement_index(counts[::-1]) == agreement_index(counts)


@given(SOME, st.integers(1, 5))
def test_so_many_of_everybody_change_nothing(counts: list[int], times: int) -> None:
    assert agreement_index([count * times for count in counts]) == agreement_index(counts)


def test_a_variance_would_not_tell_a_spread_from_two_camps_as_it_does() -> None:
    """The same variance, and yet two camps agree less than an even spread with a middle."""

    def variance(counts: list[int]) -> Fraction:
        total = sum(counts)
        mean = Fraction(sum(place * count for place, count in enumerate(counts)), total)
        return sum((count * (place - mean) ** 2 for place, count in enumerate(counts)), Fraction(0)) / total

    camps, spread = [0, 4, 0, 4, 0], [1, 0, 6, 0, 1]
    assert variance(camps) == variance(spread)
    found = agreement_index(camps), agreement_index(spread)
    assert found[0] is not None
    assert found[1] is not None
    assert found[0] < found[1]
