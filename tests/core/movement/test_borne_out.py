"""Which criteria bear a difference out that they make together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.matrix_rules import DomainMethod
from maturity.core.movement.verdict import Verdict
from maturity.core.movement.viewed import ViewedDomain
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.factories.rounds import PositionLike
from tests.factories.two_rounds import a_rule, viewed

MEAN, MEDIAN = DomainMethod.MEAN, DomainMethod.MEDIAN
Levels = Mapping[str, Sequence[int]]
ONE_OF_SIX_BEFORE, ONE_OF_SIX_AFTER = (2, 2, 2, 2, 3, 3), (2, 2, 2, 3, 3, 3)


def domain_of(
    method: DomainMethod, before: Levels, after: Levels, weights: Mapping[str, int] | None = None
) -> ViewedDomain:
    """One domain of these criteria; the partners’ upper median is what they agreed."""
    weights = weights or {}
    domain = a_domain("d1", [a_criterion(c, title=f"What {c} is", weight=weights.get(c, 1)) for c in before])
    matrix = a_matrix(domains=[domain], scoring=a_rule(method))
    agreed, agreed_after = (
        {c: sorted(given)[len(given) // 2] for c, given in each.items()} for each in (before, after)
    )
    given: list[dict[str, list[PositionLike]]] = [
        {c: list(levels) for c, levels in each.items()} for each in (before, after)
    ]
    return viewed(*given, agreed=(agreed, agreed_after), matrices=(matrix, matrix)).domains[0]


def all_at(**levels: int) -> dict[str, tuple[int, ...]]:
    return {criterion: (level,) * 6 for criterion, level in levels.items()}


def test_a_median_that_passed_with_one_partner_of_six_is_not_borne_out_by_others_that_rose_below_it() -> None:
    before = all_at(a=1, b=1, d=4, e=4) | {"c": ONE_OF_SIX_BEFORE}
    after = all_at(a=2, b=2, d=4, e=4) | {"c": ONE_OF_SIX_AFTER}
    row = domain_of(MEDIAN, before, after)
    assert row.verdict is Verdict.CANNOT_TELL
    assert row.basis == (
        "The levels that 6 partners gave in both rounds, 30 in all, moved up by 0.43 of a level on average; "
        "up to 0.3 of a level can be chance. But “What c is” alone makes more of the difference than all the "
        "rest, and by itself it is not likely real."
    )


def test_a_median_that_passed_with_two_criteria_of_which_one_truly_rose_is_not_borne_out() -> None:
    before = all_at(a=1, d=4) | {"b": ONE_OF_SIX_BEFORE, "c": ONE_OF_SIX_BEFORE, "e": (1,) * 6}
    after = all_at(a=4, d=4) | {"b": ONE_OF_SIX_AFTER, "c": ONE_OF_SIX_AFTER, "e": (1,) * 6}
    row = domain_of(MEDIAN, before, after)
    assert row.verdict is Verdict.CANNOT_TELL
    assert row.basis.endswith("But criteria that are likely real by themselves make less than half of the difference.")


def test_a_median_that_passes_with_what_truly_rose_is_borne_out_whatever_else_passed() -> None:
    before = all_at(a=2, b=1, d=4, e=4) | {"c": ONE_OF_SIX_BEFORE}
    after = all_at(a=3, b=3, d=4, e=4) | {"c": ONE_OF_SIX_AFTER}
    assert domain_of(MEDIAN, before, after).verdict is Verdict.LIKELY_REAL


def test_a_mean_that_one_weight_makes_is_not_borne_out_by_the_others() -> None:
    before, after = all_at(a=2, b=2, c=2, d=2), all_at(a=3, b=3, c=3, d=3)
    before["e"], after["e"] = ONE_OF_SIX_BEFORE, ONE_OF_SIX_AFTER
    assert domain_of(MEAN, before, after).verdict is Verdict.LIKELY_REAL
    heavy = domain_of(MEAN, before, after, {"e": 50})
    assert heavy.verdict is Verdict.CANNOT_TELL
    assert "But “What e is” alone makes more" in heavy.basis


def test_what_moved_a_little_everywhere_is_borne_out_by_all_of_them_together() -> None:
    little = {"before": (2, 2, 2, 2, 3, 3), "after": (2, 2, 3, 3, 3, 3)}
    before, after = (dict.fromkeys("abcdef", little[when]) for when in ("before", "after"))
    row = domain_of(MEAN, before, after)
    assert row.verdict is Verdict.LIKELY_REAL
    alone = domain_of(MEAN, {"a": little["before"]}, {"a": little["after"]})
    assert alone.verdict is Verdict.WITHIN_NOISE


ANSWERS = st.lists(st.integers(1, 4), min_size=6, max_size=6)
ROUND = st.fixed_dictionaries({"a": ANSWERS, "b": ANSWERS, "c": ANSWERS})


@pytest.mark.parametrize("method", [MEAN, MEDIAN])
@given(before=ROUND, after=ROUND)
def test_a_domain_is_never_likely_real_through_a_single_criterion_that_is_not(
    method: DomainMethod, before: Levels, after: Levels
) -> None:
    moved = [c for c in before if sorted(before[c])[3] != sorted(after[c])[3]]
    if len(moved) == 1 and domain_of(method, before, after).verdict is Verdict.LIKELY_REAL:
        [only] = moved
        assert domain_of(method, {only: before[only]}, {only: after[only]}).verdict is Verdict.LIKELY_REAL
