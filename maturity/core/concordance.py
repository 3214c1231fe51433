"""Whether partners see a whole round alike: in the same order, and at the same levels.

Every function takes one row for each partner, with one level for each criterion, or None where it gave none; all
rows have the criteria in the same order. A partner that gave no level at all is left out. `fewest` is how many partners
a figure needs. Where there are too few
to say, the answer is a `NoFigure` with the reason in words, never a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Final

FEWEST_PARTNERS: Final = 3
"""With fewer, one partner alone decides most of a figure. A matrix may need more, and never fewer."""

FEWEST_CRITERIA: Final = 3
"""With fewer criteria chance alone often gives a high figure."""

Levels = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class NoFigure:
    """Stands where a figure would be. `reason` is a sentence that says why there is none."""

    reason: str


def kendalls_w(partners: Sequence[Levels], *, fewest: int = FEWEST_PARTNERS) -> Fraction | NoFigure:
    """Kendall's coefficient of concordance, corrected for ties: 1 where all put the criteria in the same order, to 0.

    Only criteria on which every partner gave a level count. It assumes that the partners judged one by one. It says
    nothing of how high the levels are: a partner that is one level lower everywhere is in full concordance.

    Source: Kendall, M. G. and Babington Smith, B. (1939), The problem of m rankings, Annals of Mathematical
    Statistics 10(3), 275-287, doi.org/10.1214/aoms/1177732186; tied ranks as in Siegel, S. (1956), Nonparametric
    Statistics for the Behavioral Sciences, pages 229-238.
    """
    rows = _answering(partners)
    complete = _complete(rows)
    if too_few := _too_few(len(rows), len(complete), "every partner", fewest):
        return too_few
    raters, items = len(rows), len(complete)
    ranked = list(zip(*complete, strict=True))
    totals = [sum(ranks, start=Fraction(0)) for ranks in zip(*map(_ranks, ranked), strict=True)]
    mean = Fraction(raters * (items + 1), 2)
    squares = sum(((total - mean) ** 2 for total in totals), start=Fraction(0))
    ties = sum(count**3 - count for row in ranked for count in Counter(row).values())
    most = raters**2 * (items**3 - items) - raters * ties
    if not most:
        return NoFigure("Each partner gave one and the same level everywhere, so there is no order to compare.")
    return 12 * squares / most


def krippendorffs_alpha(partners: Sequence[Levels], *, fewest: int = FEWEST_PARTNERS) -> Fraction | NoFigure:
    """Krippendorff's alpha for ordered levels: 1 where partners agree on everything, 0 where they agree as by chance.

    A criterion counts as soon as two partners gave a level, so gaps are allowed. It is below 0 where partners differ
    more than by chance. It compares the differences on one criterion with those among all levels given: where nearly
    all levels are alike it can be near 0 though partners hardly differ, so it is shown beside the share that lies
    within one level of the median.

    Source: Krippendorff, K. (2011), Computing Krippendorff's alpha-reliability, repository.upenn.edu/asc_papers/43,
    with the ordinal difference function.
    """
    rows = _answering(partners)
    units = _shared(rows)
    if too_few := _too_few(len(rows), len(units), "two or more partners", fewest):
        return too_few
    counts = Counter(level for unit in units for level in unit)
    if len(counts) == 1:
        return NoFigure("Only one level was ever given, so there is no difference that agreement could be told from.")
    distance = _ordinal_distances(counts)
    observed = sum((_apart(Counter(unit), distance) / (len(unit) - 1) for unit in units), start=Fraction(0))
    return 1 - (counts.total() - 1) * observed / _apart(counts, distance)


def criteria_counted(partners: Sequence[Levels]) -> tuple[int, int]:
    """On how many criteria Kendall's W rests, and on how many Krippendorff's alpha."""
    rows = _answering(partners)
    return len(_complete(rows)), len(_shared(rows))


def offsets(partners: Sequence[Levels], *, fewest: int = FEWEST_PARTNERS) -> tuple[Fraction | NoFigure, ...]:
    """How far each partner is, on average, above (or below) the mean of the others on the same criteria, in levels.

    One figure for each row. It is a perspective and not an error: a partner may well see what others do not.
    """
    answering = len(_answering(partners))
    return tuple(_offset(partners, place, answering, fewest) for place in range(len(partners)))


def sides(partners: Sequence[Levels]) -> tuple[tuple[int, int], ...]:
    """On how many criteria each partner is above the mean of the others, and on how many below it, a pair for each row.

    An offset is a mean, in which the two can cancel each other out.
    """
    found = [_differences(partners, place) for place in range(len(partners))]
    return tuple((sum(one > 0 for one in each), sum(one < 0 for one in each)) for each in found)


def _differences(partners: Sequence[Levels], place: int) -> list[Fraction]:
    """How far a partner is from the mean of the others on each criterion on which it and another gave a level."""
    differences = []
    for criterion, level in enumerate(partners[place]):
        others = [
            other
            for rater, levels in enumerate(partners)
            if rater != place and (other := levels[criterion]) is not None
        ]
        if level is not None and others:
            differences.append(level - Fraction(sum(others), len(others)))
    return differences


def _offset(partners: Sequence[Levels], place: int, answering: int, fewest: int) -> Fraction | NoFigure:
    differences = _differences(partners, place)
    if too_few := _too_few(answering, len(differences), "this partner and another", fewest):
        return too_few
    return sum(differences, start=Fraction(0)) / len(differences)


def _answering(partners: Sequence[Levels]) -> list[Levels]:
    return [levels for levels in partners if any(level is not None for level in levels)]


def _by_criterion(rows: Sequence[Levels]) -> Iterator[list[int]]:
    for unit in zip(*rows, strict=True):
        yield [level for level in unit if level is not None]


def _complete(rows: Sequence[Levels]) -> list[list[int]]:
    """The criteria on which each of these partners gave a level."""
    return [unit for unit in _by_criterion(rows) if len(unit) == len(rows)]


def _shared(rows: Sequence[Levels]) -> list[list[int]]:
    """The criteria on which at least two of these partners gave a level."""
    return [unit for unit in _by_criterion(rows) if len(unit) > 1]


def _too_few(partners: int, criteria: int, by_whom: str, fewest: int) -> NoFigure | None:
    if partners < fewest:
        return NoFigure(f"It needs levels from at least {fewest} partners, and there are {partners}.")
    if criteria < FEWEST_CRITERIA:
        return NoFigure(
            f"It needs at least {FEWEST_CRITERIA} criteria on which {by_whom} gave a level, and there are {criteria}."
        )
    return None


def _ranks(levels: Sequence[int]) -> list[Fraction]:
    """The rank of each level among all, from 1; those that are alike share the mean of their ranks."""
    counts = Counter(levels)
    values = sorted(counts)
    below = dict(zip(values, accumulate((counts[value] for value in values[:-1]), initial=0), strict=True))
    return [below[level] + Fraction(counts[level] + 1, 2) for level in levels]


def _apart(counts: Counter[int], distance: Mapping[tuple[int, int], Fraction]) -> Fraction:
    """The sum of the distances of every rating from every other."""
    levels = sorted(counts)
    pairs = ((low, high) for place, low in enumerate(levels) for high in levels[place + 1 :])
    return sum((2 * counts[low] * counts[high] * distance[low, high] for low, high in pairs), start=Fraction(0))


def _ordinal_distances(counts: Counter[int]) -> Mapping[tuple[int, int], Fraction]:
    """The squared distance of two levels: how many ratings lie between them, half of those at either end counted."""
    levels = sorted(counts)
    upto = dict(zip(levels, accumulate(counts[level] for level in levels), strict=True))
    return {
        (low, high): (upto[high] - upto[low] + Fraction(counts[low] - counts[high], 2)) ** 2
        for place, low in enumerate(levels)
        for high in levels[place + 1 :]
    }
