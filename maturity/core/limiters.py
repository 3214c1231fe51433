"""Limiters: rules that hold an overall result down to what one weak part allows. They never raise it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from maturity.core.figures import overall_in_words
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import NamedCriteriaLimiter, WeakestDomainLimiter
from maturity.core.results import CriterionResult, DomainResult


@dataclass(frozen=True, slots=True)
class Limited:
    """A value after the limiters. `unknown` says why it cannot be told whether one applies."""

    value: Fraction
    limited_from: Fraction | None = None
    reason: str = ""
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class _Limit:
    """The most that a limiter allows, as far as is known, the least it might allow, and why."""

    at_most: Fraction | None
    might_be: Fraction | None
    because: str
    lacking: str


def apply_limiters(matrix: Matrix, domains: Sequence[DomainResult], value: Fraction) -> Limited:
    """The value held down by each limiter of the matrix in turn, the lowest of them all deciding.

    Where something that a limiter looks at has no level, and could hold the value down if it had a low one,
    the result is unknown: a gap must not stand higher than a weakness would. The idea of limiting a rating
    by a part of it is the Care Quality Commission's (how we reach a rating: key-question limiters).
    """
    limits = [_limit(matrix, domains, limiter) for limiter in matrix.scoring.overall.limiters]
    lowest, because = value, ""
    for limit in limits:
        if limit.at_most is not None and limit.at_most < lowest:
            lowest, because = limit.at_most, limit.because
    for limit in limits:
        if limit.might_be is not None and limit.might_be < lowest:
            return Limited(value, unknown=f"No overall result: {limit.lacking} can limit it and has no level.")
    if lowest == value:
        return Limited(value)
    reason = f"Limited from {overall_in_words(value, matrix)} to {overall_in_words(lowest, matrix)} because {because}."
    return Limited(lowest, limited_from=value, reason=reason)


def held_down(
    matrix: Matrix, domains: Mapping[str, Fraction], criteria: Mapping[str, Fraction], value: Fraction
) -> Fraction:
    """A value held down by each limiter that has something to look at, by plain figures of domains and of criteria."""
    held = value
    for limiter in matrix.scoring.overall.limiters:
        if isinstance(limiter, WeakestDomainLimiter):
            weakest = [domains[each] for each in limiter.domains if each in domains]
            held = min([held, *(each + limiter.margin for each in weakest)])
        elif any(criteria[each] <= limiter.when_at_most for each in limiter.criteria if each in criteria):
            held = min(held, limiter.overall_at_most)
    return held


def _limit(
    matrix: Matrix, domains: Sequence[DomainResult], limiter: WeakestDomainLimiter | NamedCriteriaLimiter
) -> _Limit:
    if isinstance(limiter, WeakestDomainLimiter):
        return _by_weakest_domain(matrix, domains, limiter)
    return _by_named_criteria(domains, limiter)


def _by_weakest_domain(matrix: Matrix, domains: Sequence[DomainResult], limiter: WeakestDomainLimiter) -> _Limit:
    named = [d for d in domains if d.domain.id in limiter.domains and d.asked]
    known = [(d.value, d) for d in named if d.value is not None]
    lacking = [d.domain.title for d in named if d.value is None]
    at_most, because = None, ""
    if known:
        weakest, domain = min(known, key=lambda pair: pair[0])
        at_most = weakest + limiter.margin
        because = f"“{domain.domain.title}” is at {domain.label}"
    lowest_possible = Fraction(matrix.lowest_level.value) + limiter.margin
    return _Limit(at_most, lowest_possible if lacking else None, because, _first(lacking))


def _by_named_criteria(domains: Sequence[DomainResult], limiter: NamedCriteriaLimiter) -> _Limit:
    named = [c for d in domains for c in d.criteria if c.criterion.id in limiter.criteria and c.is_applicable]
    holding = next((c for c in named if _is_at_most(c, limiter.when_at_most)), None)
    lacking = [c.criterion.title for c in named if c.level is None]
    because = "" if holding is None else f"“{holding.criterion.title}” is at {holding.label}"
    return _Limit(
        at_most=None if holding is None else limiter.overall_at_most,
        might_be=limiter.overall_at_most if lacking else None,
        because=because,
        lacking=_first(lacking),
    )


def _is_at_most(result: CriterionResult, level: int) -> bool:
    return result.level is not None and result.level.value <= level


def _first(titles: Sequence[str]) -> str:
    return f"“{titles[0]}”" if titles else ""
