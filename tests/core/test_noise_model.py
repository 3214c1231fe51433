"""The tables of limits, worked out again from the model, and the model against an independent simulation."""

from __future__ import annotations

from random import Random

import pytest

from maturity.core.noise import HALF_REPLACED, SAME_PEOPLE
from maturity.core.noise_model import ANSWER_ERROR, CONFIDENCE, PARTNER_LEANING, limits_without_change

PANELS = (1, 3, 6, 10)


def simulated_changes(
    *, levels: int, criteria: int, trials: int, half_replaced: bool = False, seed: int = 7747
) -> dict[int, list[int]]:
    """The absolute change, in steps, of the sum of the first 1, 3, 6 and 10 partners' levels; nothing truly changed.

    Written apart from the model it checks: people are drawn, lean, err, and round to a level, one at a time. Where
    half are replaced, every second partner answers the second time through somebody else.
    """
    draw = Random(seed)  # noqa: S311 - chance for a simulation, not for a secret

    def level(seen: float) -> int:
        return min(levels, max(1, round(seen + draw.gauss(0, ANSWER_ERROR))))

    changes: dict[int, list[int]] = {panel: [] for panel in PANELS}
    for _ in range(trials):
        true_levels = [draw.uniform(1, levels) for _ in range(criteria)]
        total = 0
        for partner in range(1, max(PANELS) + 1):
            leaning = draw.gauss(0, PARTNER_LEANING)
            later = draw.gauss(0, PARTNER_LEANING) if half_replaced and partner % 2 == 0 else leaning
            total += sum(level(true + later) - level(true + leaning) for true in true_levels)
            if partner in changes:
                changes[partner].append(abs(total))
    return changes


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
    changes = simulated_changes(levels=levels, criteria=1, trials=6_000, half_replaced=half_replaced)
    for panel in PANELS:
        steps = table[levels][panel - 1]
        assert share_within(changes[panel], steps) > CONFIDENCE - 0.01
        assert share_within(changes[panel], steps - 1) < CONFIDENCE + 0.01


def test_a_table_one_step_too_low_would_be_caught_by_that_simulation() -> None:
    changes = simulated_changes(levels=4, criteria=1, trials=6_000)
    assert share_within(changes[6], SAME_PEOPLE[4][5] - 1) < CONFIDENCE - 0.01


def test_the_mean_of_three_criteria_moves_less_by_chance_than_one() -> None:
    """The figures that `docs/scoring.md` gives for a domain of three criteria on four levels."""
    changes = simulated_changes(levels=4, criteria=3, trials=4_000)
    for panel, limit in ((1, 1.0), (3, 0.56), (6, 0.39), (10, 0.30)):
        at_95 = sorted(changes[panel])[int(CONFIDENCE * len(changes[panel]))] / (3 * panel)
        assert at_95 == pytest.approx(limit, abs=0.6 / (3 * panel))
