"""The values that the scoring rule of a matrix can come to."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Final

from maturity.core.matrix import Domain, Matrix
from maturity.core.matrix_rules import CriterionMethod, DomainMethod, NamedCriteriaLimiter, OverallBase, OverallMethod

_MOST_AVERAGED: Final = 60  # criteria; a mean of more of them comes near to anything
_MOST_PAIRED: Final = 400  # values; the middles between more of them lie close together

Values = frozenset[Fraction]


def levels_reached(matrix: Matrix) -> Values:
    """The levels that a criterion can have. By elements only those that are described can be reached."""
    if matrix.scoring.criterion is CriterionMethod.CHOSEN:
        return frozenset(Fraction(level.value) for level in matrix.levels)
    return frozenset(Fraction(each.level) for criterion in matrix.criteria for each in criterion.descriptors)


def domain_values(matrix: Matrix, domain: Domain) -> Values | None:
    """The values that a domain can have, whichever of its criteria have a level; None for anything in between."""
    levels = levels_reached(matrix)
    match matrix.scoring.domain:
        case DomainMethod.NONE:
            return frozenset()
        case DomainMethod.LOWEST:
            return levels
        case DomainMethod.MEDIAN:
            return _medians(levels, len(domain.criteria))
        case _:
            return _means(levels, [criterion.weight for criterion in domain.criteria])


def any_domain_value(matrix: Matrix, ids: Collection[str] = ()) -> Values | None:
    """The values that any of some domains can have, of all without ids; None for anything in between."""
    found: set[Fraction] = set()
    for domain in matrix.domains:
        if not ids or domain.id in ids:
            values = domain_values(matrix, domain)
            if values is None:
                return None
            found |= values
    return frozenset(found)


def overall_values(matrix: Matrix) -> Values | None:
    """The overall results that there can be, limited or not; None for anything in between."""
    values = _unlimited(matrix)
    for limiter in matrix.scoring.overall.limiters:
        if values is None:
            return None
        if isinstance(limiter, NamedCriteriaLimiter):
            values |= {limiter.overall_at_most}
            continue
        weakest = any_domain_value(matrix, limiter.domains)
        values = None if weakest is None else values | {value + limiter.margin for value in weakest}
    return values


def _unlimited(matrix: Matrix) -> Values | None:
    rule = matrix.scoring.overall
    over_domains = rule.over is OverallBase.DOMAINS
    values = any_domain_value(matrix) if over_domains else levels_reached(matrix)
    if values is None or rule.method is OverallMethod.LOWEST:
        return values
    if rule.method is OverallMethod.MEDIAN:
        return _medians(values, len(matrix.domains if over_domains else matrix.criteria))
    return None if over_domains else _averaged(matrix, values)


def _averaged(matrix: Matrix, levels: Values) -> Values | None:
    weights = [criterion.weight for criterion in matrix.criteria]
    match matrix.scoring.overall.method:
        case OverallMethod.SUM:
            return _sums(levels, weights)
        case OverallMethod.PERCENT:
            means, highest = _means(levels, weights), matrix.highest_level.value
            return None if means is None else frozenset(100 * mean / highest for mean in means)
        case _:
            return _means(levels, weights)


def _medians(values: Values, count: int) -> Values | None:
    if count < 2:
        return values
    if len(values) > _MOST_PAIRED:
        return None
    return frozenset((one + other) / 2 for one in values for other in values)


def _means(levels: Values, weights: list[Fraction]) -> Values | None:
    """The means of so many levels or fewer; more than there can be where levels are left out of the scale."""
    if len(set(weights)) > 1 or len(weights) > _MOST_AVERAGED:
        return None
    lowest, highest = int(min(levels)), int(max(levels))
    means = {
        Fraction(total, count)
        for count in range(2, len(weights) + 1)
        for total in range(lowest * count, highest * count + 1)
    }
    return levels | means


def _sums(levels: Values, weights: list[Fraction]) -> Values | None:
    """The sums over all criteria; more than there can be where levels are left out of the scale."""
    if set(weights) != {Fraction(1)}:
        return None
    if len(weights) == 1:
        return levels
    totals = range(int(min(levels)) * len(weights), int(max(levels)) * len(weights) + 1)
    return frozenset(Fraction(total) for total in totals)
