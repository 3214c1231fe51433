"""Exact figures and how they are written: medians, means, rounding, bands, and a level in words.

Everything is worked out with `Fraction`. Rounding happens once, where a figure is printed, and the band
is looked up with the printed figure, so that a page can never show a figure on one side of a line and a
band from the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate

from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import Band, OverallMethod


def median_of(values: Sequence[Fraction | int]) -> Fraction:
    """The middle value, or halfway between the two middle ones; raises `ValueError` when there are none."""
    if not values:
        raise ValueError("There is no median of no values.")
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle]) / 2


def weighted_median(values: Sequence[tuple[Fraction | int, Fraction]]) -> Fraction:
    """The median of values with weights above 0; raises `ValueError` when there are none.

    A value is a weighted median when the values below it hold at most half of the weight, and those above it at most
    half. There are two where exactly half of the weight lies on either side of a gap: the result is halfway between
    them, as it is for the plain median, which this is where all weights are equal.

    Source: the R package matrixStats, `weightedMedian` without interpolation and with `ties = "mean"`,
    search.r-project.org/CRAN/refmans/matrixStats/html/weightedMedian.html, after Cormen, Leiserson and Rivest,
    Introduction to Algorithms, problem on the weighted median.
    """
    if not values:
        raise ValueError("There is no median of no values.")
    half = sum((weight for _, weight in values), Fraction(0)) / 2
    ordered = sorted(values)
    return Fraction(_first_to_hold(half, ordered) + _first_to_hold(half, ordered[::-1])) / 2


def _first_to_hold(share: Fraction, values: Sequence[tuple[Fraction | int, Fraction]]) -> Fraction | int:
    """The first value that holds this much of the weight together with those before it."""
    held = accumulate((weight for _, weight in values))
    return next(value for (value, _), so_far in zip(values, held, strict=True) if so_far >= share)


def weighted_sum(values: Iterable[tuple[Fraction | int, Fraction]]) -> Fraction:
    """The sum of value times weight."""
    return sum((weight * value for value, weight in values), Fraction(0))


def weighted_mean(values: Sequence[tuple[Fraction | int, Fraction]]) -> Fraction:
    """The sum of value times weight over the sum of weights; raises `ValueError` when there are none."""
    if not values:
        raise ValueError("There is no mean of no values.")
    return weighted_sum(values) / sum(weight for _, weight in values)


def _scaled(value: Fraction, places: int) -> int:
    """The value times ten to the power of `places`, as a whole number, halves away from zero."""
    scale: int = 10**places
    size = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size


def rounded(value: Fraction, places: int) -> Fraction:
    """The value to so many decimal places, halves away from zero: 37.5 becomes 38 and -37.5 becomes -38."""
    return Fraction(_scaled(value, places), 10**places)


def decimal(value: Fraction, places: int) -> str:
    """The value with exactly so many decimal places, halves away from zero."""
    scaled = _scaled(value, places)
    digits = f"{abs(scaled):0{places + 1}d}"
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    return f"{'-' if scaled < 0 else ''}{whole}{'.' if part else ''}{part}"


def short_decimal(value: Fraction, places: int = 2) -> str:
    """The value with at most so many decimal places: 0.5, 0.67, 1."""
    text = decimal(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def places_of(bands: Iterable[Band], *, at_least: int) -> int:
    """How many decimal places a figure needs so that every band's start can be written: 0 to 6."""
    places = at_least
    for band in bands:
        while places < _MOST_PLACES and rounded(band.lowest, places) != band.lowest:
            places += 1
    return places


_MOST_PLACES = 6


def band_of(value: Fraction, bands: Sequence[Band], *, at_least: int = 0) -> str | None:
    """The name of the band that a figure falls in, or None below the first band or without bands.

    The figure is rounded, halves up, to the places that the bands are written in (and `at_least` so many).
    Published bands leave gaps that only this closes: “63 to 87 per cent” and “88 and above” (Care Quality
    Commission, how ratings of local authorities are decided); a median of 2.5 between “0–2” and “3–4”,
    which was reported as the upper one (doi.org/10.5334/ijic.7747, tables 2 and 4).
    """
    if not bands:
        return None
    figure = rounded(value, places_of(bands, at_least=at_least))
    name = None
    for band in bands:
        if band.lowest > figure:
            break
        name = band.name
    return name


def level_in_words(value: Fraction, matrix: Matrix) -> str:
    """A value on the scale in the scale's own words.

    “Developing”; “Between Developing and Maturing” for a half or a quarter, which only medians give; for
    levels without names “Level 3” and “Between levels 3 and 4”; any other value to one decimal place.
    """
    below = value.numerator // value.denominator
    if value.denominator == 1 and matrix.has_level(below):
        return matrix.level(below).label
    if value.denominator not in {2, 4} or not (matrix.has_level(below) and matrix.has_level(below + 1)):
        return decimal(value, 1)
    lower, upper = matrix.level(below), matrix.level(below + 1)
    if lower.name is None or upper.name is None:
        return f"Between levels {lower.value} and {upper.value}"
    return f"Between {lower.name} and {upper.name}"


def overall_in_words(value: Fraction, matrix: Matrix) -> str:
    """An overall value as its method writes it: “66%”, “2.3”, “28”, or a level in words."""
    rule = matrix.scoring.overall
    match rule.method:
        case OverallMethod.PERCENT:
            return f"{decimal(value, places_of(rule.bands, at_least=0))}%"
        case OverallMethod.MEAN:
            return decimal(value, places_of(rule.bands, at_least=1))
        case OverallMethod.SUM:
            return short_decimal(value)
        case _:
            return level_in_words(value, matrix)
