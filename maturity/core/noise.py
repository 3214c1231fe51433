"""How large a change in the mean of the partners' levels has to be before chance alone does not explain it.

The tables are worked out from the model in `noise_model.py`, which a test repeats.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

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
