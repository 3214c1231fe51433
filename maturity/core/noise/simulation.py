"""The noise model tried out: people are drawn, lean, err and give a level, again and again, while nothing changes.

It is written apart from `noise_model.py`, with which it shares the two standard deviations and nothing else, so that
each can be held against the other. With the same seed it gives the same figures on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import islice
from random import Random
from typing import Final

from maturity.core.noise.model import ANSWER_ERROR, CONFIDENCE, PARTNER_LEANING

SEED: Final = 7747


class Replaced(StrEnum):
    """For which partners somebody else answers in the second round."""

    NOBODY = "nobody"
    EVERY_SECOND = "every-second"  # the second, the fourth … partner
    BY_CHANCE = "by-chance"  # each partner with a chance of one half


def changes_of_sum(
    *,
    levels: int,
    criteria: int,
    partners: int,
    replaced: Replaced = Replaced.NOBODY,
    margin: float = 0.0,
    seed: int = SEED,
) -> Iterator[tuple[int, ...]]:
    """Repeats without end: the change in steps, later less earlier, of the sum over 1, 2 … so many partners.

    A sum is of the levels of all criteria of all those partners. The true level of each criterion is the same for
    everybody and anywhere on the scale, with equal chance, that is at least `margin` levels from both of its ends;
    nothing in it changes between the two rounds.
    """
    draw = Random(seed)  # noqa: S311  (chance for a simulation, not for a secret)
    gauss = draw.gauss

    def given(seen: float) -> int:
        return min(levels, max(1, round(seen + gauss(0, ANSWER_ERROR))))

    while True:
        true_levels = [draw.uniform(1 + margin, levels - margin) for _ in range(criteria)]
        total, sums = 0, []
        for partner in range(1, partners + 1):
            before = after = gauss(0, PARTNER_LEANING)
            if is_replaced(replaced, partner, draw):
                after = gauss(0, PARTNER_LEANING)
            total += sum(given(true + after) - given(true + before) for true in true_levels)
            sums.append(total)
        yield tuple(sums)


def is_replaced(replaced: Replaced, partner: int, draw: Random) -> bool:
    """Whether somebody else answers for the partner with this number, counted from 1, in the second round."""
    if replaced is Replaced.BY_CHANCE:
        return draw.random() < 0.5
    return replaced is Replaced.EVERY_SECOND and partner % 2 == 0


def limit_of_mean(changes: Sequence[int], *, answers: int) -> Fraction:
    """The smallest absolute change of the mean, in levels, that the model's share of the repeats does not exceed.

    `changes` are those of a sum in steps, `answers` how many levels the sum is of. Raises `ValueError` for no repeats.
    """
    if not changes:
        raise ValueError("There is no limit without a repeat.")
    sizes = sorted(map(abs, changes))
    within = -(-int(CONFIDENCE * 100) * len(sizes) // 100)
    return Fraction(sizes[within - 1], answers)


def simulated_limits(
    *,
    levels: int,
    criteria: int,
    partners: int,
    repeats: int,
    replaced: Replaced = Replaced.NOBODY,
    margin: float = 0.0,
    seed: int = SEED,
) -> tuple[Fraction, ...]:
    """The limit of the mean over all criteria for 1, 2 … so many partners, from so many repeats."""
    drawn = changes_of_sum(
        levels=levels, criteria=criteria, partners=partners, replaced=replaced, margin=margin, seed=seed
    )
    by_panel = zip(*islice(drawn, repeats), strict=True)
    return tuple(limit_of_mean(found, answers=criteria * n) for n, found in enumerate(by_panel, start=1))
