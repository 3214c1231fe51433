"""The tables of limits, worked out again from the model, and the model against an independent simulation."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest

from maturity.core.noise.limits import HALF_REPLACED, SAME_PEOPLE, SPREAD, Answered, noise_limit_of_mean
from maturity.core.noise.model import CONFIDENCE, limits_without_change, spread_without_change
from maturity.core.noise.simulation import Replaced, changes_of_sum, simulated_limits

PANELS = (1, 3, 6, 10)


def simulated_changes(
    *, levels: int, criteria: int, trials: int, replaced: Replaced = Replaced.NOBODY
) -> dict[int, list[int]]:
    """The absolute change, in steps, of the sum of the first 1, 3, 6 and 10 partners' levels; nothing truly changed."""
    drawn = changes_of_sum(levels=levels, criteria=criteria, partners=max(PANELS), replaced=replaced)
    by_panel = list(zip(*islice(drawn, trials), strict=True))
    return {panel: [abs(change) for change in by_panel[panel - 1]] for panel in PANELS}


def share_within(changes: list[int], steps: int) -> float:
    return sum(1 for change in changes if change <= steps) / len(changes)


@pytest.mark.parametrize("levels", [2, 3, 4, 5, 6])
def test_the_tables_are_what_the_model_gives(levels: int) -> None:
    assert limits_without_change(levels, half_replaced=False, partners=12) == SAME_PEOPLE[levels][:12]
    assert limits_without_change(levels, half_replaced=True, partners=12) == HALF_REPLACED[levels][:12]


@pytest.mark.parametrize("levels", [7, 8, 9, 10])
def test_the_tables_of_long_scales_are_what_the_model_gives(levels: int) -> None:
    assert limits_without_change(levels, half_replaced=False, partners=5) == SAME_PEOPLE[levels][:5]
    assert limits_without_change(levels, half_replaced=True, partners=5) == HALF_REPLACED[levels][:5]


def test_the_table_of_four_levels_is_what_the_model_gives_to_its_end() -> None:
    assert limits_without_change(4, half_replaced=False, partners=30) == SAME_PEOPLE[4]


@pytest.mark.parametrize("half_replaced", [False, True])
@pytest.mark.parametrize("levels", [4, 6])
def test_a_simulation_of_people_agrees_with_the_tables(levels: int, half_replaced: bool) -> None:
    table = HALF_REPLACED if half_replaced else SAME_PEOPLE
    replaced = Replaced.EVERY_SECOND if half_replaced else Replaced.NOBODY
    changes = simulated_changes(levels=levels, criteria=1, trials=6_000, replaced=replaced)
    for panel in PANELS:
        steps = table[levels][panel - 1]
        assert share_within(changes[panel], steps) > CONFIDENCE - 0.01
        assert share_within(changes[panel], steps - 1) < CONFIDENCE + 0.01


def test_a_table_one_step_too_low_would_be_caught_by_that_simulation() -> None:
    changes = simulated_changes(levels=4, criteria=1, trials=6_000)
    assert share_within(changes[6], SAME_PEOPLE[4][5] - 1) < CONFIDENCE - 0.01


@pytest.mark.parametrize("levels", list(SPREAD))
def test_the_spreads_are_what_the_model_gives(levels: int) -> None:
    assert spread_without_change(levels) == pytest.approx(SPREAD[levels], abs=0.00006)


@pytest.mark.parametrize("replaced", [Replaced.NOBODY, Replaced.EVERY_SECOND])
@pytest.mark.parametrize("levels,criteria", [(2, 3), (4, 2), (4, 3), (4, 9), (6, 5), (10, 3)])
def test_a_simulation_of_people_agrees_with_the_limits_of_several_criteria(
    levels: int, criteria: int, replaced: Replaced
) -> None:
    found = simulated_limits(levels=levels, criteria=criteria, partners=10, repeats=6_000, replaced=replaced)
    for panel in PANELS:
        others = 0 if replaced is Replaced.NOBODY else panel // 2
        answered = [Answered(criteria)] * (panel - others) + [Answered(0, criteria)] * others
        limit = noise_limit_of_mean(answered, levels=levels)
        assert abs(limit - found[panel - 1]) <= Fraction(1, criteria * panel)


def test_control_a_limit_that_took_no_notice_of_other_people_would_be_caught_by_that_simulation() -> None:
    found = simulated_limits(levels=4, criteria=9, partners=10, repeats=6_000, replaced=Replaced.EVERY_SECOND)
    assert found[9] - noise_limit_of_mean([Answered(9)] * 10, levels=4) > Fraction(2, 90)
