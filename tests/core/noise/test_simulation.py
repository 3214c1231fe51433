"""The simulation itself: repeatable, and with the figures that a change on a short scale is known to have by chance."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest

from maturity.core.noise.simulation import Replaced, changes_of_sum, limit_of_mean, simulated_limits

PANELS = (1, 3, 6, 10)


def test_the_same_seed_gives_the_same_repeats_and_another_seed_others() -> None:
    def repeats(seed: int) -> list[tuple[int, ...]]:
        return list(islice(changes_of_sum(levels=4, criteria=2, partners=3, seed=seed), 50))

    assert repeats(1) == repeats(1)
    assert repeats(1) != repeats(2)


def test_the_limit_is_the_smallest_change_that_nineteen_of_twenty_do_not_exceed() -> None:
    assert limit_of_mean([0] * 18 + [-4, 7], answers=2) == Fraction(2)
    assert limit_of_mean([0] * 17 + [-4, 7, 9], answers=2) == Fraction(7, 2)
    with pytest.raises(ValueError, match="without a repeat"):
        limit_of_mean([], answers=2)


@pytest.mark.parametrize(
    "criteria,replaced,expected",
    [
        (1, Replaced.NOBODY, ("2.0", "1.0", "0.67", "0.50")),
        (3, Replaced.NOBODY, ("1.0", "0.56", "0.39", "0.30")),
        (3, Replaced.BY_CHANCE, ("1.33", "0.78", "0.56", "0.40")),
        (27, Replaced.NOBODY, ("0.33", "0.19", "0.14", "0.10")),
        (27, Replaced.BY_CHANCE, ("1.07", "0.56", "0.38", "0.30")),
    ],
)
def test_four_levels_with_the_truth_away_from_the_ends_have_the_known_limits(
    criteria: int, replaced: Replaced, expected: tuple[str, ...]
) -> None:
    """Figures of another simulation of the same model. They are met within one step, and 0.05 of a level."""
    found = simulated_limits(levels=4, criteria=criteria, partners=10, repeats=2_500, replaced=replaced, margin=0.3)
    for panel, limit in zip(PANELS, expected, strict=True):
        step = Fraction(1, criteria * panel)
        assert abs(found[panel - 1] - Fraction(limit)) <= max(step, Fraction(1, 20)) + Fraction(1, 200)


def test_control_without_the_partners_leaning_other_people_would_bring_no_more_noise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("maturity.core.noise.simulation.PARTNER_LEANING", 0.0)
    same, others = (
        simulated_limits(levels=4, criteria=27, partners=6, repeats=1_000, replaced=replaced)[5]
        for replaced in (Replaced.NOBODY, Replaced.BY_CHANCE)
    )
    assert others - same < Fraction(1, 20)
