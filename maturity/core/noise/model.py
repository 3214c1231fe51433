"""The model behind the noise limits: how far the mean of the partners' levels moves when nothing has changed.

On one criterion nothing has changed. Its true level is anywhere on the scale with equal chance.
Each partner sees it with a leaning of its own (normal, standard deviation 0.5 of a level) and, each time
it answers, with a fresh error (normal, 0.6 of a level), and gives the nearest level of the scale. The same
people keep their leaning, so it cancels; other people bring another. The limit for a number of partners is the
smallest change in the mean of their levels that is not exceeded in 95 of 100 repeats.

The two standard deviations are assumptions, not measurements: `docs/scoring.md` says what follows from them and
where they would have to change. Partner organisations are small panels, so a limit is a whole number of steps
shared among so many partners, and it is kept as that whole number.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import erf, exp, sqrt
from typing import Final, NamedTuple

PARTNER_LEANING: Final = 0.5
"""Standard deviation, in levels, of how much higher or lower one partner sees everything."""

ANSWER_ERROR: Final = 0.6
"""Standard deviation, in levels, of what changes when the same people answer the same thing again."""

CONFIDENCE: Final = 0.95
"""The share of repeats without true change in which the limit is not exceeded."""


def limits_without_change(levels: int, *, half_replaced: bool, partners: int) -> tuple[int, ...]:
    """The limits for 1 to so many partners, in steps of one level by one partner, worked out from the model.

    This is how the tables of `noise.py` were made. The chances are exact up to the two grids over which the true
    level and the leaning are averaged; no random numbers are drawn.
    """
    totals = _chances_of_sums(levels, half_replaced=half_replaced, partners=partners)
    return tuple(_smallest_not_exceeded(totals[n]) for n in range(1, partners + 1))


def chances_of_size(levels: int, *, half_replaced: bool, partners: int) -> tuple[tuple[float, ...], ...]:
    """For 1 to so many partners: the chances that the sum changes by 0, 1, 2 … steps or more, either way.

    Nothing has changed, so the entry for what was seen is the exact p-value of it. Each row ends with the largest sum
    that there can be.
    """
    totals = _chances_of_sums(levels, half_replaced=half_replaced, partners=partners)
    return tuple(_of_size(totals[n]) for n in range(1, partners + 1))


def _chances_of_sums(levels: int, *, half_replaced: bool, partners: int) -> list[list[float]]:
    """By number of partners: the chances of every change of the sum of their levels, from the lowest to the highest."""
    totals = [[0.0] * (2 * n * (levels - 1) + 1) for n in range(partners + 1)]
    for true_level in _grid(1.0, float(levels), 61):
        same = _change_of_one(true_level, levels, same_people=True)
        other = _change_of_one(true_level, levels, same_people=False)
        same_sums = _sums(same, partners)
        other_sums = _sums(other, partners // 2)
        for n in range(1, partners + 1):
            replaced = n // 2 if half_replaced else 0
            for steps, chance in enumerate(_added(same_sums[n - replaced], other_sums[replaced])):
                totals[n][steps] += chance / 61
    return totals


class Spread(NamedTuple):
    """How far one partner’s change on one criterion spreads when nothing has changed, as variances in squared levels.

    `same` is of the change where the same people answer and `other` where other people do. `shared` is the part of
    `other` that their leaning brings to every criterion alike, so that it does not average out over criteria.
    """

    same: float
    other: float
    shared: float


def spread_without_change(levels: int) -> Spread:
    """The spread of one change on a scale of so many levels, worked out from the model over the same two grids."""
    leanings = _grid(-4.0, 4.0, 41)
    weights = [exp(-x * x / 2) for x in leanings]
    chances = [weight / sum(weights) for weight in weights]
    means_by_leaning = [0.0] * len(leanings)
    same = other = 0.0
    for true_level in _grid(1.0, float(levels), 61):
        given = [_moments(true_level + x * PARTNER_LEANING, levels) for x in leanings]
        mean = sum(chance * of.mean for chance, of in zip(chances, given, strict=True))
        within = sum(chance * of.variance for chance, of in zip(chances, given, strict=True))
        between = sum(chance * (of.mean - mean) ** 2 for chance, of in zip(chances, given, strict=True))
        same += 2 * within / 61
        other += 2 * (within + between) / 61
        means_by_leaning = [so_far + of.mean / 61 for so_far, of in zip(means_by_leaning, given, strict=True)]
    mean = sum(chance * of for chance, of in zip(chances, means_by_leaning, strict=True))
    shared = 2 * sum(chance * (of - mean) ** 2 for chance, of in zip(chances, means_by_leaning, strict=True))
    return Spread(same, other, shared)


class _Moments(NamedTuple):
    mean: float
    variance: float


def _moments(seen: float, levels: int) -> _Moments:
    given = _levels_given(seen, ANSWER_ERROR, levels)
    mean = sum(level * chance for level, chance in enumerate(given))
    return _Moments(mean, sum((level - mean) ** 2 * chance for level, chance in enumerate(given)))


def _change_of_one(true_level: float, levels: int, *, same_people: bool) -> list[float]:
    """The chances that one partner's level changes by -(levels - 1) to levels - 1 steps."""
    chances = [0.0] * (2 * levels - 1)
    if same_people:
        leanings = _grid(-4.0, 4.0, 41)
        weights = [exp(-x * x / 2) for x in leanings]
        pairs = [(x * PARTNER_LEANING, w / sum(weights), ANSWER_ERROR) for x, w in zip(leanings, weights, strict=True)]
    else:
        pairs = [(0.0, 1.0, sqrt(PARTNER_LEANING**2 + ANSWER_ERROR**2))]
    for leaning, weight, error in pairs:
        given = _levels_given(true_level + leaning, error, levels)
        for before, first in enumerate(given):
            for after, second in enumerate(given):
                chances[after - before + levels - 1] += weight * first * second
    return chances


def _levels_given(seen: float, error: float, levels: int) -> list[float]:
    """The chance of each level, when what is seen is rounded to the nearest one."""
    below = [0.0] + [0.5 * (1 + erf((level + 0.5 - seen) / (error * sqrt(2)))) for level in range(1, levels)] + [1.0]
    return [above - under for under, above in pairwise(below)]


def _grid(first: float, last: float, points: int) -> list[float]:
    """The middles of so many equal stretches between two ends."""
    return [first + (last - first) * (i + 0.5) / points for i in range(points)]


def _sums(one: Sequence[float], most: int) -> list[list[float]]:
    """The chances of the sum of 0, 1, 2 … independent changes."""
    sums = [[1.0]]
    for _ in range(most):
        sums.append(_added(sums[-1], one))
    return sums


def _added(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """The chances of the sum of two independent numbers of steps."""
    chances = [0.0] * (len(first) + len(second) - 1)
    for i, x in enumerate(first):
        for j, y in enumerate(second):
            chances[i + j] += x * y
    return chances


def _smallest_not_exceeded(chances: Sequence[float]) -> int:
    """The smallest number of steps, up or down, that is not exceeded with the confidence of the model."""
    middle = len(chances) // 2
    within, steps = chances[middle], 0
    while within < CONFIDENCE:
        steps += 1
        within += chances[middle - steps] + chances[middle + steps]
    return steps


def _of_size(chances: Sequence[float]) -> tuple[float, ...]:
    """The chances of so many steps or more, up or down, from 0 steps on."""
    middle = len(chances) // 2
    found = [chances[middle]] + [chances[middle - n] + chances[middle + n] for n in range(1, middle + 1)]
    return tuple(accumulate(reversed(found)))[::-1]
