from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from maturity.core.collaborative import PartnerType
from maturity.core.matrix_rules import AgreementRule
from maturity.core.results import RoundResult
from maturity.core.scoring import score_round
from maturity.reports.closeness_over_rounds import closeness_over_rounds, within_one_of_the_median
from maturity.reports.report_page import report_page
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.reports import lived_in_report
from tests.factories.rounds import ConsensusLike, PositionLike, a_ballot, a_round_record

MATRIX = a_matrix(domains=some_domains(1, 3))


def a_round(number: int, levels: list[ConsensusLike], positions: list[list[PositionLike]] | None) -> RoundResult:
    ids = ("d1-c1", "d1-c2", "d1-c3")
    record = a_round_record(
        matrix=MATRIX,
        number=number,
        label=f"Round {number}",
        consensus=dict(zip(ids, levels, strict=True)),
        positions=None if positions is None else dict(zip(ids, positions, strict=True)),
    )
    return score_round(record)


def test_coming_closer_and_moving_up_stand_beside_each_other_and_are_counted_apart() -> None:
    first = a_round(1, [2, 2, "not-agreed"], [[1, 2, 3, 4], [2, 2, 2, 2], [1, 1, 4, 4]])
    second = a_round(2, [2, 3, 3], [[2, 2, 2, 3], [2, 2, 3, 4], [3, 3, 3, 3]])
    before, now = closeness_over_rounds([first, second])
    assert (before.round_name, before.closer, before.moved) == ("Round 1", "The first round", "The first round")
    assert before.partners == "aligned on 1 criterion, split on 2; no level agreed on 1"
    assert now.partners == "aligned on 2 criteria, mixed on 1"
    assert now.closer == "2 closer, 1 further apart"
    assert now.moved == "1 up, 1 the same"
    assert (before.within_one, now.within_one) == ("50%", "92%")


def test_a_round_scored_together_says_that_its_closeness_is_not_known() -> None:
    first = a_round(1, [2, 2, 2], None)
    second = a_round(2, [3, 2, 2], None)
    rows = closeness_over_rounds([first, second])
    assert [(row.partners, row.within_one) for row in rows] == [("Scored together", "Not known")] * 2
    assert (rows[1].closer, rows[1].moved) == ("Cannot tell", "1 up, 2 the same")


def test_after_a_vote_a_round_says_how_partners_stood_after_it_and_before() -> None:
    first = a_round(1, [2, 2, 2], [[1, 1, 4, 4], [2, 2, 2, 2], [2, 2, 2, 2]])
    voted = score_round(replace(first.record, ballots={"d1-c1": (a_ballot(1, 2, 2, 2, 2),)}))
    [row] = closeness_over_rounds([voted])
    assert row.partners == "aligned on 3 criteria (before they voted: aligned on 2, split on 1)"


def test_a_share_that_rests_on_some_of_the_criteria_says_on_how_many() -> None:
    rows = closeness_over_rounds([a_round(1, [2, 2, 2], [[2, 2, 2], [1, 4, None], [3, 3, 3]])])
    assert [row.within_one for row in rows] == ["100%, on 2 of 3 criteria"]


def test_no_rounds_are_no_rows() -> None:
    assert closeness_over_rounds([]) == ()


def test_a_report_has_a_row_for_each_of_its_rounds_and_a_first_one_has_none() -> None:
    page = report_page(lived_in_report(rounds=3))
    assert len(page.closeness) == 3
    assert report_page(lived_in_report(rounds=1)).closeness == ()


def test_the_heading_calls_the_median_what_the_rule_does_and_rows_do_where_rounds_differ_in_that() -> None:
    weighing = AgreementRule(partner_weights={PartnerType.ACUTE_TRUST: Fraction(2)})
    plain = a_round(1, [2, 2, 2], [[2, 2, 2]] * 3)
    weighed = score_round(replace(plain.record, number=2, matrix=replace(MATRIX, agreement=weighing)))
    assert within_one_of_the_median([weighed]) == "Within one level of the weighted median"
    assert within_one_of_the_median([plain]) == "Within one level of the median"
    assert within_one_of_the_median([plain, weighed]) == "Within one level of the median"
    rows = closeness_over_rounds([plain, weighed])
    assert [row.within_one for row in rows] == ["100% (median)", "100% (weighted median)"]
    assert [row.within_one for row in closeness_over_rounds([weighed])] == ["100%"]
