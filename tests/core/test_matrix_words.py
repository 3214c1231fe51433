"""Every rule option has its sentence, with the right numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest

from maturity.core.collaborative import PartnerType
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import read_matrix
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
from maturity.core.matrix_words import agreement_in_words, middle_in_words, scoring_in_words

GALLERY: Final = Path(__file__).parent / "matrices"


def example(name: str) -> Matrix:
    """A matrix of the gallery."""
    path = GALLERY / f"{name}.yaml"
    return read_matrix(path.read_bytes(), name=path.name)


def with_overall(method: OverallMethod, name: str = "weakest-domain-limiter", **changes: object) -> tuple[str, ...]:
    """The sentences of a matrix with another overall rule."""
    matrix = example(name)
    overall = OverallRule(method=method, **changes)  # type: ignore[arg-type]
    return scoring_in_words(replace(matrix, scoring=replace(matrix.scoring, overall=overall)))


def with_limiter(limiter: Limiter, method: OverallMethod = OverallMethod.MEDIAN) -> str:
    """The sentence of one limiter."""
    return next(s for s in with_overall(method, limiters=(limiter,)) if " is at most " in s or " never " in s)


def test_a_profile_is_said_to_have_no_overall_level() -> None:
    assert scoring_in_words(example("median-with-split")) == (
        "For each criterion, people choose the level whose description fits best.",
        "Each domain is summed up by the median of its criteria.",
        "A level, rounded to a whole number, is called “Initial” from 0, “Progressing” from 3 and “Optimising” from 5.",
        "There is no overall level: the result is a profile over the domains.",
    )


@pytest.mark.parametrize(
    "method, sentence",
    [
        (CriterionMethod.CHOSEN, "For each criterion, people choose the level whose description fits best."),
        (
            CriterionMethod.ELEMENTS,
            "A criterion reaches a level when every element of that level, and of every level below it, is met.",
        ),
    ],
)
def test_each_way_to_reach_a_level_has_its_sentence(method: CriterionMethod, sentence: str) -> None:
    matrix = example("elements-gate")
    assert scoring_in_words(replace(matrix, scoring=ScoringRule(criterion=method)))[0] == sentence


@pytest.mark.parametrize(
    "method, sentences",
    [
        (
            DomainMethod.NONE,
            (
                "Domains have no level of their own: each criterion stands by itself.",
                "There is no overall level: the result is a profile over the criteria.",
            ),
        ),
        (
            DomainMethod.MEDIAN,
            (
                "Each domain is summed up by the median of its criteria.",
                "There is no overall level: the result is a profile over the domains.",
            ),
        ),
        (
            DomainMethod.MEAN,
            (
                "Each domain is summed up by the mean of its criteria.",
                "There is no overall level: the result is a profile over the domains.",
            ),
        ),
        (
            DomainMethod.LOWEST,
            (
                "Each domain is at the level of its lowest criterion, once every criterion has one.",
                "There is no overall level: the result is a profile over the domains.",
            ),
        ),
    ],
)
def test_each_way_to_sum_up_a_domain_has_its_sentence(method: DomainMethod, sentences: tuple[str, ...]) -> None:
    matrix = example("elements-gate")
    assert scoring_in_words(replace(matrix, scoring=ScoringRule(domain=method)))[1:] == sentences


@pytest.mark.parametrize(
    "method, over, sentence",
    [
        (OverallMethod.MEDIAN, OverallBase.CRITERIA, "The overall level is the median of the criteria."),
        (OverallMethod.MEDIAN, OverallBase.DOMAINS, "The overall level is the median of the domains."),
        (OverallMethod.MEAN, OverallBase.CRITERIA, "The overall result is the mean of the criteria."),
        (OverallMethod.MEAN, OverallBase.DOMAINS, "The overall result is the mean of the domains."),
        (OverallMethod.SUM, OverallBase.CRITERIA, "The overall result is the sum of the criteria, out of 12."),
        (OverallMethod.SUM, OverallBase.DOMAINS, "The overall result is the sum of the domains, out of 8."),
        (
            OverallMethod.PERCENT,
            OverallBase.CRITERIA,
            "The overall result is the sum of the criteria as a percentage of the most that can be reached.",
        ),
        (
            OverallMethod.PERCENT,
            OverallBase.DOMAINS,
            "The overall result is the sum of the domains as a percentage of the most that can be reached.",
        ),
        (OverallMethod.LOWEST, OverallBase.CRITERIA, "The overall level is that of the lowest criterion."),
        (OverallMethod.LOWEST, OverallBase.DOMAINS, "The overall level is that of the lowest domain."),
    ],
)
def test_each_overall_method_has_its_sentence(method: OverallMethod, over: OverallBase, sentence: str) -> None:
    assert with_overall(method, over=over)[2] == sentence


@pytest.mark.parametrize(
    "method, over, coverage, sentence",
    [
        (
            OverallMethod.MEDIAN,
            OverallBase.CRITERIA,
            Fraction(1),
            "The overall level is shown only when every criterion that applies has a level.",
        ),
        (
            OverallMethod.MEAN,
            OverallBase.CRITERIA,
            Fraction(4, 5),
            "The overall result is shown only when at least 80% of the criteria that apply have a level.",
        ),
        (
            OverallMethod.LOWEST,
            OverallBase.CRITERIA,
            Fraction(1, 2),
            "The overall level is shown only when every criterion that applies has a level.",
        ),
        (
            OverallMethod.LOWEST,
            OverallBase.DOMAINS,
            Fraction(5, 8),
            (
                "The overall level is shown only when at least 62.5% of the criteria that apply, and every domain, "
                "have a level."
            ),
        ),
    ],
)
def test_the_coverage_that_is_needed_is_said(
    method: OverallMethod, over: OverallBase, coverage: Fraction, sentence: str
) -> None:
    assert with_overall(method, over=over, minimum_coverage=coverage)[-1] == sentence


def test_a_round_that_may_hide_the_overall_level_is_told_so() -> None:
    chosen = "Each round decides, before anyone scores, whether it is shown at all."
    assert with_overall(OverallMethod.MEDIAN, optional=True)[-1] == chosen
    assert chosen not in with_overall(OverallMethod.MEDIAN)


@pytest.mark.parametrize(
    "limiter, sentence",
    [
        (
            WeakestDomainLimiter(("purpose", "leadership"), Fraction(1)),
            (
                "The overall level is never more than one level above the weakest of “Purpose and ambition” and "
                "“Leadership”."
            ),
        ),
        (
            WeakestDomainLimiter(("leadership",), Fraction(2)),
            "The overall level is never more than 2 levels above “Leadership”.",
        ),
        (
            WeakestDomainLimiter(("leadership",), Fraction(1, 2)),
            "The overall level is never more than half a level above “Leadership”.",
        ),
        (WeakestDomainLimiter(("leadership",), Fraction(0)), "The overall level is never above “Leadership”."),
        (
            NamedCriteriaLimiter(("trust",), 1, Fraction(2)),
            "The overall level is at most Developing while “Trust” is at Emerging.",
        ),
        (
            NamedCriteriaLimiter(("shared-aim", "trust", "voice"), 2, Fraction(5, 2)),
            (
                "The overall level is at most between Developing and Maturing while “Shared aim”, “Trust” or “Voice” "
                "is at Developing or below."
            ),
        ),
    ],
)
def test_each_limiter_has_its_sentence(limiter: Limiter, sentence: str) -> None:
    assert with_limiter(limiter) == sentence


@pytest.mark.parametrize(
    "method, most",
    [(OverallMethod.MEAN, "2.5"), (OverallMethod.SUM, "2.5"), (OverallMethod.PERCENT, "2.5%")],
)
def test_a_limit_is_in_the_unit_of_the_result(method: OverallMethod, most: str) -> None:
    sentence = with_limiter(NamedCriteriaLimiter(("trust",), 1, Fraction(5, 2)), method)
    assert sentence == f"The overall result is at most {most} while “Trust” is at Emerging."


def test_levels_without_names_are_called_by_their_number() -> None:
    overall = OverallRule(OverallMethod.MEDIAN, limiters=(NamedCriteriaLimiter(("readiness",), 1, Fraction(2)),))
    matrix = replace(example("median-with-split"), scoring=ScoringRule(overall=overall))
    assert "The overall level is at most level 2 while “Readiness” is at level 1 or below." in scoring_in_words(matrix)


@pytest.mark.parametrize(
    "method, lowest, sentence",
    [
        (OverallMethod.PERCENT, "39", "The overall result, rounded to a whole number, is called “Low” from 39%."),
        (OverallMethod.SUM, "39", "The overall result, rounded to a whole number, is called “Low” from 39."),
        (OverallMethod.MEAN, "3", "The overall result, rounded to 1 decimal place, is called “Low” from 3."),
        (OverallMethod.MEAN, "3.25", "The overall result, rounded to 2 decimal places, is called “Low” from 3.25."),
        (OverallMethod.MEDIAN, "3", "The overall level, rounded to a whole number, is called “Low” from 3."),
    ],
)
def test_bands_are_named_with_their_starts_and_rounding(method: OverallMethod, lowest: str, sentence: str) -> None:
    assert sentence in with_overall(method, bands=(Band("Low", Fraction(lowest)),))


def test_a_sum_in_bands_says_that_they_are_for_the_whole_matrix() -> None:
    whole = "These names are for the whole matrix: a sum that leaves a criterion out has none."
    bands = (Band("Low", Fraction(3)),)
    assert whole in with_overall(OverallMethod.SUM, bands=bands)
    assert whole not in with_overall(OverallMethod.PERCENT, bands=bands)


def test_weights_are_named_once_and_only_where_they_count() -> None:
    weight = "“Equal access” counts 2.5 times, every other once."
    weighted = example("percent-in-bands")
    sentences = scoring_in_words(weighted)
    assert sentences.count(weight) == 1
    assert "Each domain is summed up by the weighted mean of its criteria." in sentences
    median = replace(weighted, scoring=ScoringRule(overall=OverallRule(OverallMethod.MEDIAN)))
    assert weight not in scoring_in_words(median)


def test_weights_of_domains_and_of_criteria_are_told_apart() -> None:
    sentences = scoring_in_words(example("factor-means"))
    assert "“We are known for working together” counts half, every other once." in sentences
    assert "“History of working together” counts twice, every other once." in sentences


def test_anchor_levels_are_said_to_be_the_described_ones() -> None:
    assert "Only levels 1, 3 and 5 are described. The levels between them can be chosen too." in scoring_in_words(
        example("anchored-signposts")
    )


def test_criteria_for_some_types_of_collaborative_are_counted() -> None:
    sentence = "1 of the 2 criteria is asked only of some types of collaborative."
    assert sentence in scoring_in_words(example("nought-to-four"))
    assert not any("types of collaborative" in each for each in scoring_in_words(example("elements-gate")))


def test_a_rule_in_which_a_split_decides_names_what_is_recorded() -> None:
    assert agreement_in_words(example("median-with-split")) == (
        "A partner’s level lies outside when it is more than one level from the median of all partners’ levels.",
        (
            "Partners are split when 1 in 3 or more of their levels lie outside, aligned when none does, and mixed "
            "otherwise."
        ),
        "With fewer than 3 partners’ levels there are too few to say.",
        (
            "Where partners are split, the criterion has no level and is recorded as “Uncertain”. Where they voted "
            "in the room, the last vote decides whether they are."
        ),
    )


@pytest.mark.parametrize(
    "change, index, sentence",
    [
        (
            lambda rule: replace(rule, within=Fraction(1, 2)),
            0,
            "A partner’s level lies outside when it is more than half a level from the median of all partners’ levels.",
        ),
        (
            lambda rule: replace(rule, within=Fraction(3, 2)),
            0,
            "A partner’s level lies outside when it is more than 1.5 levels from the median of all partners’ levels.",
        ),
        (
            lambda rule: replace(rule, split_share=Fraction(1)),
            1,
            "Partners are split when all of their levels lie outside, aligned when none does, and mixed otherwise.",
        ),
        (
            lambda rule: replace(rule, aligned_share=Fraction(1, 8)),
            1,
            (
                "Partners are split when 1 in 3 or more of their levels lie outside, aligned when 1 in 8 or fewer do, "
                "and mixed otherwise."
            ),
        ),
        (
            lambda rule: replace(rule, minimum_partners=5),
            2,
            "With fewer than 5 partners’ levels there are too few to say.",
        ),
        (lambda rule: rule, 3, "Where partners are split, they talk it through and agree a level."),
    ],
)
def test_each_part_of_the_agreement_rule_is_in_the_words(
    change: Callable[[AgreementRule], AgreementRule], index: int, sentence: str
) -> None:
    matrix = replace(example("nought-to-four"), agreement=change(AgreementRule()))
    assert agreement_in_words(matrix)[index] == sentence


def test_the_weights_of_partners_are_in_the_words() -> None:
    rule = AgreementRule(
        aligned_share=Fraction(1, 8),
        partner_weights={PartnerType.VCSE: Fraction(1, 2), PartnerType.ACUTE_TRUST: Fraction(2)},
    )
    matrix = replace(example("nought-to-four"), agreement=rule)
    outside, labels, _, _, weights, median, nothing_else = agreement_in_words(matrix)
    assert outside.endswith("more than one level from the weighted median of all partners’ levels.")
    assert labels == (
        "Partners are split when 1 in 3 or more of the weight lies outside, aligned when 1 in 8 or less does, and "
        "mixed otherwise."
    )
    assert weights == (
        "Partners are weighed by their type: “Acute or specialist trust” counts twice and “Voluntary, community or "
        "social enterprise” half, every other once."
    )
    assert median == (
        "The weighted median has at most half of the weight below it and at most half above it. Where two levels have, "
        "it lies halfway between them."
    )
    assert nothing_else == "Nothing else is weighed: every other figure of agreement counts each partner once."
    strict = replace(matrix, agreement=replace(rule, split_share=Fraction(1), aligned_share=Fraction(0)))
    assert agreement_in_words(strict)[1] == (
        "Partners are split when all of the weight lies outside, aligned when none does, and mixed otherwise."
    )


def test_a_matrix_without_weights_says_nothing_of_them() -> None:
    matrix = example("nought-to-four")
    assert len(agreement_in_words(matrix)) == 4
    assert not any("weigh" in sentence for sentence in agreement_in_words(matrix))
    assert middle_in_words(matrix.agreement) == "the middle of the levels that partners gave"
