"""How often a figure of rounds drawn from the noise model is likely real: where nothing changed, where all rose, and
where it moved with a criterion that did not change while others rose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Final, NamedTuple

import pytest

from maturity.core.matrix_rules import DomainMethod
from maturity.core.movement import figure_verdict, mean_verdict
from maturity.core.movement.verdict import Verdict
from maturity.core.movement.viewed import View
from maturity.core.noise.model import ANSWER_ERROR, PARTNER_LEANING
from maturity.core.scoring import domain_value
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.factories.two_rounds import a_rule, viewed

PARTNERS: Final = 6
REPEATS: Final = 400
METHODS: Final = (DomainMethod.MEAN, DomainMethod.MEDIAN)
EVEN: Final = (1, 1, 1)
ONE_OUTWEIGHS: Final = (1, 1, 1, 1, 50)


class Shares(NamedTuple):
    """Of all repeats: in how many the domain is likely real, and in how many it is though what rose made less of it
    than what did not change."""

    likely_real: float
    beside_what_rose: float


def shares(method: DomainMethod, *, risen: Sequence[int], weights: Sequence[int] = EVEN) -> Shares:
    """The domain has a criterion for each weight, and each truly rose by so many levels."""
    criteria = "abcde"[: len(weights)]
    weight, rose = dict(zip(criteria, weights, strict=True)), dict(zip(criteria, risen, strict=True))
    domain = a_domain("d1", [a_criterion(c, weight=weight[c]) for c in criteria])
    matrix = a_matrix(domains=[domain], scoring=a_rule(method))
    draw = Random(20261122)  # noqa: S311  (chance for a simulation, not for a secret)
    found = beside = 0
    for _ in range(REPEATS):
        true_levels = {criterion: draw.uniform(1, 4) for criterion in criteria}
        leanings = [draw.gauss(0, PARTNER_LEANING) for _ in range(PARTNERS)]
        before = _round(draw, true_levels, leanings)
        after = _round(draw, {c: level + rose[c] for c, level in true_levels.items()}, leanings)
        agreed, agreed_after = (
            {c: sorted(given)[PARTNERS // 2] for c, given in each.items()} for each in (before, after)
        )
        row = viewed(before, after, agreed=(agreed, agreed_after), matrices=(matrix, matrix)).domains[0]
        if row.verdict is Verdict.LIKELY_REAL:
            found += 1
            change = row.views[View.LIKE_FOR_LIKE].change or Fraction(0)
            of_risen = {c: agreed_after[c] if rose[c] else level for c, level in agreed.items()}
            by_risen = _value(method, of_risen, weight) - _value(method, agreed, weight)
            beside += 2 * by_risen < change if change > 0 else 2 * by_risen > change
    return Shares(found / REPEATS, beside / REPEATS)


def _round(draw: Random, levels: Mapping[str, float], leanings: list[float]) -> dict[str, list[int]]:
    return {
        criterion: [min(4, max(1, round(level + leaning + draw.gauss(0, ANSWER_ERROR)))) for leaning in leanings]
        for criterion, level in levels.items()
    }


def _value(method: DomainMethod, levels: Mapping[str, int], weight: Mapping[str, int]) -> Fraction:
    weighed = [(Fraction(level), Fraction(weight[c])) for c, level in levels.items()]
    value = domain_value(method, weighed, asked=len(levels))
    assert value is not None
    return value


@pytest.mark.parametrize("method", METHODS)
def test_where_nothing_changed_at_most_one_domain_in_twenty_is_likely_real(method: DomainMethod) -> None:
    assert shares(method, risen=(0, 0, 0)).likely_real <= 0.05


@pytest.mark.parametrize("method, least", [(DomainMethod.MEAN, 3 / 4), (DomainMethod.MEDIAN, 1 / 2)])
def test_where_every_criterion_rose_by_a_level_most_domains_are_found(method: DomainMethod, least: float) -> None:
    assert shares(method, risen=(1, 1, 1)).likely_real >= least


@pytest.mark.parametrize(
    "method, risen, weights",
    [
        (DomainMethod.MEAN, (1, 0, 0), EVEN),
        (DomainMethod.MEDIAN, (1, 0, 0), EVEN),
        (DomainMethod.MEDIAN, (1, 1, 0, 0, 0), (1, 1, 1, 1, 1)),
        (DomainMethod.MEAN, (1, 1, 1, 1, 0), ONE_OUTWEIGHS),
    ],
)
def test_at_most_one_domain_in_twenty_is_likely_real_that_moved_with_what_did_not_change(
    method: DomainMethod, risen: Sequence[int], weights: Sequence[int]
) -> None:
    assert shares(method, risen=risen, weights=weights).beside_what_rose <= 0.05


@pytest.mark.parametrize("method", METHODS)
def test_without_the_limit_more_would_be_likely_real_by_chance(
    method: DomainMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mean_verdict, "noise_limit_of_mean", lambda *_, **__: Fraction(0))
    monkeypatch.setattr(figure_verdict, "why_not_borne_out", lambda *_, **__: "")
    assert shares(method, risen=(0, 0, 0)).likely_real > 0.05


def test_without_asking_what_bears_it_out_more_would_have_moved_with_what_did_not_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(figure_verdict, "why_not_borne_out", lambda *_, **__: "")
    assert shares(DomainMethod.MEAN, risen=(1, 1, 1, 1, 0), weights=ONE_OUTWEIGHS).beside_what_rose > 0.05
