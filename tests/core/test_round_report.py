"""The one value that pages, reports, charts and exports are made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.agreement import AgreementLabel
from maturity.core.matrix_rules import AgreementRule
from maturity.core.position import PositionOrigin, without_names
from maturity.core.round import Stage
from maturity.core.round_record import RoundRecord
from maturity.core.round_report import RoundReport, build_round_report, content_key
from tests.factories.matrices import a_domain, a_matrix, some_domains
from tests.factories.rounds import a_ballot, a_full_record, a_partner, a_round_record, agreed, not_applicable

MATRIX = a_matrix(domains=[a_domain("one", ["a", "b"]), a_domain("two", ["c"]), a_domain("three", ["d"])])


def a_report(**changes: object) -> RoundReport:
    facts: dict[str, object] = {
        "matrix": MATRIX,
        "consensus": {"a": 2, "b": 2, "c": 4, "d": 1},
        "positions": {"a": [2, 2, 2], "b": [1, 1, 4], "c": [4, 4, 3], "d": [1, 2, 4]},
    }
    return build_round_report(a_round_record(**{**facts, **changes}), earlier=[])  # type: ignore[arg-type]


def test_a_first_round_has_neither_comparison_nor_trend() -> None:
    report = a_report()
    assert (report.comparison, report.trend) == (None, None)
    assert report.record.number == 1
    assert report.matrix is MATRIX


def test_a_later_round_is_compared_with_the_one_before_it_and_all_are_the_trend() -> None:
    records = {n: a_round_record(matrix=MATRIX, consensus={"a": n}, number=n) for n in (1, 2, 3, 4)}
    report = build_round_report(records[3], earlier=[records[2], records[4], records[1], records[3]])
    assert report.comparison is not None
    assert report.trend is not None
    assert report.comparison.earlier.record is records[2]
    assert report.comparison.later is report.result
    assert [p.round_number for p in report.trend.points] == [1, 2, 3]


def test_only_a_closed_round_is_not_a_draft() -> None:
    assert not a_report().is_draft
    assert a_report(stage=Stage.AGREEING).is_draft


def test_the_most_and_least_developed_domains_share_the_ends_of_the_profile() -> None:
    report = a_report(consensus={"a": 4, "b": 4, "c": 4, "d": 1})
    assert [d.domain.id for d in report.most_developed] == ["one", "two"]
    assert [d.domain.id for d in report.least_developed] == ["three"]


def test_a_level_profile_has_no_most_developed_domain() -> None:
    report = a_report(consensus={"a": 2, "b": 2, "c": 2})
    assert report.most_developed == report.least_developed == ()


def test_where_partners_differ_starts_with_the_split_and_the_widest() -> None:
    rule = AgreementRule(split_share=Fraction(1, 2), minimum_partners=3)
    matrix = a_matrix(domains=[a_domain("one", ["a", "b", "c", "d"])], agreement=rule)
    positions = {"a": [2, 2, 2, 2], "b": [2, 2, 2, 4], "c": [1, 1, 4, 4], "d": [1, 1, 1, 4]}
    report = build_round_report(a_round_record(matrix=matrix, positions=positions), earlier=[])
    assert [c.criterion.id for c in report.where_partners_differ] == ["c", "d", "b"]
    labels = [c.agreement.label for c in report.result.criteria if c.agreement]
    assert labels == [AgreementLabel.ALIGNED, AgreementLabel.MIXED, AgreementLabel.SPLIT, AgreementLabel.MIXED]


def test_the_last_vote_says_where_partners_differ_and_where_they_no_longer_do() -> None:
    matrix = a_matrix(domains=[a_domain("one", ["apart", "together", "not voted on", "still"])])
    report = build_round_report(
        a_round_record(
            matrix=matrix,
            positions={
                "apart": [3, 3, 3, 3],
                "together": [1, 1, 4, 4],
                "not voted on": [2, 2, 2, 4],
                "still": [1, 1, 4, 4],
            },
            ballots={
                "apart": [a_ballot(1, 1, 1, 4, 4)],
                "together": [a_ballot(1, 1, 1, 4, 4), a_ballot(2, 3, 3, 3, 3)],
                "still": [a_ballot(1, 4, 1, 4, 1)],
            },
        ),
        earlier=[],
    )
    assert [c.criterion.id for c in report.where_partners_differ] == ["apart", "still", "not voted on"]
    assert [c.criterion.id for c in report.where_partners_differed] == ["together"]
    before = {c.criterion.id: c.agreement_before for c in report.result.criteria}
    assert [each for each, agreement in before.items() if agreement] == ["apart", "together"]
    assert before["together"] == report.result.criteria[1].agreement


def test_a_round_scored_together_has_no_partners_that_differ() -> None:
    report = a_report(positions=None)
    assert report.where_partners_differ == ()
    assert [c.agreement for c in report.result.criteria] == [None] * 4


def test_the_gaps_are_listed_apart() -> None:
    report = a_report(consensus={"a": "not-agreed", "b": not_applicable(), "c": 2})
    assert [c.criterion.id for c in report.not_agreed] == ["a"]
    assert [c.criterion.id for c in report.not_applicable] == ["b"]
    assert [c.criterion.id for c in report.not_recorded] == ["d"]


def test_a_split_without_a_record_is_a_gap_once() -> None:
    matrix = a_matrix(
        domains=[a_domain("one", ["a"])], agreement=AgreementRule(split_decides=True, split_name="Uncertain")
    )
    report = build_round_report(a_round_record(matrix=matrix, positions={"a": [1, 1, 4, 4]}), earlier=[])
    assert [c.criterion.id for c in report.not_agreed] == ["a"]
    assert report.not_recorded == ()
    assert "Uncertain: A." in report.what_it_rests_on


def test_of_equal_shares_outside_the_wider_spread_comes_first() -> None:
    matrix = a_matrix(domains=[a_domain("one", ["a", "b"])])
    positions = {"a": [1, 1, 1, 1, 3], "b": [1, 1, 1, 1, 4]}
    report = build_round_report(a_round_record(matrix=matrix, positions=positions), earlier=[])
    assert [c.criterion.id for c in report.where_partners_differ] == ["b", "a"]


def test_the_report_says_what_it_rests_on() -> None:
    report = a_report(
        consensus={"a": "not-agreed", "b": not_applicable(), "c": 2},
        partners=[a_partner(1), a_partner(2), a_partner(3, submitted=False)],
        stage=Stage.AGREEING,
    )
    assert report.what_it_rests_on == (
        "The round is not closed: this is a draft and its levels may still change.",
        "1 of 3 criteria have a level.",
        "2 of 3 partners responded.",
        "No response from: Cedarwell Trust.",
        "Not applicable: B.",
        "Not agreed: A.",
        "Not recorded: D.",
        "Matrix: Example matrix, version 1.0.0. The descriptors were written for this tool.",
    )


def test_a_round_scored_together_says_so() -> None:
    assert a_report(positions=None).what_it_rests_on[:2] == (
        "4 of 4 criteria have a level.",
        "The collaborative agreed the levels together in one room, so no partner’s own are recorded.",
    )


def full_record() -> RoundRecord:
    return a_full_record(matrix=a_matrix(domains=some_domains(3, 3)), number=2, shift=1)


def key_of(record: RoundRecord, *earlier: RoundRecord) -> str:
    return content_key(build_round_report(record, earlier=earlier))


def test_the_same_content_has_the_same_key_whatever_objects_carry_it() -> None:
    first = a_full_record(matrix=a_matrix(domains=some_domains(3, 3)))
    shared = replace(full_record(), matrix=first.matrix)
    turned = replace(full_record(), positions=dict(reversed(list(full_record().positions.items()))))
    assert key_of(full_record(), first) == key_of(shared, first) == key_of(turned, first)
    assert len(key_of(full_record())) == 64


def changed_records() -> list[RoundRecord]:
    record = full_record()
    criterion = record.matrix.criteria[4].id
    position = record.positions_on(criterion)[2]
    others = record.positions_on(criterion)
    return [
        replace(record, collaborative_name="Another"),
        replace(record, label="Another"),
        replace(record, purpose=record.purpose + " "),
        replace(record, closed_on=date(2026, 2, 7)),
        replace(record, ballots={criterion: (a_ballot(1, 3, 3, 3),)}),
        replace(record, stage=Stage.AGREEING),
        replace(record, shows_overall=False),
        replace(record, matrix=a_matrix(domains=some_domains(3, 3), version="1.0.1")),
        replace(record, partners=(a_partner(1, respondents=[7]), *record.partners[1:])),
        replace(record, partners=(a_partner(1, name="Alder Vale"), *record.partners[1:])),
        replace(record, consensus={**record.consensus, criterion: agreed(3, reason="One letter more.")}),
        replace(record, consensus={**record.consensus, criterion: agreed(3, evidence="Minutes")}),
        replace(
            record,
            positions={
                **record.positions,
                criterion: (*others[:2], replace(position, reason="Why not?"), *others[3:]),
            },
        ),
    ]


@pytest.mark.parametrize("place", range(len(changed_records())))
def test_any_changed_letter_gives_another_key(place: int) -> None:
    assert key_of(changed_records()[place]) != key_of(full_record())


def test_the_rounds_before_are_part_of_the_content() -> None:
    first = a_full_record(matrix=a_matrix(domains=some_domains(3, 3)))
    assert key_of(full_record(), first) != key_of(full_record())
    assert key_of(full_record(), replace(first, label="Another")) != key_of(full_record(), first)


@given(st.text(max_size=40), st.text(max_size=40))
def test_two_reasons_have_one_key_only_when_they_are_one_reason(first: str, second: str) -> None:
    keys = {
        key_of(a_round_record(matrix=MATRIX, consensus={"a": agreed(2, reason=reason)})) for reason in (first, second)
    }
    assert len(keys) == (1 if first == second else 2)


def test_a_key_without_the_reasons_would_be_caught_by_that_property() -> None:
    def careless(record: RoundRecord) -> str:
        return str([(c, record.consensus_on(c).level) for c in record.consensus])

    first, second = (a_round_record(consensus={"shared-purpose": agreed(2, reason=r)}) for r in ("one", "two"))
    assert careless(first) == careless(second)
    assert key_of(first) != key_of(second)


def test_what_was_set_aside_is_named_among_the_gaps() -> None:
    report = a_report(consensus={"a": "set-aside", "b": not_applicable(), "c": 2})
    assert [c.criterion.id for c in report.set_aside] == ["a"]
    assert "Set aside: A." in report.what_it_rests_on
    assert [c.criterion.id for c in report.not_recorded] == ["d"]


@pytest.mark.parametrize(
    "anonymous, entered, whose",
    [
        (False, 1, "Birchmoor Trust."),
        (True, 1, "a partner: 1 position. In a round without names it is not said which."),
        (True, 2, "partners: 2 positions. In a round without names it is not said which."),
    ],
)
def test_what_was_entered_on_behalf_is_told_with_what_the_result_rests_on(
    anonymous: bool, entered: int, whose: str
) -> None:
    record = a_round_record(positions={"shared-purpose": [1, 3, 3]})
    first, second, third = record.positions_on("shared-purpose")
    positions = (first, replace(second, origin=PositionOrigin.FACILITATOR), third)
    shown = without_names(positions) if anonymous else positions
    kept = replace(record, positions={"shared-purpose": shown}, on_behalf=entered)
    report = build_round_report(kept, earlier=())
    assert f"Positions were entered on behalf of {whose}" in report.what_it_rests_on
