"""One overall result, for the matrices whose rule has one. A profile without it is the default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from maturity.core.figures import (
    band_of,
    median_of,
    overall_in_words,
    short_decimal,
    weighted_mean,
    weighted_sum,
)
from maturity.core.limiters import Limited, apply_limiters
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import OverallBase, OverallMethod, OverallRule
from maturity.core.results import DomainResult, OverallResult

_NO_RESULT = "No overall result"


@dataclass(frozen=True, slots=True)
class _Basis:
    """What an overall result is made from: values with weights, and whether they are all that the matrix has."""

    values: tuple[tuple[Fraction, Fraction], ...]
    is_complete: bool
    is_whole_matrix: bool


def overall_result(matrix: Matrix, domains: Sequence[DomainResult], *, shown: bool) -> OverallResult | None:
    """The overall result, or None where the rule has none or the round chose, before scoring, not to show it."""
    rule = matrix.scoring.overall
    if rule.method is OverallMethod.NONE or (rule.optional and not shown):
        return None
    lacking = _what_coverage_lacks(rule, domains)
    if lacking:
        return _none_because(lacking)
    basis = _basis(matrix, domains)
    if not basis.values:
        return _none_because(f"{_NO_RESULT}: nothing that it is made from has a value.")
    if rule.method is OverallMethod.LOWEST and not basis.is_complete:
        return _none_because(f"{_NO_RESULT}: the lowest cannot be known while a level is missing.")
    limited = apply_limiters(matrix, domains, _value(rule.method, matrix, basis))
    if limited.unknown:
        return _none_because(limited.unknown)
    return _finished(matrix, basis, limited)


def summed_up(matrix: Matrix, values: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Values with their weights by the method of the overall rule, before limiters; None without either."""
    method = matrix.scoring.overall.method
    if method is OverallMethod.NONE or not values:
        return None
    return _value(method, matrix, _Basis(tuple(values), is_complete=True, is_whole_matrix=False))


def _none_because(reason: str) -> OverallResult:
    return OverallResult(value=None, label=_NO_RESULT, band=None, limited_from=None, reason=reason)


def _what_coverage_lacks(rule: OverallRule, domains: Sequence[DomainResult]) -> str:
    asked = sum(d.asked for d in domains)
    with_level = sum(d.with_level for d in domains)
    if with_level and with_level >= rule.minimum_coverage * asked:
        return ""
    needed = "all are" if rule.minimum_coverage == 1 else f"at least {short_decimal(rule.minimum_coverage * 100)}% is"
    return f"{_NO_RESULT}: {with_level} of {asked} criteria have a level and {needed} needed."


def _basis(matrix: Matrix, domains: Sequence[DomainResult]) -> _Basis:
    if matrix.scoring.overall.over is OverallBase.DOMAINS:
        applicable = [d for d in domains if d.asked]
        values = tuple((d.value, d.domain.weight) for d in applicable if d.value is not None)
        return _Basis(values, len(values) == len(applicable), len(values) == len(matrix.domains))
    levels = tuple(
        (Fraction(c.level.value), c.criterion.weight) for d in domains for c in d.criteria if c.level is not None
    )
    return _Basis(levels, len(levels) == sum(d.asked for d in domains), len(levels) == len(matrix.criteria))


def _value(method: OverallMethod, matrix: Matrix, basis: _Basis) -> Fraction:
    plain = [value for value, _ in basis.values]
    match method:
        case OverallMethod.MEDIAN:
            return median_of(plain)
        case OverallMethod.MEAN:
            return weighted_mean(basis.values)
        case OverallMethod.LOWEST:
            return min(plain)
        case OverallMethod.PERCENT:
            return 100 * weighted_sum(basis.values) / _most(matrix, basis)
        case _:
            return weighted_sum(basis.values)


def _most(matrix: Matrix, basis: _Basis) -> Fraction:
    """The most that could have been reached with what was counted: not applicable lowers it, zero does not."""
    return matrix.highest_level.value * sum((weight for _, weight in basis.values), Fraction(0))


def _finished(matrix: Matrix, basis: _Basis, limited: Limited) -> OverallResult:
    rule, value = matrix.scoring.overall, limited.value
    reason = limited.reason
    bands = rule.bands
    if rule.method is OverallMethod.SUM and bands and not basis.is_whole_matrix:
        # The bands of a sum are published for the whole instrument: a shorter one cannot reach them.
        bands = ()
        reason = "The bands of the total are for the whole matrix, so this total has none."
    label = overall_in_words(value, matrix)
    if rule.method is OverallMethod.SUM:
        label = f"{label} of {short_decimal(_most(matrix, basis))}"
    return OverallResult(
        value=value,
        label=label,
        band=band_of(value, bands, at_least=1 if rule.method is OverallMethod.MEAN else 0),
        limited_from=limited.limited_from,
        reason=reason,
    )
