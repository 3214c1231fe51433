from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from maturity.core.matrix import (
    Domain,
    DomainMethod,
    NamedCriteriaLimiter,
    OverallBase,
    OverallMethod,
    OverallRule,
    ScoringRule,
)
from maturity.core.plain_mean import why_no_plain_mean_of_domain, why_no_plain_mean_overall
from tests.factories.matrices import a_criterion, a_domain, a_matrix

PLAIN = (a_domain("d1", ["a", "b"]), a_domain("d2", ["c", "d"]))
WEIGHED = (a_domain("d1", [a_criterion("a", weight=2), "b"]), PLAIN[1])
UNEVEN = (a_domain("d1", ["a"]), a_domain("d2", ["b", "c", "d"]))
MADE_EVEN = (UNEVEN[0], a_domain("d2", ["b", "c", "d"], weight=3))
HEAVY = (PLAIN[0], a_domain("d2", ["c", "d"], weight=2))
ALL = ("a", "b", "c", "d")
LIMITER = NamedCriteriaLimiter(("a",), when_at_most=1, overall_at_most=Fraction(2))
MEAN, MEDIAN, LOWEST = DomainMethod.MEAN, DomainMethod.MEDIAN, DomainMethod.LOWEST


@pytest.mark.parametrize(
    "domains, method, criteria, said",
    [
        (PLAIN, MEAN, ALL, ""),
        (PLAIN, MEDIAN, ALL, "This is a median. What chance alone explains is known only of a plain mean"),
        (PLAIN, LOWEST, ALL, "This is the lowest level of its criteria. "),
        (WEIGHED, MEAN, ALL, "Some criteria count more than others in this. "),
        (WEIGHED, LOWEST, ("a", "c"), ""),
        (PLAIN, LOWEST, ("c",), ""),
    ],
)
def test_the_value_of_a_domain_is_a_plain_mean_only_of_criteria_that_count_alike(
    domains: Sequence[Domain], method: DomainMethod, criteria: Sequence[str], said: str
) -> None:
    matrix = a_matrix(domains=domains, scoring=ScoringRule(domain=method))
    found = why_no_plain_mean_of_domain(matrix, "d1", criteria)
    assert found.startswith(said)
    assert bool(found) is bool(said)


@pytest.mark.parametrize(
    "domains, domain, rule, said",
    [
        (PLAIN, MEDIAN, OverallRule(OverallMethod.MEAN), ""),
        (PLAIN, MEDIAN, OverallRule(OverallMethod.PERCENT), ""),
        (PLAIN, MEDIAN, OverallRule(OverallMethod.SUM), ""),
        (PLAIN, MEAN, OverallRule(OverallMethod.MEDIAN), "This is a median. "),
        (PLAIN, MEAN, OverallRule(OverallMethod.LOWEST), "This is the lowest level "),
        (WEIGHED, MEAN, OverallRule(OverallMethod.MEAN), "Some criteria count more than others "),
        (PLAIN, MEAN, OverallRule(OverallMethod.MEAN, limiters=(LIMITER,)), "The overall result can be held down "),
        (PLAIN, MEAN, OverallRule(OverallMethod.MEAN, OverallBase.DOMAINS), ""),
        (PLAIN, MEAN, OverallRule(OverallMethod.MEDIAN, OverallBase.DOMAINS), "This is a median. "),
        (PLAIN, MEDIAN, OverallRule(OverallMethod.MEAN, OverallBase.DOMAINS), "It is made from domains, and the value"),
        (UNEVEN, MEAN, OverallRule(OverallMethod.MEAN, OverallBase.DOMAINS), "Some criteria count more than others "),
        (MADE_EVEN, MEAN, OverallRule(OverallMethod.MEAN, OverallBase.DOMAINS), ""),
        (HEAVY, MEAN, OverallRule(OverallMethod.SUM, OverallBase.DOMAINS), "Some criteria count more than others "),
    ],
)
def test_an_overall_result_is_a_plain_mean_only_where_each_criterion_counts_alike_in_it_and_no_limiter_decides(
    domains: Sequence[Domain], domain: DomainMethod, rule: OverallRule, said: str
) -> None:
    found = why_no_plain_mean_overall(a_matrix(domains=domains, scoring=ScoringRule(domain=domain, overall=rule)), ALL)
    assert found.startswith(said)
    assert bool(found) is bool(said)


def test_it_goes_by_the_criteria_that_the_figure_is_restated_over() -> None:
    rule = OverallRule(OverallMethod.MEAN, OverallBase.DOMAINS)
    matrix = a_matrix(domains=UNEVEN, scoring=ScoringRule(domain=MEDIAN, overall=rule))
    assert why_no_plain_mean_overall(matrix, ALL)
    assert not why_no_plain_mean_overall(matrix, ("a", "c"))
