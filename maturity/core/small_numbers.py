"""What may be shown of a few people inside one partner organisation: their dots and the median, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maturity.core.concordance import NoFigure
from maturity.core.figures import level_in_words, median_of
from maturity.core.matrix import Level, Matrix

FEWEST_RESPONDENTS: Final = 5
"""With fewer people in a partner there are no statistics by person: each would be known by its figure."""


@dataclass(frozen=True, slots=True)
class Apart:
    """How far apart people are: the ends of what they gave, and how many lie within one level of the median."""

    lowest: int
    highest: int
    within_one: int


@dataclass(frozen=True, slots=True)
class WithinPartner:
    """What the people of one partner gave on one criterion, without their names.

    `dots` is how many gave each level of the scale, lowest first; `median` is exact, and None where nobody gave a
    level. `apart` is how far apart they are, a `NoFigure` with fewer than five people.
    """

    dots: tuple[tuple[Level, int], ...]
    count: int
    median: Fraction | None
    apart: Apart | NoFigure


def why_no_statistics_by_person(respondents: int) -> NoFigure | None:
    """Why nothing may be worked out by person among so many, or None where it may."""
    if respondents >= FEWEST_RESPONDENTS:
        return None
    people = "1 person" if respondents == 1 else f"{respondents} people"
    return NoFigure(
        f"{people} gave a level for this partner: with fewer than {FEWEST_RESPONDENTS}, only the levels and their "
        "median are shown."
    )


def within_partner(levels: Sequence[int], matrix: Matrix) -> WithinPartner:
    """The levels of the people of one partner on one criterion, as far as so few may be shown."""
    dots = tuple((level, levels.count(level.value)) for level in matrix.levels)
    hidden = why_no_statistics_by_person(len(levels))
    if hidden:
        return WithinPartner(dots, len(levels), median_of(levels) if levels else None, hidden)
    median = median_of(levels)
    near = sum(1 for level in levels if abs(level - median) <= 1)
    return WithinPartner(dots, len(levels), median, Apart(min(levels), max(levels), near))


def median_within_partner(found: WithinPartner, matrix: Matrix) -> str:
    """The median in words, and where nobody gave it that too.

    One between two levels is not rounded, and says that the partner has not agreed one.
    """
    if found.median is None:
        return "Nobody gave a level."
    words = level_in_words(found.median, matrix)
    if found.median.denominator != 1:
        return f"{words}, where nobody stands: the partner has not agreed a level."
    is_given = any(count for level, count in found.dots if level.value == found.median)
    return f"The median is {words}." if is_given else f"The median is {words}, which nobody gave."


def figures_within_partner(found: WithinPartner, matrix: Matrix) -> str:
    """How far apart the people of a partner are, of five or more; of fewer why that is not said. Empty for nobody."""
    if not found.count:
        return ""
    if isinstance(found.apart, NoFigure):
        return found.apart.reason
    lowest, highest = (matrix.level(end).numbered_label for end in (found.apart.lowest, found.apart.highest))
    if lowest == highest:
        return f"All {found.count} gave {lowest}."
    near = f"{found.apart.within_one} of {found.count} within one level of the median"
    return f"They lie between {lowest} and {highest}, and {near}."
