"""One overall result, for the rules that have one, against published methods."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.matrix import Domain, Matrix
from maturity.core.matrix_rules import Band, DomainMethod, OverallBase, OverallMethod, OverallRule, ScoringRule
from maturity.core.results import OverallResult
from maturity.core.scoring import score_round
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains, some_levels
from tests.factories.rounds import ConsensusLike, a_round_record

ONE_TO_FOUR = some_levels(4)
CQC_BANDS = (
    Band("Inadequate", Fraction(25)),
    Band("Requires improvement", Fraction(39)),
    Band("Good", Fraction(63)),
    Band("Outstanding", Fraction(88)),
)


def matrix_of(
    rule: OverallRule,
    domains: tuple[Domain, ...],
    *,
    highest: int = 4,
    lowest: int = 1,
    domain: DomainMethod = DomainMethod.MEDIAN,
) -> Matrix:
    levels = some_levels(highest - lowest + 1, lowest=lowest)
    return a_matrix(levels=levels, domains=domains, scoring=ScoringRule(domain=domain, overall=rule))


def overall_of(matrix: Matrix, *consensus: ConsensusLike, shows_overall: bool = True) -> OverallResult:
    ids = [c.id for c in matrix.criteria]
    record = a_round_record(
        matrix=matrix, consensus=dict(zip(ids, consensus, strict=True)), shows_overall=shows_overall
    )
    found = score_round(record).overall
    assert found is not None
    return found


def cqc(statements: int) -> Matrix:
    rule = OverallRule(method=OverallMethod.PERCENT, bands=CQC_BANDS)
    return matrix_of(rule, some_domains(1, statements, levels=ONE_TO_FOUR))


@pytest.mark.parametrize(
    "scores,label,band",
    [
        ((3, 3, 3, 3, 3, 2, 2, 2), "66%", "Good"),  # 21 of 32: 65.6
        ((3,) * 9, "75%", "Good"),  # 27 of 36
        ((2,) * 9, "50%", "Requires improvement"),
        ((1,) * 9, "25%", "Inadequate"),
        ((4,) * 9, "100%", "Outstanding"),
        ((4, 4, 4, 4, 4, 3, 3, 3, 3), "89%", "Outstanding"),  # 32 of 36: 88.9
        ((4, 4, 4, 4, 3, 3, 3, 3, 3), "86%", "Good"),  # 31 of 36: 86.1
        ((3, 3, 3, 3, 3, 2, 2, 2, 2), "64%", "Good"),  # 23 of 36: 63.9
        ((3, 3, 3, 3, 2, 2, 2, 2, 2), "61%", "Requires improvement"),  # 22 of 36: 61.1
    ],
)
def test_scores_from_1_to_4_become_a_percentage_of_the_most_that_could_be_reached(
    scores: tuple[int, ...], label: str, band: str
) -> None:
    """Care Quality Commission: scores combined with equal weight, over the number of statements times 4."""
    found = overall_of(cqc(len(scores)), *scores)
    assert found.value == Fraction(100 * sum(scores), 4 * len(scores))
    assert (found.label, found.band, found.reason) == (label, band, "")


def test_every_total_of_nine_statements_falls_in_a_band_of_its_printed_percentage() -> None:
    for extra in range(28):
        scores = [1 + (extra + i) // 9 for i in range(9)]
        found = overall_of(cqc(9), *scores)
        printed = int(found.label.rstrip("%"))
        expected = [band.name for band in CQC_BANDS if band.lowest <= printed][-1]
        assert found.band == expected


def test_a_percentage_starts_from_nothing_and_not_from_the_lowest_level() -> None:
    """With scores from 1 the least is 25 per cent, as in the published bands, and not nought."""
    assert overall_of(cqc(4), 1, 1, 1, 1).value == 25


def test_measuring_the_percentage_from_the_lowest_level_would_miss_the_published_bands() -> None:
    shifted = Fraction(100 * (21 - 8), 3 * 8)
    assert shifted != overall_of(cqc(8), 3, 3, 3, 3, 3, 2, 2, 2).value
    assert shifted < 63


def test_seven_scores_from_1_to_5_become_a_total_out_of_35() -> None:
    """LGA health and wellbeing board matrix: seven domains, a total out of 35."""
    levels = some_levels(5)
    domains = some_domains(7, 1, levels=levels)
    matrix = matrix_of(OverallRule(method=OverallMethod.SUM), domains, highest=5)
    assert overall_of(matrix, 3, 4, 2, 5, 3, 4, 3).label == "24 of 35"
    assert overall_of(matrix, 5, 5, 5, 5, 5, 5, 5).label == "35 of 35"


def test_a_total_leaves_out_what_does_not_apply_from_both_of_its_numbers() -> None:
    matrix = matrix_of(OverallRule(method=OverallMethod.SUM), some_domains(7, 1, levels=some_levels(5)), highest=5)
    assert overall_of(matrix, 3, 4, 2, 5, 3, 4, "not-applicable").label == "21 of 30"


def test_bands_of_a_total_are_used_only_when_the_whole_matrix_was_scored() -> None:
    rule = OverallRule(method=OverallMethod.SUM, bands=(Band("Low", Fraction(2)), Band("High", Fraction(6))))
    matrix = matrix_of(rule, some_domains(2, 1, levels=ONE_TO_FOUR))
    assert overall_of(matrix, 4, 4).band == "High"
    found = overall_of(matrix, 4, "not-applicable")
    assert (found.label, found.band) == ("4 of 4", None)
    assert found.reason == "The bands of the total are for the whole matrix, so this total has none."


def test_bands_of_a_total_of_domains_need_every_domain() -> None:
    rule = OverallRule(method=OverallMethod.SUM, over=OverallBase.DOMAINS, bands=(Band("Any", Fraction(2)),))
    matrix = matrix_of(rule, some_domains(2, 1, levels=ONE_TO_FOUR))
    assert overall_of(matrix, 4, 4).band == "Any"
    assert overall_of(matrix, 4, "not-applicable").band is None


def test_factor_means_are_banded_at_3_and_at_4() -> None:
    """Wilder Collaboration Factors Inventory: below 3.0, 3.0 to 3.9, 4.0 and above."""
    bands = (Band("Concern", Fraction(1)), Band("Borderline", Fraction(3)), Band("Strength", Fraction(4)))
    rule = OverallRule(method=OverallMethod.MEAN, bands=bands)
    matrix = matrix_of(rule, some_domains(1, 3, levels=some_levels(5)), highest=5)
    assert (overall_of(matrix, 4, 4, 4).label, overall_of(matrix, 4, 4, 4).band) == ("4.0", "Strength")
    assert (overall_of(matrix, 4, 4, 3).label, overall_of(matrix, 4, 4, 3).band) == ("3.7", "Borderline")
    assert (overall_of(matrix, 3, 3, 2).label, overall_of(matrix, 3, 3, 2).band) == ("2.7", "Concern")


def test_the_band_of_a_mean_is_that_of_the_figure_that_is_printed() -> None:
    bands = (Band("Borderline", Fraction(3)), Band("Strength", Fraction(4)))
    criteria = [a_criterion("a", levels=ONE_TO_FOUR, weight=19), a_criterion("b", levels=ONE_TO_FOUR)]
    rule = OverallRule(method=OverallMethod.MEAN, bands=bands)
    found = overall_of(matrix_of(rule, (a_domain("one", criteria),)), 4, 3)
    assert (found.value, found.label, found.band) == (Fraction("3.95"), "4.0", "Strength")


@pytest.mark.parametrize(
    "method,label", [(OverallMethod.MEDIAN, "Between levels 2 and 3"), (OverallMethod.LOWEST, "Level 1")]
)
def test_a_median_or_a_lowest_level_is_written_as_a_level(method: OverallMethod, label: str) -> None:
    matrix = matrix_of(OverallRule(method=method), some_domains(1, 4, levels=ONE_TO_FOUR))
    assert overall_of(matrix, 1, 2, 3, 4).label == label


def test_domains_can_be_what_an_overall_result_is_made_from() -> None:
    domains = (
        a_domain("one", ["a", "b", "c"], levels=ONE_TO_FOUR, weight=3),
        a_domain("two", ["d"], levels=ONE_TO_FOUR),
    )
    over_domains = OverallRule(method=OverallMethod.MEAN, over=OverallBase.DOMAINS)
    over_criteria = OverallRule(method=OverallMethod.MEAN)
    assert overall_of(matrix_of(over_domains, domains), 1, 1, 4, 3).value == Fraction(3 * 1 + 3, 4)
    assert overall_of(matrix_of(over_criteria, domains), 1, 1, 4, 3).value == Fraction(9, 4)


def test_criteria_count_by_their_weight() -> None:
    criteria = [a_criterion("a", levels=ONE_TO_FOUR, weight=Fraction("2.5")), a_criterion("b", levels=ONE_TO_FOUR)]
    matrix = matrix_of(OverallRule(method=OverallMethod.PERCENT), (a_domain("one", criteria),))
    assert overall_of(matrix, 4, 1).value == 100 * Fraction(11, 14)


def test_a_profile_has_no_overall_result() -> None:
    assert score_round(a_round_record(consensus={"shared-purpose": 3})).overall is None


@pytest.mark.parametrize("shows,expected", [(True, "Level 3"), (False, None)])
def test_a_round_may_choose_not_to_show_an_optional_one(shows: bool, expected: str | None) -> None:
    rule = OverallRule(method=OverallMethod.MEDIAN, optional=True)
    matrix = matrix_of(rule, some_domains(1, 1, levels=ONE_TO_FOUR))
    record = a_round_record(matrix=matrix, consensus={"d1-c1": 3}, shows_overall=shows)
    found = score_round(record).overall
    assert (found.label if found else None) == expected


def test_a_round_cannot_choose_to_hide_one_that_is_not_optional() -> None:
    matrix = matrix_of(OverallRule(method=OverallMethod.MEDIAN), some_domains(1, 1, levels=ONE_TO_FOUR))
    assert overall_of(matrix, 3, shows_overall=False).label == "Level 3"


@pytest.mark.parametrize(
    "coverage,consensus,reason",
    [
        ("1", (3, 3, 3, None), "No overall result: 3 of 4 criteria have a level and all are needed."),
        ("0.8", (3, 3, 3, None), "No overall result: 3 of 4 criteria have a level and at least 80% is needed."),
        ("0.75", (3, 3, 3, None), ""),
        ("0", (None,) * 4, "No overall result: 0 of 4 criteria have a level and at least 0% is needed."),
        ("1", (3, 3, 3, "not-applicable"), ""),
    ],
)
def test_too_little_coverage_gives_a_reason_and_no_result(
    coverage: str, consensus: tuple[ConsensusLike, ...], reason: str
) -> None:
    rule = OverallRule(method=OverallMethod.MEDIAN, minimum_coverage=Fraction(coverage))
    found = overall_of(matrix_of(rule, some_domains(1, 4, levels=ONE_TO_FOUR)), *consensus)
    assert found.reason == reason
    assert (found.value is None) == bool(reason)
    if reason:
        assert (found.label, found.band, found.limited_from) == ("No overall result", None, None)


def test_the_lowest_level_is_unknown_while_one_is_missing() -> None:
    rule = OverallRule(method=OverallMethod.LOWEST, minimum_coverage=Fraction(1, 2))
    found = overall_of(matrix_of(rule, some_domains(1, 2, levels=ONE_TO_FOUR)), 3, None)
    assert found.reason == "No overall result: the lowest cannot be known while a level is missing."


def test_the_lowest_domain_is_unknown_while_one_has_no_value() -> None:
    rule = OverallRule(method=OverallMethod.LOWEST, over=OverallBase.DOMAINS, minimum_coverage=Fraction(1, 2))
    matrix = matrix_of(rule, some_domains(2, 2, levels=ONE_TO_FOUR))
    assert overall_of(matrix, 3, 3, None, None).value is None
    assert overall_of(matrix, 3, 3, 2, None).value == 2
    assert overall_of(matrix, 3, 3, "not-applicable", "not-applicable").value == 3


def test_domains_that_have_no_value_give_no_overall_result() -> None:
    rule = OverallRule(method=OverallMethod.MEAN, over=OverallBase.DOMAINS, minimum_coverage=Fraction(1, 2))
    matrix = matrix_of(rule, some_domains(1, 2, levels=ONE_TO_FOUR), domain=DomainMethod.LOWEST)
    assert overall_of(matrix, 3, None).reason == "No overall result: nothing that it is made from has a value."


@given(
    st.lists(st.integers(1, 3), min_size=4, max_size=4),
    st.integers(0, 3),
    st.sampled_from([m for m in OverallMethod if m is not OverallMethod.NONE]),
    st.sampled_from(OverallBase),
)
def test_raising_a_level_never_lowers_an_overall_result(
    levels: list[int], place: int, method: OverallMethod, base: OverallBase
) -> None:
    matrix = matrix_of(OverallRule(method=method, over=base), some_domains(2, 2, levels=ONE_TO_FOUR))
    before = overall_of(matrix, *levels).value
    levels[place] += 1
    after = overall_of(matrix, *levels).value
    assert before is not None
    assert after is not None
    assert after >= before


@given(st.lists(st.integers(1, 4), min_size=4, max_size=4), st.permutations(range(4)))
def test_the_order_of_criteria_does_not_change_an_overall_result(levels: list[int], order: list[int]) -> None:
    for method in (OverallMethod.MEDIAN, OverallMethod.MEAN, OverallMethod.SUM, OverallMethod.PERCENT):
        matrix = matrix_of(OverallRule(method=method), some_domains(2, 2, levels=ONE_TO_FOUR))
        assert overall_of(matrix, *(levels[i] for i in order)) == overall_of(matrix, *levels)
