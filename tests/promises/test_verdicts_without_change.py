"""How often a domain of rounds drawn from the noise model is likely real, where nothing changed and where all rose."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Final

import pytest

from maturity.core import mean_verdict
from maturity.core.matrix import DomainMethod, Matrix
from maturity.core.movement_verdict import Verdict
from maturity.core.noise_model import ANSWER_ERROR, PARTNER_LEANING
from tests.core.test_decomposition import a_rule, viewed
from tests.factories.matrices import a_domain, a_matrix

CRITERIA: Final = ("a", "b", "c")
PARTNERS: Final = 6
REPEATS: Final = 400
METHODS: Final = (DomainMethod.MEAN, DomainMethod.MEDIAN)


def share_likely_real(method: DomainMethod, *, risen: int) -> float:
    """The share of repeats in which the domain is likely real; every criterion truly rose by so many levels."""
    matrix: Matrix = a_matrix(domains=[a_domain("d1", CRITERIA)], scoring=a_rule(method))
    draw = Random(20261122)  # noqa: S311  (chance for a simulation, not for a secret)
    found = 0
    for _ in range(REPEATS):
        true_levels = {criterion: draw.uniform(1, 4) for criterion in CRITERIA}
        leanings = [draw.gauss(0, PARTNER_LEANING) for _ in range(PARTNERS)]
        before, after = (_round(draw, true_levels, leanings, risen=up) for up in (0, risen))
        agreed = {c: sorted(levels)[PARTNERS // 2] for c, levels in before.items()}
        agreed_after = {c: sorted(levels)[PARTNERS // 2] for c, levels in after.items()}
        row = viewed(before, after, agreed=(agreed, agreed_after), matrices=(matrix, matrix)).domains[0]
        found += row.verdict is Verdict.LIKELY_REAL
    return found / REPEATS


def _round(
    draw: Random, true_levels: Mapping[str, float], leanings: list[float], *, risen: int
) -> dict[str, list[int]]:
    return {
        criterion: [
            min(4, max(1, round(level + risen + leaning + draw.gauss(0, ANSWER_ERROR)))) for leaning in leanings
        ]
        for criterion, level in true_levels.items()
    }


@pytest.mark.parametrize("method", METHODS)
def test_where_nothing_changed_at_most_one_domain_in_twenty_is_likely_real(method: DomainMethod) -> None:
    assert share_likely_real(method, risen=0) <= 0.05


@pytest.mark.parametrize("method", METHODS)
def test_where_every_criterion_rose_by_a_level_two_domains_in_three_are_found(method: DomainMethod) -> None:
    assert share_likely_real(method, risen=1) >= 2 / 3


@pytest.mark.parametrize("method", METHODS)
def test_without_the_limit_more_would_be_likely_real_by_chance(
    method: DomainMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mean_verdict, "noise_limit_of_mean", lambda *_, **__: Fraction(0))
    assert share_likely_real(method, risen=0) > 0.05
