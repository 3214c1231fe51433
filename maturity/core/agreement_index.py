"""How closely a handful of levels agree, as one figure from -1 to 1: the key by which criteria are put in order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations


def agreement_index(counts: Sequence[int]) -> Fraction | None:
    """Van der Eijk's A: 1 where all agree, 0 where all are spread evenly, -1 where half are at each end.

    `counts` is how many gave each level, in the order of the scale, nought for each level that nobody gave. The
    result is exact, and None where nobody gave any. Raises `ValueError` for a scale of fewer than two levels and
    for a count below nought. On a scale of two levels it is never below 0.

    Source: van der Eijk, C. (2001), Measuring agreement in ordered rating scales, Quality and Quantity 35(3),
    325-341, doi.org/10.1023/A:1010374114305. The counts are taken apart into layers, each of which holds the same
    number in every level that it covers; a layer is judged by its pattern of covered and empty levels, and weighs
    as many ratings as are in it. A depends on how many levels the scale has, so it is compared on one scale only.
    """
    if len(counts) < 2 or min(counts) < 0:
        raise ValueError("Give a count, not below nought, for each of two or more levels.")
    total = sum(counts)
    if not total:
        return None
    left = list(counts)
    found = Fraction(0)
    while any(left):
        pattern = tuple(count > 0 for count in left)
        depth = min(count for count in left if count)
        found += Fraction(depth * sum(pattern), total) * _agreement_of_pattern(pattern)
        left = [count - depth if count else 0 for count in left]
    return found


@lru_cache(maxsize=1024)
def _agreement_of_pattern(pattern: tuple[bool, ...]) -> Fraction:
    levels, covered = len(pattern), sum(pattern)
    if covered == 1:
        return Fraction(1)
    if covered == levels:
        return Fraction(0)
    one_hump = two_humps = 0
    for low, middle, high in combinations(pattern, 3):
        if low and high and not middle:
            two_humps += 1
        elif middle and low is not high:
            one_hump += 1
    unimodality = Fraction((levels - 2) * one_hump - (levels - 1) * two_humps, (levels - 2) * (one_hump + two_humps))
    return unimodality * (1 - Fraction(covered - 1, levels - 1))
