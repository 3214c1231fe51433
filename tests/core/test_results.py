"""What a round comes to, and how much of it there is."""

from __future__ import annotations

import pytest

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.round_report import build_round_report
from maturity.core.scoring import score_round
from tests.factories.matrices import a_domain, a_matrix
from tests.factories.rounds import a_partner, a_round_record

MATRIX = a_matrix(domains=[a_domain("one", ["a", "b"]), a_domain("two", ["c"])])


def test_coverage_counts_criteria_and_partners() -> None:
    partners = [a_partner(n, submitted=n != 3) for n in (1, 2, 3)]
    record = a_round_record(
        matrix=MATRIX,
        consensus={"a": 2, "b": "not-applicable"},
        positions={"a": [2, 2, None]},
        partners=partners,
    )
    coverage = score_round(record).coverage
    assert coverage.in_words == "1 of 2 criteria (1 not applicable), 2 of 3 partners"
    assert (coverage.criteria_with_level, coverage.criteria_asked, coverage.criteria_not_applicable) == (1, 2, 1)


def test_coverage_of_a_round_scored_together_counts_no_partners() -> None:
    found = score_round(a_round_record(matrix=MATRIX, consensus={"a": 2, "b": 2, "c": 2}))
    assert found.coverage.in_words == "3 of 3 criteria, scored together"


@pytest.mark.parametrize("state", ["not-applicable", "not-agreed"])
@pytest.mark.parametrize("reason, is_recorded", [("", False), ("  ", False), ("There is no such service.", True)])
def test_what_lacks_the_reason_that_it_needs_is_not_recorded_anywhere(
    state: str, reason: str, is_recorded: bool
) -> None:
    consensus = Consensus(state=ConsensusState(state), reason=reason)
    report = build_round_report(a_round_record(matrix=MATRIX, consensus={"a": 2, "b": consensus, "c": 1}), earlier=[])
    found = report.result.by_criterion["b"]
    assert found.is_applicable is not (is_recorded and state == "not-applicable")
    assert found.is_not_agreed is (is_recorded and state == "not-agreed")
    assert (found.label == "Not recorded") is not is_recorded
    assert [c.criterion.id for c in report.not_recorded] == ([] if is_recorded else ["b"])
    assert [c.criterion.id for c in (*report.not_applicable, *report.not_agreed)] == (["b"] if is_recorded else [])
    assert report.result.coverage.criteria_asked == (2 if is_recorded and state == "not-applicable" else 3)
    assert ("Not recorded: B." in report.what_it_rests_on) is not is_recorded


def test_what_was_asked_is_found_by_its_id_and_what_was_not_is_not() -> None:
    found = score_round(a_round_record(matrix=MATRIX, consensus={"a": 2}))
    assert [c.criterion.id for c in found.criteria] == ["a", "b", "c"]
    criterion, domain = found.criterion("a"), found.domain("two")
    assert criterion is found.criteria[0]
    assert domain is found.domains[1]
    assert found.criterion("x") is None
    assert found.domain("x") is None


def test_partners_are_found_by_their_id() -> None:
    found = score_round(a_round_record(matrix=MATRIX, partners=[a_partner(4), a_partner(2)]))
    assert list(found.partners_by_id) == [4, 2]
