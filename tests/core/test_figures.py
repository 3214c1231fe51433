"""Medians, means, rounding, bands and levels in words."""

from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.figures import (
    band_of,
    decimal,
    level_in_words,
    median_of,
    overall_in_words,
    places_of,
    rounded,
    short_decimal,
    weighted_mean,
    weighted_median,
    weighted_sum,
)
from maturity.core.matrix_rules import Band, OverallMethod, OverallRule, ScoringRule
from tests.factories.matrices import a_matrix, some_levels

LEVELS = st.lists(st.integers(0, 9), min_size=1, max_size=15)
VALUES = st.fractions(min_value=0, max_value=120, max_denominator=60)


def bands(*starts: str) -> tuple[Band, ...]:
    return tuple(Band(name=f"band {number}", lowest=Fraction(start)) for number, start in enumerate(starts))


@given(LEVELS)
def test_a_median_is_the_one_of_the_standard_library_and_exact(levels: list[int]) -> None:
    assert median_of(levels) == Fraction(statistics.median(levels))


@given(LEVELS, st.data())
def test_raising_a_level_never_lowers_a_median_or_a_mean(levels: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(levels) - 1))
    raised = [*levels[:place], levels[place] + 1, *levels[place + 1 :]]
    assert median_of(raised) >= median_of(levels)
    assert weighted_mean([(v, Fraction(1)) for v in raised]) > weighted_mean([(v, Fraction(1)) for v in levels])


def test_a_mean_that_takes_level_nought_for_missing_would_be_caught_by_that_property() -> None:
    def careless(levels: list[int]) -> Fraction:
        return weighted_mean([(level, Fraction(1)) for level in levels if level])

    assert careless([1, 4]) < careless([0, 4])
    assert median_of([0, 4]) < median_of([1, 4])


@pytest.mark.parametrize("first,median", [("1", "5.5"), ("5", "3.5"), ("8.5", "2"), ("9", "1.5"), ("9.5", "1")])
def test_the_published_examples_of_a_weighted_median(first: str, median: str) -> None:
    """One to ten with a weight on the one, as matrixStats tests itself; nine is exactly half of all the weight."""
    weights = [Fraction(first), *[Fraction(1)] * 9]
    assert weighted_median(list(zip(range(1, 11), weights, strict=True))) == Fraction(median)


@given(LEVELS, st.lists(st.integers(1, 6), min_size=15, max_size=15))
def test_a_weighted_median_is_the_median_of_each_value_as_often_as_it_weighs(
    levels: list[int], weights: list[int]
) -> None:
    weighed = list(zip(levels, weights, strict=False))
    repeated = [level for level, weight in weighed for _ in range(weight)]
    sevenths = [(level, Fraction(weight, 7)) for level, weight in weighed]
    assert weighted_median(sevenths) == Fraction(statistics.median(repeated))


def test_a_median_that_takes_the_lower_of_two_would_be_caught_by_that_property() -> None:
    assert statistics.median_low([1, 1, 2, 4]) != weighted_median(
        [(1, Fraction(2)), (2, Fraction(1)), (4, Fraction(1))]
    )


def test_there_is_no_median_or_mean_of_nothing() -> None:
    with pytest.raises(ValueError, match="median"):
        median_of([])
    with pytest.raises(ValueError, match="median"):
        weighted_median([])
    with pytest.raises(ValueError, match="mean"):
        weighted_mean([])


def test_a_weight_counts_a_value_that_many_times() -> None:
    once = Fraction(1)
    assert weighted_mean([(1, once), (4, Fraction(2))]) == weighted_mean([(1, once), (4, once), (4, once)])
    assert weighted_sum([(1, Fraction("2.5")), (4, Fraction(1, 3))]) == Fraction(23, 6)


@pytest.mark.parametrize(
    "value,places,written",
    [
        ("37.5", 0, "38"),
        ("37.4999", 0, "37"),
        ("-37.5", 0, "-38"),
        ("0.05", 1, "0.1"),
        ("-0.04", 1, "0.0"),
        ("2", 1, "2.0"),
        ("0.005", 2, "0.01"),
        ("1234567890123456789.25", 1, "1234567890123456789.3"),
    ],
)
def test_halves_are_rounded_away_from_zero_and_written_exactly(value: str, places: int, written: str) -> None:
    assert decimal(Fraction(value), places) == written
    assert rounded(Fraction(value), places) == Fraction(written)


@pytest.mark.parametrize(
    "value,written", [("1/2", "0.5"), ("2/3", "0.67"), ("1", "1"), ("100", "100"), ("4/30", "0.13")]
)
def test_a_short_decimal_drops_the_noughts_at_its_end(value: str, written: str) -> None:
    assert short_decimal(Fraction(value)) == written


@given(VALUES, VALUES, st.integers(0, 3))
def test_rounding_keeps_the_order_of_values(first: Fraction, second: Fraction, places: int) -> None:
    low, high = sorted((first, second))
    assert rounded(low, places) <= rounded(high, places)
    assert abs(rounded(first, places) - first) <= Fraction(1, 2 * 10**places)


def test_bands_decide_how_many_places_a_figure_needs() -> None:
    assert places_of(bands("25", "39"), at_least=0) == 0
    assert places_of(bands("3", "4"), at_least=1) == 1
    assert places_of(bands("0", "2.25"), at_least=1) == 2
    assert places_of((Band("third", Fraction(1, 3)),), at_least=0) == 6


CQC = (
    Band("inadequate", Fraction(25)),
    Band("requires improvement", Fraction(39)),
    Band("good", Fraction(63)),
    Band("outstanding", Fraction(88)),
)


@pytest.mark.parametrize(
    "share,name",
    [
        ("8/32", "inadequate"),
        ("12/32", "inadequate"),  # 37.5 is written 38, the last figure of the lowest band
        ("14/36", "requires improvement"),  # 38.9 lies between “25 to 38” and “39 to 62” and is written 39
        ("20/32", "good"),  # 62.5 lies between “39 to 62” and “63 to 87” and is written 63
        ("21/32", "good"),
        ("27/32", "good"),
        ("28/32", "outstanding"),  # 87.5: “over 87 per cent” in one edition, “88 and above” in another
        ("32/32", "outstanding"),
    ],
)
def test_percentages_fall_in_the_bands_that_the_care_quality_commission_publishes(share: str, name: str) -> None:
    """Thresholds: CQC, “How we determine ratings” for local authorities and “How we reach a rating” for providers."""
    assert band_of(100 * Fraction(share), CQC) == name


def test_comparing_the_exact_percentage_would_leave_the_published_gaps_open() -> None:
    def exact(value: Fraction) -> str | None:
        return next((band.name for band in reversed(CQC) if band.lowest <= value), None)

    assert exact(Fraction("87.5")) == "good"  # and “over 87 per cent” says outstanding
    assert band_of(Fraction("87.5"), CQC) == "outstanding"


@pytest.mark.parametrize(
    "mean,name", [("2.94", "band 0"), ("2.95", "band 1"), ("3.94", "band 1"), ("3.95", "band 2"), ("4", "band 2")]
)
def test_bands_of_means_close_their_gaps_at_one_decimal_place(mean: str, name: str) -> None:
    """Factor means of the Wilder inventory: below 3.0, 3.0 to 3.9, and 4.0 and above."""
    assert band_of(Fraction(mean), bands("1", "3", "4"), at_least=1) == name


def test_a_median_of_a_half_belongs_to_the_upper_of_two_bands() -> None:
    """A median of 2.5 in agreement is “progressing” in doi.org/10.5334/ijic.7747, table 4 (structure, round 1)."""
    assert band_of(Fraction("2.5"), bands("0", "3", "5")) == "band 1"


def test_a_value_below_the_first_band_or_without_bands_has_none() -> None:
    assert band_of(Fraction(10), CQC) is None
    assert band_of(Fraction(10), ()) is None


@given(VALUES, VALUES)
def test_a_higher_value_is_never_in_a_lower_band(first: Fraction, second: Fraction) -> None:
    order = [None, *(band.name for band in CQC)]
    low, high = sorted((first, second))
    assert order.index(band_of(low, CQC)) <= order.index(band_of(high, CQC))


@pytest.mark.parametrize(
    "value,words",
    [
        ("2", "Developing"),
        ("2.5", "Between Developing and Maturing"),
        ("2.25", "Between Developing and Maturing"),
        ("3.5", "Between Maturing and Thriving"),
        ("2.3", "2.3"),
        ("0.5", "0.5"),
        ("4.5", "4.5"),
        ("5", "5.0"),
    ],
)
def test_a_value_is_written_in_the_words_of_a_named_scale(value: str, words: str) -> None:
    assert level_in_words(Fraction(value), a_matrix()) == words


@pytest.mark.parametrize("value,words", [("3", "Level 3"), ("3.5", "Between levels 3 and 4"), ("0", "Level 0")])
def test_a_value_is_written_with_numbers_where_levels_have_no_names(value: str, words: str) -> None:
    assert level_in_words(Fraction(value), a_matrix(levels=some_levels(6, lowest=0))) == words


@pytest.mark.parametrize(
    "method,value,words",
    [
        (OverallMethod.PERCENT, "65.625", "66%"),
        (OverallMethod.MEAN, "2.34", "2.3"),
        (OverallMethod.SUM, "28", "28"),
        (OverallMethod.SUM, "28.5", "28.5"),
        (OverallMethod.MEDIAN, "2.5", "Between Developing and Maturing"),
        (OverallMethod.LOWEST, "2", "Developing"),
    ],
)
def test_an_overall_value_is_written_as_its_method_writes_it(method: OverallMethod, value: str, words: str) -> None:
    matrix = a_matrix(scoring=ScoringRule(overall=OverallRule(method=method)))
    assert overall_in_words(Fraction(value), matrix) == words
