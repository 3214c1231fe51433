"""The values that a scoring rule can come to, against every round that there can be in a small matrix."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest

from maturity.authoring.lint.reachable import any_domain_value, overall_values
from maturity.core.agreement import AgreementLabel, agreement_on
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import (
    AgreementRule,
    DomainMethod,
    NamedCriteriaLimiter,
    OverallBase,
    OverallMethod,
    OverallRule,
    ScoringRule,
    WeakestDomainLimiter,
)
from maturity.core.results import RoundResult
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains, some_levels
from tests.factories.rounds import ConsensusLike, a_round_record

LEVELS = some_levels(3)
LIMITERS = (NamedCriteriaLimiter(("d1-c1",), 1, Fraction(3, 2)), WeakestDomainLimiter(("d1",), Fraction(1, 4)))


def matrix_with(domain: DomainMethod, method: OverallMethod, over: OverallBase, *, limited: bool = False) -> Matrix:
    """Two domains of two criteria with three levels."""
    coverage = Fraction(1) if method is OverallMethod.SUM else Fraction(1, 2)
    overall = OverallRule(method, over, minimum_coverage=coverage, limiters=LIMITERS if limited else ())
    scoring = ScoringRule(domain=domain, overall=overall)
    return a_matrix(domains=some_domains(2, 2, levels=LEVELS), levels=LEVELS, scoring=scoring)


def every_result(matrix: Matrix) -> Iterator[RoundResult]:
    """The result of every round in which each criterion has a level or does not apply."""
    states: list[ConsensusLike] = [1, 2, 3, "not-applicable"]
    for levels in product(states, repeat=len(matrix.criteria)):
        consensus = {criterion.id: level for criterion, level in zip(matrix.criteria, levels, strict=True)}
        yield score_round(a_round_record(matrix=matrix, consensus=consensus))


@pytest.mark.parametrize("domain", [DomainMethod.MEDIAN, DomainMethod.MEAN, DomainMethod.LOWEST])
def test_domains_have_just_the_values_that_rounds_give_them(domain: DomainMethod) -> None:
    matrix = matrix_with(domain, OverallMethod.NONE, OverallBase.CRITERIA)
    given = {each.value for result in every_result(matrix) for each in result.domains if each.value is not None}
    assert any_domain_value(matrix) == given


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("over", OverallBase)
@pytest.mark.parametrize("method", [each for each in OverallMethod if each is not OverallMethod.NONE])
def test_no_round_has_an_overall_result_that_was_not_thought_of(
    method: OverallMethod, over: OverallBase, limited: bool
) -> None:
    matrix = matrix_with(DomainMethod.MEDIAN, method, over, limited=limited)
    thought_of = overall_values(matrix)
    given = {result.overall.value for result in every_result(matrix) if result.overall and result.overall.value}
    if thought_of is None:
        assert over is OverallBase.DOMAINS
        assert method not in {OverallMethod.MEDIAN, OverallMethod.LOWEST}
    elif method is OverallMethod.SUM:
        whole = {value for value in given if value >= 4}
        assert whole - thought_of <= given - thought_of
    else:
        assert given <= thought_of
        assert limited or given == thought_of


@pytest.mark.parametrize("levels", [2, 3, 4])
@pytest.mark.parametrize("within", ["0.5", "1", "1.5", "2"])
@pytest.mark.parametrize("share", ["1/3", "1/2", "2/3"])
def test_partners_can_be_split_just_where_the_linter_does_not_say_never(levels: int, within: str, share: str) -> None:
    rule = AgreementRule(within=Fraction(within), split_share=Fraction(share), minimum_partners=2)
    given = (product(range(1, levels + 1), repeat=count) for count in (2, 3, 4, 5))
    labels = {agreement_on(each, rule).label for some in given for each in some}
    breadth = levels - 1
    never = rule.within >= breadth or (2 * rule.within >= breadth and rule.split_share >= Fraction(1, 2))
    assert (AgreementLabel.SPLIT not in labels) == never
