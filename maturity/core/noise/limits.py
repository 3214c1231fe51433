"""How large a change in the mean of the partners' levels has to be before chance alone does not explain it.

The tables are worked out from the model in `noise_model.py`, which a test repeats. `noise_simulation.py` draws people
instead, and gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, sqrt
from typing import Final, NamedTuple

from maturity.core.noise.model import Spread

MOST_PARTNERS: Final = 30
"""The largest panel in the tables. A larger one is held to one step more, shared among one partner more.

The limit of this one would not do: limits are whole steps, so they fall in leaps, and a panel of 31 to 34 can have a
wider one. That of one step more is wider than the own limit of every panel of 31 to 60, on each scale of the tables.
"""


def noise_limit(partners: int, *, levels: int, all_the_same_people: bool) -> Fraction:
    """The largest change in the mean, in levels, that chance alone explains; raises `ValueError` without partners.

    `levels` is how many levels the scale has (2 to 10; a longer one is read as 10). Where some of the people
    are others than in the round before, the limit is that of a panel in which half of them are.
    """
    if partners < 1:
        raise ValueError("There is no limit for no partners.")
    table = SAME_PEOPLE if all_the_same_people else HALF_REPLACED
    steps = table[min(levels, max(table))]
    if partners > MOST_PARTNERS:
        return Fraction(steps[-1] + 1, MOST_PARTNERS + 1)
    return Fraction(steps[partners - 1], partners)


class Answered(NamedTuple):
    """On how many criteria one partner gave a level in both rounds: answered by the same people, and by others."""

    same_people: int
    other_people: int = 0

    @property
    def criteria(self) -> int:
        """On how many in all."""
        return self.same_people + self.other_people


def noise_limit_of_mean(panel: Sequence[Answered], *, levels: int) -> Fraction:
    """The largest change in the mean over several criteria that chance alone explains, in levels.

    The mean is of every level that a partner of the panel gave in both rounds. Its variance is worked out exactly from
    that of one change (`SPREAD`), the share of it that other people bring to every criterion alike counted for each
    pair of criteria; the limit is then that of a normal variable on whole steps, with the usual half step of continuity
    correction. A simulation of the model is met within one step. A scale of more than 10 levels is read as 10. Raises
    `ValueError` for a panel that gave no level.
    """
    answers = sum(partner.criteria for partner in panel)
    if not answers:
        raise ValueError("There is no limit for no levels.")
    variance = variance_without_change(panel, levels=levels)
    return Fraction(max(1, ceil(_NOT_EXCEEDED * sqrt(variance) - 0.5)), answers)


def variance_without_change(panel: Sequence[Answered], *, levels: int) -> float:
    """The variance of the sum of all those changes, in squared levels, when nothing has changed."""
    of = SPREAD[min(levels, max(SPREAD))]
    return sum(
        partner.same_people * of.same
        + partner.other_people * of.other
        + partner.other_people * (partner.other_people - 1) * of.shared
        for partner in panel
    )


_NOT_EXCEEDED: Final = 1.959964
"""How many standard deviations 95 of 100 draws of a normal variable lie within, either way."""

SPREAD: Final[Mapping[int, Spread]] = {
    2: Spread(0.3393, 0.4599, 0.1168),
    3: Spread(0.5778, 0.8470, 0.2546),
    4: Spread(0.6802, 1.0244, 0.3264),
    5: Spread(0.7318, 1.1148, 0.3661),
    6: Spread(0.7628, 1.1691, 0.3910),
    7: Spread(0.7835, 1.2053, 0.4082),
    8: Spread(0.7982, 1.2312, 0.4207),
    9: Spread(0.8093, 1.2506, 0.4301),
    10: Spread(0.8179, 1.2657, 0.4376),
}
"""By number of levels: the variances of one partner’s change on one criterion when nothing has changed."""

SAME_PEOPLE: Final[Mapping[int, tuple[int, ...]]] = {
    2: (1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6),
    3: (1, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8),
    4: (2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 9, 9, 9),
    5: (2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9),
    6: (2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9),
    7: (2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 10),
    8: (2, 2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 10),
    9: (2, 2, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 10, 10),
    10: (2, 2, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 10, 10),
}
"""By number of levels: the limit in steps for 1, 2, 3 … partners, answered for by the same people."""

HALF_REPLACED: Final[Mapping[int, tuple[int, ...]]] = {
    2: (1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7),
    3: (1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9),
    4: (2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 10, 10, 10),
    5: (2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10),
    6: (2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 11),
    7: (2, 3, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 11, 11),
    8: (2, 3, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 11, 11),
    9: (2, 3, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 10, 11, 11, 11),
    10: (2, 3, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 11, 11, 11),
}
"""By number of levels: the limit in steps for 1, 2, 3 … partners, half of them answered for by other people."""
