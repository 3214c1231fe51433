from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from maturity.core.limiters import held_down
from maturity.core.matrix_rules import (
    DomainMethod,
    NamedCriteriaLimiter,
    OverallBase,
    OverallMethod,
    OverallRule,
    ScoringRule,
    WeakestDomainLimiter,
)
from maturity.core.movement.restated import figures_over
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import a_round_record

TWO = some_domains(2, 2)
IDS = tuple(c.id for d in TWO for c in d.criteria)
LIMITERS = (
    WeakestDomainLimiter(domains=("d1", "d2"), margin=Fraction(1)),
    NamedCriteriaLimiter(criteria=("d1-c1",), when_at_most=1, overall_at_most=Fraction(2)),
)


@given(
    st.lists(st.integers(1, 4), min_size=4, max_size=4),
    st.sampled_from([DomainMethod.MEAN, DomainMethod.MEDIAN, DomainMethod.LOWEST]),
    st.sampled_from([OverallMethod.MEAN, OverallMethod.MEDIAN, OverallMethod.LOWEST]),
    st.sampled_from(OverallBase),
    st.booleans(),
)
def test_levels_of_the_whole_matrix_come_to_what_the_round_comes_to(
    levels: list[int], domain: DomainMethod, overall: OverallMethod, over: OverallBase, is_limited: bool
) -> None:
    rule = OverallRule(method=overall, over=over, limiters=LIMITERS if is_limited else ())
    matrix = a_matrix(domains=TWO, scoring=ScoringRule(domain=domain, overall=rule))
    given_levels = dict(zip(IDS, levels, strict=True))
    result = score_round(a_round_record(matrix=matrix, consensus=given_levels))
    figures = figures_over(matrix, {c: Fraction(level) for c, level in given_levels.items()}, has_overall=True)
    assert figures.domains == {d.domain.id: d.value for d in result.domains}
    assert result.overall is not None
    assert figures.overall == result.overall.value


def test_a_part_of_the_matrix_is_summed_up_as_if_it_were_all_that_is_asked() -> None:
    matrix = a_matrix(domains=TWO, scoring=ScoringRule(domain=DomainMethod.LOWEST))
    assert figures_over(matrix, {"d1-c2": Fraction(5, 2)}, has_overall=True).domains == {"d1": Fraction(5, 2)}
    assert figures_over(matrix, {}, has_overall=True).overall is None


def test_a_limiter_without_anything_to_look_at_holds_nothing_down() -> None:
    rule = OverallRule(method=OverallMethod.MEAN, limiters=LIMITERS)
    matrix = a_matrix(domains=TWO, scoring=ScoringRule(overall=rule))
    assert held_down(matrix, {}, {}, Fraction(4)) == 4
    assert held_down(matrix, {"d1": Fraction(3, 2)}, {}, Fraction(4)) == Fraction(5, 2)
    assert held_down(matrix, {}, {"d1-c1": Fraction(1)}, Fraction(4)) == 2
