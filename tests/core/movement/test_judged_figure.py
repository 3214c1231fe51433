from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from maturity.core.matrix import Domain
from maturity.core.matrix_rules import (
    DomainMethod,
    NamedCriteriaLimiter,
    OverallBase,
    OverallMethod,
    OverallRule,
    ScoringRule,
)
from maturity.core.movement.judged_figure import why_domain_is_not_judged, why_overall_is_not_judged
from tests.factories.matrices import a_domain, a_matrix

PLAIN = (a_domain("d1", ["a", "b"]), a_domain("d2", ["c", "d"]))
ALONE = (a_domain("d1", ["a"]), a_domain("d2", ["b"]))
ALL = ("a", "b", "c", "d")
LIMITER = NamedCriteriaLimiter(("a",), when_at_most=1, overall_at_most=Fraction(2))
MEAN, MEDIAN, LOWEST = DomainMethod.MEAN, DomainMethod.MEDIAN, DomainMethod.LOWEST


@pytest.mark.parametrize(
    "method, criteria, said",
    [
        (MEAN, ALL, ""),
        (MEDIAN, ALL, ""),
        (LOWEST, ALL, "This is the lowest level of its criteria, so that one of them decides it. "),
        (LOWEST, ("a", "c"), ""),
    ],
)
def test_the_value_of_a_domain_is_judged_unless_one_criterion_of_several_decides_it(
    method: DomainMethod, criteria: Sequence[str], said: str
) -> None:
    found = why_domain_is_not_judged(a_matrix(domains=PLAIN, scoring=ScoringRule(domain=method)), "d1", criteria)
    assert found.startswith(said)
    assert bool(found) is bool(said)


@pytest.mark.parametrize(
    "domains, domain, rule, said",
    [
        (PLAIN, LOWEST, OverallRule(OverallMethod.MEAN), ""),
        (PLAIN, MEDIAN, OverallRule(OverallMethod.MEDIAN), ""),
        (PLAIN, MEAN, OverallRule(OverallMethod.LOWEST), "This is the lowest of several, "),
        (PLAIN, MEAN, OverallRule(OverallMethod.LOWEST, OverallBase.DOMAINS), "This is the lowest of several, "),
        (PLAIN[:1], MEAN, OverallRule(OverallMethod.LOWEST, OverallBase.DOMAINS), ""),
        (PLAIN, MEAN, OverallRule(OverallMethod.MEAN, limiters=(LIMITER,)), "A limiter can hold the overall result "),
        (PLAIN, MEDIAN, OverallRule(OverallMethod.SUM, OverallBase.DOMAINS), ""),
        (PLAIN, LOWEST, OverallRule(OverallMethod.MEAN, OverallBase.DOMAINS), "It is made from the lowest levels "),
        (ALONE, LOWEST, OverallRule(OverallMethod.MEAN, OverallBase.DOMAINS), ""),
    ],
)
def test_an_overall_result_is_judged_unless_one_criterion_or_domain_can_decide_it(
    domains: Sequence[Domain], domain: DomainMethod, rule: OverallRule, said: str
) -> None:
    found = why_overall_is_not_judged(a_matrix(domains=domains, scoring=ScoringRule(domain=domain, overall=rule)), ALL)
    assert found.startswith(said)
    assert bool(found) is bool(said)


def test_it_goes_by_the_criteria_that_the_figure_is_restated_over() -> None:
    matrix = a_matrix(domains=PLAIN, scoring=ScoringRule(overall=OverallRule(OverallMethod.LOWEST)))
    assert why_overall_is_not_judged(matrix, ALL)
    assert not why_overall_is_not_judged(matrix, ("a",))
