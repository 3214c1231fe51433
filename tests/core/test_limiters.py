"""Limiters hold an overall result down, say why, and never raise it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.limiters import apply_limiters
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import (
    Limiter,
    NamedCriteriaLimiter,
    OverallMethod,
    OverallRule,
    ScoringRule,
    WeakestDomainLimiter,
)
from maturity.core.results import OverallResult
from maturity.core.scoring import score_round
from tests.factories.matrices import a_domain, a_matrix
from tests.factories.rounds import ConsensusLike, a_round_record

WEAKEST = WeakestDomainLimiter(domains=("purpose", "leadership"), margin=Fraction(1))
NAMED = NamedCriteriaLimiter(criteria=("aim", "trust"), when_at_most=1, overall_at_most=Fraction(2))


def limited_matrix(*limiters: Limiter, method: OverallMethod = OverallMethod.MEDIAN, coverage: str = "0.5") -> Matrix:
    domains = [
        a_domain("purpose", ["aim"]),
        a_domain("leadership", ["trust"]),
        a_domain("delivery", ["work", "results"]),
    ]
    rule = OverallRule(method=method, minimum_coverage=Fraction(coverage), limiters=limiters)
    return a_matrix(domains=domains, scoring=ScoringRule(overall=rule))


def overall_of(
    matrix: Matrix, aim: ConsensusLike, trust: ConsensusLike, work: ConsensusLike = 4, results: ConsensusLike = 4
) -> OverallResult:
    levels = {"aim": aim, "trust": trust, "work": work, "results": results}
    found = score_round(a_round_record(matrix=matrix, consensus=levels)).overall
    assert found is not None
    return found


def test_the_overall_level_stays_within_the_margin_of_the_weakest_named_domain() -> None:
    found = overall_of(limited_matrix(WEAKEST), 4, 1)
    assert [found.value, found.limited_from, found.label] == [2, 4, "Developing"]
    assert found.reason == "Limited from Thriving to Developing because “Leadership” is at Emerging."


def test_a_domain_that_is_not_named_limits_nothing() -> None:
    found = overall_of(limited_matrix(WEAKEST), 4, 4, 1, 1)
    assert (found.limited_from, found.reason) == (None, "")


def test_a_named_criterion_at_or_below_the_line_limits_the_overall_level() -> None:
    found = overall_of(limited_matrix(NAMED), 4, 1)
    assert [found.value, found.limited_from] == [2, 4]
    assert found.reason == "Limited from Thriving to Developing because “Trust” is at Emerging."
    assert overall_of(limited_matrix(NAMED), 4, 2).limited_from is None


def test_the_lowest_of_several_limits_decides_and_gives_the_reason() -> None:
    tight = NamedCriteriaLimiter(criteria=("trust",), when_at_most=2, overall_at_most=Fraction(1))
    found = overall_of(limited_matrix(WEAKEST, NAMED, tight), 1, 2)
    assert found.reason == "Limited from Maturing to Emerging because “Trust” is at Developing."


@pytest.mark.parametrize(
    "method,limit,label,reason",
    [
        (OverallMethod.PERCENT, 62, "62%", "Limited from 81% to 62% because “Trust” is at Emerging."),
        (OverallMethod.SUM, 9, "9 of 16", "Limited from 13 to 9 because “Trust” is at Emerging."),
        (OverallMethod.MEAN, 2, "2.0", "Limited from 3.3 to 2.0 because “Trust” is at Emerging."),
    ],
)
def test_a_limit_is_in_the_units_of_the_method(method: OverallMethod, limit: int, label: str, reason: str) -> None:
    limiter = NamedCriteriaLimiter(criteria=("trust",), when_at_most=1, overall_at_most=Fraction(limit))
    found = overall_of(limited_matrix(limiter, method=method), 4, 1)
    assert (found.label, found.reason) == (label, reason)


def test_a_named_part_without_a_level_leaves_the_result_unknown_where_it_could_limit_it() -> None:
    assert (
        overall_of(limited_matrix(NAMED), 4, None).reason == "No overall result: “Trust” can limit it and has no level."
    )
    assert overall_of(limited_matrix(WEAKEST), 4, None).reason == (
        "No overall result: “Leadership” can limit it and has no level."
    )


def test_named_domains_that_all_lack_a_level_leave_the_result_unknown() -> None:
    assert overall_of(limited_matrix(WEAKEST), None, None).reason == (
        "No overall result: “Purpose” can limit it and has no level."
    )


def test_a_named_part_without_a_level_does_no_harm_where_it_could_not_limit_anything() -> None:
    assert overall_of(limited_matrix(NAMED), 1, None, 2, 2).value == 2
    assert overall_of(limited_matrix(WEAKEST), 1, None, 2, 2).value == 2


def test_a_named_part_that_does_not_apply_limits_nothing() -> None:
    assert overall_of(limited_matrix(NAMED, WEAKEST), 4, "not-applicable").value == 4


def test_without_limiters_a_value_stays_as_it_is() -> None:
    matrix = limited_matrix()
    record = a_round_record(matrix=matrix, consensus={"aim": 1, "trust": 1})
    assert apply_limiters(matrix, score_round(record).domains, Fraction(4)).value == 4


LEVEL = st.integers(1, 4)
LIMITERS = st.lists(
    st.one_of(
        st.builds(
            WeakestDomainLimiter,
            domains=st.sampled_from([("purpose",), ("purpose", "leadership"), ("delivery",)]),
            margin=st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)]),
        ),
        st.builds(
            NamedCriteriaLimiter,
            criteria=st.sampled_from([("aim",), ("trust", "work")]),
            when_at_most=LEVEL,
            overall_at_most=LEVEL.map(Fraction),
        ),
    ),
    max_size=3,
)


@given(LIMITERS, LEVEL, LEVEL, LEVEL, LEVEL)
def test_a_limiter_never_raises_a_result(
    limiters: list[Limiter], aim: int, trust: int, work: int, results: int
) -> None:
    free = overall_of(limited_matrix(), aim, trust, work, results).value
    held = overall_of(limited_matrix(*limiters), aim, trust, work, results)
    assert free is not None
    assert held.value is not None
    assert held.value <= free
    assert (held.limited_from == free) == (held.value < free)


def test_a_limiter_that_sets_instead_of_limiting_would_be_caught_by_that_property() -> None:
    def careless(value: Fraction, limit: Fraction) -> Fraction:
        del value
        return limit

    assert careless(Fraction(1), Fraction(2)) > 1
    assert overall_of(limited_matrix(NAMED), 1, 1, 1, 1).value == 1


@given(LIMITERS, st.lists(LEVEL, min_size=4, max_size=4), st.integers(0, 3))
def test_raising_a_level_never_lowers_a_limited_result(limiters: list[Limiter], levels: list[int], place: int) -> None:
    matrix = limited_matrix(*limiters)
    before = overall_of(matrix, *levels).value
    levels[place] = min(4, levels[place] + 1)
    after = overall_of(matrix, *levels).value
    assert before is not None
    assert after is not None
    assert after >= before
