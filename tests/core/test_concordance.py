"""Kendall's W, Krippendorff's alpha and a partner's offset: published examples, other libraries, properties."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import krippendorff
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from maturity.core.concordance import Levels, NoFigure, kendalls_w, krippendorffs_alpha, offsets

NAN = float("nan")


def tables(*, gaps: bool) -> st.SearchStrategy[list[list[int | None]]]:
    """From 3 to 8 partners on 3 to 12 criteria, on a scale from 0 to 5."""
    level = st.integers(0, 5) | st.none() if gaps else st.integers(0, 5)
    return st.integers(3, 12).flatmap(
        lambda criteria: st.lists(st.lists(level, min_size=criteria, max_size=criteria), min_size=3, max_size=8)
    )


FULL, WITH_GAPS = tables(gaps=False), tables(gaps=True)


def read(text: str) -> list[list[int | None]]:
    """A row for each line, a dot for a gap."""
    return [[None if one == "." else int(one) for one in line.split()] for line in text.strip().splitlines()]


SIEGEL = read("""
    2 9 4 9 6 15 12 18 15 20
    5 2 5 9 9 16 18 13 20 13
    4 2 9 9 9  9 16 16 16 20
""")
"""Siegel's example of tied rankings, each rank doubled so that halves are whole."""

KRIPPENDORFF = read("""
    1 2 3 3 2 1 4 1 2 . . .
    1 2 3 3 2 2 4 1 2 5 . 3
    . 3 3 3 2 3 4 2 2 5 1 .
    1 2 3 3 2 4 4 1 2 5 1 .
""")
"""Krippendorff's example of four observers and twelve units with gaps."""


def test_kendalls_w_of_the_published_example_with_ties() -> None:
    """Siegel (1956), Nonparametric Statistics, page 234: three rankings of ten with ties, W = .828."""
    assert kendalls_w(SIEGEL) == pytest.approx(0.828, abs=0.0005)


def test_krippendorffs_alpha_of_the_published_example_with_gaps() -> None:
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, part E: ordinal alpha = .815."""
    assert krippendorffs_alpha(KRIPPENDORFF) == pytest.approx(0.815, abs=0.0005)


@given(FULL)
def test_kendalls_w_is_the_one_behind_the_friedman_test_of_scipy(table: list[list[int | None]]) -> None:
    found = kendalls_w(table)
    assume(isinstance(found, Fraction))
    # Friedman's chi square, with the same correction for ties, is m (n - 1) W.
    square = friedmanchisquare(*zip(*table, strict=True)).statistic
    assert found == pytest.approx(square / (len(table) * (len(table[0]) - 1)), abs=1e-9)


@given(WITH_GAPS)
def test_krippendorffs_alpha_is_that_of_the_krippendorff_library(table: list[list[int | None]]) -> None:
    found = krippendorffs_alpha(table)
    assume(isinstance(found, Fraction))
    theirs = krippendorff.alpha(
        reliability_data=[[NAN if level is None else level for level in row] for row in table],
        level_of_measurement="ordinal",
    )
    assert found == pytest.approx(theirs, abs=1e-9)


def test_reading_the_levels_as_plain_numbers_would_be_caught_by_that_comparison() -> None:
    theirs = krippendorff.alpha(
        reliability_data=[[NAN if level is None else level for level in row] for row in KRIPPENDORFF],
        level_of_measurement="interval",
    )
    assert krippendorffs_alpha(KRIPPENDORFF) != pytest.approx(theirs, abs=0.005)


@given(WITH_GAPS, st.randoms(use_true_random=False))
def test_neither_the_order_of_partners_nor_that_of_criteria_matters(
    table: list[list[int | None]], random: Random
) -> None:
    criteria = list(range(len(table[0])))
    random.shuffle(criteria)
    shuffled = [[row[criterion] for criterion in criteria] for row in table]
    random.shuffle(shuffled)
    assert kendalls_w(shuffled) == kendalls_w(table)
    assert krippendorffs_alpha(shuffled) == krippendorffs_alpha(table)


@given(WITH_GAPS)
def test_turning_the_scale_round_or_spacing_it_otherwise_changes_neither(table: list[list[int | None]]) -> None:
    """Levels are ordered and no more: only which is higher counts."""
    turned = [[None if level is None else 5 - level for level in row] for row in table]
    spaced = [[None if level is None else level * level + 3 for level in row] for row in table]
    for other in (turned, spaced):
        assert kendalls_w(other) == kendalls_w(table)
        assert krippendorffs_alpha(other) == krippendorffs_alpha(table)


@given(WITH_GAPS)
def test_the_bounds_hold(table: list[list[int | None]]) -> None:
    w, alpha = kendalls_w(table), krippendorffs_alpha(table)
    assert isinstance(w, NoFigure) or 0 <= w <= 1
    assert isinstance(alpha, NoFigure) or alpha <= 1


@given(st.lists(st.integers(0, 5), min_size=3, max_size=12), st.integers(3, 8))
def test_identical_rows_are_in_full_concordance(row: list[int], partners: int) -> None:
    assume(len(set(row)) > 1)
    assert kendalls_w([row] * partners) == 1
    assert krippendorffs_alpha([row] * partners) == 1


@given(st.lists(st.integers(0, 4), min_size=3, max_size=12))
def test_a_partner_one_level_lower_everywhere_is_seen_by_alpha_and_by_its_offset_only(row: list[int]) -> None:
    assume(len(set(row)) > 1)
    higher = [level + 1 for level in row]
    table = [row, higher, higher]
    assert kendalls_w(table) == 1
    alpha = krippendorffs_alpha(table)
    assert isinstance(alpha, Fraction)
    assert alpha < 1
    assert offsets(table) == (-1, Fraction(1, 2), Fraction(1, 2))


@given(FULL)
def test_offsets_add_up_to_nothing_where_everybody_answered_everything(table: list[list[int | None]]) -> None:
    found = [one for one in offsets(table) if isinstance(one, Fraction)]
    assert len(found) == len(table)
    assert sum(found) == 0


TWO_PARTNERS: list[Levels] = [[1, 2, 3, 4], [1, 2, 3, 4]]


@pytest.mark.parametrize("silent", [[], [[None] * 4]], ids=["two partners", "and one that gave no level"])
def test_two_partners_are_too_few_for_any_figure(silent: list[Levels]) -> None:
    said = NoFigure("It needs levels from at least 3 partners, and there are 2.")
    table = [*TWO_PARTNERS, *silent]
    assert (kendalls_w(table), krippendorffs_alpha(table)) == (said, said)
    assert offsets(table) == (said,) * len(table)


def test_two_criteria_are_too_few_for_any_figure() -> None:
    table: list[Levels] = [[1, 2, 3, None], [1, 2, None, 4], [1, 2, None, None]]
    assert kendalls_w(table) == NoFigure(
        "It needs at least 3 criteria on which every partner gave a level, and there are 2."
    )
    assert krippendorffs_alpha(table) == NoFigure(
        "It needs at least 3 criteria on which two or more partners gave a level, and there are 2."
    )
    assert offsets(table)[0] == NoFigure(
        "It needs at least 3 criteria on which this partner and another gave a level, and there are 2."
    )


def test_a_partner_that_gave_no_level_at_all_spoils_nobodys_figure() -> None:
    assert kendalls_w([*SIEGEL, [None] * 10]) == kendalls_w(SIEGEL)


def test_where_nothing_differs_there_is_no_order_and_nothing_to_tell_agreement_from() -> None:
    flat: list[Levels] = [[2, 2, 2], [2, 2, 2], [2, 2, 2]]
    assert kendalls_w(flat) == NoFigure(
        "Each partner gave one and the same level everywhere, so there is no order to compare."
    )
    assert krippendorffs_alpha(flat) == NoFigure(
        "Only one level was ever given, so there is no difference that agreement could be told from."
    )


def test_nobody_has_no_figure() -> None:
    said = NoFigure("It needs levels from at least 3 partners, and there are 0.")
    assert (kendalls_w([]), krippendorffs_alpha([]), offsets([])) == (said, said, ())
