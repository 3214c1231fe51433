from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from maturity.core.matrix import Descriptor, Element, Matrix
from maturity.core.matrix_rules import (
    AgreementRule,
    Band,
    CriterionMethod,
    DomainMethod,
    Limiter,
    NamedCriteriaLimiter,
    OverallBase,
    OverallMethod,
    OverallRule,
    ScoringRule,
    WeakestDomainLimiter,
)
from tests.factories.linted import found
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains, some_levels


def bands(*starts: str) -> tuple[Band, ...]:
    """Bands called A, B, C … that begin at these figures."""
    return tuple(Band("ABCDEF"[number], Fraction(start)) for number, start in enumerate(starts))


def by_elements(*described: int) -> Matrix:
    """A matrix of three levels that are reached by elements, of which these are described."""
    descriptors = tuple(Descriptor(v, f"At {v}.", (Element(f"met-{v}", "Met."),) if v > 1 else ()) for v in described)
    domains = [a_domain("people", [a_criterion("trust", descriptors=descriptors)])]
    return a_matrix(domains=domains, levels=some_levels(3), scoring=ScoringRule(CriterionMethod.ELEMENTS))


def with_overall(
    method: OverallMethod,
    *,
    bands: tuple[Band, ...] = (),
    limiters: Sequence[Limiter] = (),
    domain: DomainMethod = DomainMethod.MEDIAN,
    over: OverallBase = OverallBase.CRITERIA,
    criteria: int = 2,
) -> Matrix:
    """A matrix of two domains with an overall result."""
    overall = OverallRule(method, over, bands=bands, limiters=tuple(limiters))
    return a_matrix(domains=some_domains(2, criteria), scoring=ScoringRule(domain=domain, overall=overall))


def names(findings: Sequence[object]) -> list[str]:
    """The names in quotation marks of what was found."""
    return [str(finding).partition("“")[2].partition("”")[0] for finding in findings]


def test_a_level_without_elements_between_anchors_is_found() -> None:
    (finding,) = found("unreachable-level", by_elements(1, 3))
    assert finding.problem.startswith("No criterion can be at level 2")
    assert finding.note.path == "levels[1].value"


def test_a_scale_with_elements_at_every_level_passes() -> None:
    assert found("unreachable-level", by_elements(1, 2, 3)) == []


@pytest.mark.parametrize(
    "domain, starts, missed",
    [
        (DomainMethod.MEDIAN, ("1", "2.2", "2.4", "3"), ["B"]),
        (DomainMethod.MEDIAN, ("1", "2", "2.5", "3"), []),
        (DomainMethod.LOWEST, ("1", "2", "2.5", "3"), ["C"]),
        (DomainMethod.NONE, ("1", "2", "2.5", "3"), ["C"]),
        (DomainMethod.MEAN, ("1", "2.1", "2.4", "3"), ["B"]),
        (DomainMethod.MEAN, ("1", "2.1", "2.5", "3"), ["B"]),
        (DomainMethod.MEAN, ("1", "2", "3", "4"), []),
    ],
)
def test_a_band_that_no_level_and_no_domain_falls_into_is_found(
    domain: DomainMethod, starts: tuple[str, ...], missed: list[str]
) -> None:
    scoring = ScoringRule(domain=domain, level_bands=bands(*starts))
    assert names(found("unreachable-band", a_matrix(domains=some_domains(2, 2), scoring=scoring))) == missed


@pytest.mark.parametrize(
    "method, starts, missed",
    [
        (OverallMethod.MEDIAN, ("1", "3.6", "3.8", "4"), ["B", "C"]),
        (OverallMethod.LOWEST, ("1", "2", "2.5"), []),
        (OverallMethod.SUM, ("4", "9.2", "9.6", "16"), ["B"]),
        (OverallMethod.PERCENT, ("25", "93.75", "94", "100"), ["C"]),
        (OverallMethod.MEAN, ("1", "3.8", "3.9", "4"), ["C"]),
    ],
)
def test_a_band_of_the_overall_result_that_nothing_falls_into_is_found(
    method: OverallMethod, starts: tuple[str, ...], missed: list[str]
) -> None:
    assert names(found("unreachable-band", with_overall(method, bands=bands(*starts)))) == missed


def test_a_ceiling_brings_results_into_a_band() -> None:
    starts = bands("1", "2.2", "2.4")
    ceiling = NamedCriteriaLimiter(("d1-c1",), 1, Fraction("2.25"))
    assert names(found("unreachable-band", with_overall(OverallMethod.MEDIAN, bands=starts))) == ["B"]
    assert found("unreachable-band", with_overall(OverallMethod.MEDIAN, bands=starts, limiters=[ceiling])) == []


@pytest.mark.parametrize(
    "method, limiter, is_idle",
    [
        (OverallMethod.LOWEST, WeakestDomainLimiter(("d1",), Fraction(0)), True),
        (OverallMethod.MEDIAN, WeakestDomainLimiter(("d1",), Fraction(1)), False),
        (OverallMethod.LOWEST, NamedCriteriaLimiter(("d1-c1",), 1, Fraction(2)), True),
        (OverallMethod.LOWEST, NamedCriteriaLimiter(("d1-c1",), 2, Fraction(1)), False),
        (OverallMethod.SUM, NamedCriteriaLimiter(("d1-c1",), 1, Fraction(13)), True),
        (OverallMethod.SUM, NamedCriteriaLimiter(("d1-c1",), 1, Fraction(12)), False),
        (OverallMethod.MEAN, NamedCriteriaLimiter(("d1-c1",), 2, Fraction(7, 2)), True),
        (OverallMethod.MEAN, NamedCriteriaLimiter(("d1-c1",), 2, Fraction(3)), False),
        (OverallMethod.PERCENT, NamedCriteriaLimiter(("d1-c1",), 2, Fraction(88)), True),
        (OverallMethod.PERCENT, NamedCriteriaLimiter(("d1-c1",), 2, Fraction(87)), False),
        (OverallMethod.MEDIAN, NamedCriteriaLimiter(("d1-c1",), 1, Fraction(3)), False),
    ],
)
def test_a_limiter_that_never_limits_is_found(method: OverallMethod, limiter: Limiter, is_idle: bool) -> None:
    assert bool(found("idle-limiter", with_overall(method, limiters=[limiter]))) is is_idle


@pytest.mark.parametrize(
    "levels, within, share, is_found",
    [
        (2, "1", "1/3", True),
        (2, "0.4", "1/3", False),
        (4, "3", "1/3", True),
        (4, "2", "1/3", False),
        (4, "2", "1/2", True),
        (4, "1.5", "1/2", True),
        (4, "1", "1", False),
    ],
)
def test_a_rule_by_which_partners_are_never_split_is_found(
    levels: int, within: str, share: str, is_found: bool
) -> None:
    agreement = AgreementRule(within=Fraction(within), split_share=Fraction(share))
    scale = some_levels(levels)
    matrix = replace(a_matrix(domains=some_domains(1, 1, levels=scale), levels=scale), agreement=agreement)
    assert bool(found("never-split", matrix)) is is_found
