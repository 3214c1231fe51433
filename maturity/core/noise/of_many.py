"""Whole comparisons tried out: how many criteria are called likely real that did not change, and how many that did.

People are drawn as in `noise_simulation.py`. Partners agree the middle of the levels that they gave, the upper one of
two, and a criterion is called likely real when that moved and their own levels moved beyond chance the same way.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Final, NamedTuple

from maturity.core.noise.held_together import Held, beyond_chance
from maturity.core.noise.model import ANSWER_ERROR, CONFIDENCE, PARTNER_LEANING, chances_of_size
from maturity.core.noise.simulation import SEED, Replaced, is_replaced

LEAST_PARTNERS: Final = 3
"""How many partners a matrix asks for before it judges agreement or a movement, unless it says otherwise."""


class Called(NamedTuple):
    """How many criteria of one comparison were called likely real: of those that stayed, and of those that changed."""

    stayed: int
    changed: int


def called_likely_real(
    *,
    levels: int,
    criteria: int,
    partners: int,
    changed: int = 0,
    held: Held = Held.BY_ITSELF,
    replaced: Replaced = Replaced.NOBODY,
    seed: int = SEED,
) -> Iterator[tuple[Called, ...]]:
    """Repeats without end: what one comparison calls likely real, for `LEAST_PARTNERS` to so many partners.

    The first `changed` criteria truly go up by one level for everybody. Raises `ValueError` where more are to change
    than there are.
    """
    if not 0 <= changed <= criteria:
        raise ValueError("More criteria cannot change than there are.")
    draw = Random(seed)  # noqa: S311  (chance for a simulation, not for a secret)
    gauss = draw.gauss

    def given(seen: float) -> int:
        return min(levels, max(1, round(seen + gauss(0, ANSWER_ERROR))))

    while True:
        steps = [1] * changed + [0] * (criteria - changed)
        true_levels = [draw.uniform(1, levels - step) for step in steps]
        before: list[list[int]] = [[] for _ in steps]
        after: list[list[int]] = [[] for _ in steps]
        others, panels = 0, []
        for partner in range(1, partners + 1):
            first = second = gauss(0, PARTNER_LEANING)
            if is_replaced(replaced, partner, draw):
                second, others = gauss(0, PARTNER_LEANING), others + 1
            for criterion, (true, step) in enumerate(zip(true_levels, steps, strict=True)):
                insort(before[criterion], given(true + first))
                insort(after[criterion], given(true + step + second))
            if partner >= LEAST_PARTNERS:
                found = _found(before, after, held, levels=levels, others=others)
                panels.append(Called(sum(found[changed:]), sum(found[:changed])))
        yield tuple(panels)


def _found(
    before: Sequence[Sequence[int]], after: Sequence[Sequence[int]], held: Held, *, levels: int, others: int
) -> list[bool]:
    """Which criteria are called likely real, from the levels of all partners in order."""
    partners = len(before[0])
    if 2 * others > partners:
        return [False] * len(before)
    chances = _chances(levels, partners, half_replaced=others > 0)
    sums = [sum(second) - sum(first) for first, second in zip(before, after, strict=True)]
    beyond = beyond_chance([chances[abs(change)] for change in sums], held, rate=1 - CONFIDENCE)
    agreed = [second[partners // 2] - first[partners // 2] for first, second in zip(before, after, strict=True)]
    return [is_beyond and change * step > 0 for is_beyond, change, step in zip(beyond, sums, agreed, strict=True)]


@cache
def _chances(levels: int, partners: int, *, half_replaced: bool) -> Sequence[float]:
    return chances_of_size(levels, half_replaced=half_replaced, partners=partners)[-1]
