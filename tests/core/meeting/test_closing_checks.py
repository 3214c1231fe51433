from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.dissent import PartnersDissent
from maturity.core.matrix_change.given_otherwise import GivenOtherwise
from maturity.core.matrix_rules import AgreementRule
from maturity.core.meeting.closing_checks import Part, check_before_closing
from maturity.core.position import A_PARTNER, Position
from maturity.core.round import Stage
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import PositionLike, a_ballot, a_partner, a_position, a_round_record, agreed, some_partners

FIRST = "d1-c1"
MATRIX = a_matrix(domains=some_domains(1, 4))
CONFIRMED = (
    "Confirmed without discussion. "
    "Partners are aligned: the median is Developing and none of 3 lies more than one level from it."
)
FINE = agreed(2, reason="We saw it in three wards.", evidence="Board paper")


def found(
    consensus: Consensus,
    *levels: PositionLike,
    earlier: Consensus | None = None,
    dissents: Mapping[str, Sequence[str]] | None = None,
    others: tuple[int, int, int] = (1, 2, 3),
) -> list[str]:
    rest = {f"d1-c{n}": agreed(level, reason=f"Reason {n}.") for n, level in zip((2, 3, 4), others, strict=True)}
    partners = some_partners(3)
    positions = {FIRST: levels or (2, 2, 3)} | {f"d1-c{n}": (1, 2, 3) for n in (2, 3, 4)}
    record = a_round_record(
        matrix=MATRIX,
        stage=Stage.AGREEING,
        number=2,
        partners=partners,
        positions=positions,
        consensus={FIRST: consensus, **rest},
    )
    record = replace(
        record,
        dissents={
            criterion: tuple(PartnersDissent(1, name, "We do not see it.") for name in names)
            for criterion, names in (dissents or {}).items()
        },
    )
    before = a_round_record(matrix=MATRIX, consensus={FIRST: earlier}) if earlier else None
    return [
        finding.sentence.removeprefix("“D1 c1”: ")
        for finding in check_before_closing(
            score_round(record), earlier=score_round(before) if before else None, names_partners=True
        )
    ]


def test_a_round_with_nothing_amiss_has_no_finding() -> None:
    assert found(FINE, earlier=agreed(2, reason="It was so in spring.")) == []


@pytest.mark.parametrize(
    "consensus, levels, says",
    [
        (agreed(2, reason=" "), (2, 2, 3), "no reason"),
        (agreed(4, reason="Yes.", evidence="A paper"), (2, 2, 3), "higher than any partner’s own level"),
        (agreed(1, reason="No."), (2, 2, 3), "lower than any partner’s own level"),
        (agreed(1, reason="Low."), (1, 3, 3), "more than one level from the median"),
        (agreed(4, reason="Top."), (3, 4, 4), "highest level was agreed without any evidence"),
        (Consensus(ConsensusState.NOT_AGREED, reason="Two views."), (1, 1, 4), "does not say what would move it on"),
    ],
)
def test_what_is_amiss_is_said_in_a_sentence(consensus: Consensus, levels: tuple[int, ...], says: str) -> None:
    [sentence] = found(consensus, *levels)
    assert says in sentence


@pytest.mark.parametrize("level, side", [(4, "higher"), (1, "lower")])
def test_a_level_that_a_divided_partner_may_hold_is_not_said_to_be_beyond_all(level: int, side: str) -> None:
    consensus = agreed(level, reason="Yes.", evidence="A paper")
    [sentence] = found(consensus, 2, 2, 3, "unsettled")
    assert sentence.endswith(
        f"which is {side} than any level that a partner gave; Dunmere Trust has not agreed one. "
        "Check that the reason says why."
    )
    assert "any partner’s own level" in found(consensus, 2, 2, 3, "dont-know")[-1], "who knows none holds none"


def test_evidence_for_the_highest_level_and_a_next_step_where_none_was_agreed_are_enough() -> None:
    assert found(agreed(4, reason="Top.", evidence="A paper"), 3, 4, 4) == []
    assert found(Consensus(ConsensusState.NOT_AGREED, reason="Two views.", moves_up="A joint visit."), 1, 1, 4) == []


def test_where_partners_are_too_few_there_is_no_middle_to_be_far_from() -> None:
    assert found(agreed(1, reason="Low."), 1, 3, "dont-know") == []
    assert found(agreed(1, reason="Low."), 1, 3, 3) != []


def at(level: int, evidence: str) -> Position:
    return replace(a_position(level), evidence=evidence)


def seen_by(*positions: Position) -> tuple[Position, ...]:
    return tuple(replace(each, partner=number) for number, each in enumerate(positions, start=1))


def test_a_level_above_all_that_partners_have_evidence_for_needs_some_of_its_own() -> None:
    levels = seen_by(at(2, "Audit"), at(1, "A visit"), at(3, " "))
    [sentence] = found(agreed(3, reason="We saw it."), *levels)
    assert sentence == (
        "3 Maturing was agreed without any evidence, and the partners that name evidence gave lower levels."
    )
    assert found(agreed(3, reason="We saw it.", evidence="Board paper"), *levels) == []
    assert found(agreed(2, reason="We saw it."), *levels) == [], "one that names evidence gave this level"
    assert found(agreed(3, reason="We saw it."), *seen_by(at(2, ""), at(2, ""), at(3, ""))) == [], "nobody names any"


def test_a_level_two_above_that_of_the_round_before_needs_evidence() -> None:
    [sentence] = found(agreed(3, reason="We saw it."), 2, 3, 3, earlier=agreed(1, reason="So it was."))
    assert sentence == "3 Maturing was agreed without any evidence, and the round before came to 1 Emerging."
    assert found(agreed(3, reason="We saw it."), 2, 3, 3, earlier=agreed(2, reason="So it was.")) == []
    with_evidence = agreed(3, reason="We saw it.", evidence="Board paper")
    assert found(with_evidence, 2, 3, 3, earlier=agreed(1, reason="So it was.")) == []


def test_a_level_that_does_not_count_for_a_split_is_found_and_one_that_a_vote_let_count_is_not() -> None:
    matrix = a_matrix(domains=some_domains(1, 1), agreement=AgreementRule(split_decides=True))
    record = a_round_record(
        matrix=matrix,
        stage=Stage.AGREEING,
        positions={FIRST: (1, 1, 4, 4)},
        consensus={FIRST: agreed(3, reason="We met.", evidence="Audit")},
    )
    [finding] = check_before_closing(score_round(record), earlier=None, names_partners=True)
    assert (finding.criterion_id, finding.part) == (FIRST, Part.LEVEL)
    assert finding.sentence == "“D1 c1”: 3 Maturing is recorded and does not count, because partners are split."
    voted = replace(record, ballots={FIRST: (a_ballot(1, 3, 3, 3, 3),)})
    assert check_before_closing(score_round(voted), earlier=None, names_partners=True) == ()


def test_a_level_that_partners_voted_for_is_not_held_against_what_they_said_before() -> None:
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 1)),
        stage=Stage.AGREEING,
        positions={FIRST: (1, 1, 2)},
        consensus={FIRST: agreed(3, reason="We met.", evidence="Audit")},
    )
    [finding] = check_before_closing(score_round(record), earlier=None, names_partners=True)
    assert "higher than any partner’s own level" in finding.sentence
    voted = replace(record, ballots={FIRST: (a_ballot(1, 3, 3, 3),)})
    assert check_before_closing(score_round(voted), earlier=None, names_partners=True) == ()


def test_a_level_agreed_over_a_last_vote_that_split_partners_is_found_where_a_split_only_advises() -> None:
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 1)),
        stage=Stage.AGREEING,
        positions={FIRST: (3, 3, 3, 3)},
        consensus={FIRST: agreed(3, reason="We met.", evidence="Audit")},
    )
    assert check_before_closing(score_round(record), earlier=None, names_partners=True) == ()
    voted = replace(record, ballots={FIRST: (a_ballot(1, 1, 1, 4, 4),)})
    [finding] = check_before_closing(score_round(voted), earlier=None, names_partners=True)
    assert (finding.criterion_id, finding.part) == (FIRST, Part.REASON)
    assert finding.sentence == (
        "“D1 c1”: a level was agreed, and partners are split after their last vote. Check that the reason says why."
    )
    missing = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 1)),
        stage=Stage.AGREEING,
        positions={FIRST: (1, 1, 4, 4, 4, 4)},
        consensus={FIRST: agreed(3, reason="We met.", evidence="Audit")},
        ballots={FIRST: (a_ballot(1, None, None, 3, 3, 3, 3),)},
    )
    [finding] = check_before_closing(score_round(missing), earlier=None, names_partners=True)
    assert finding.sentence.startswith("“D1 c1”: a level was agreed, and partners are split after their last vote. ")
    assert "gave no level in the last vote and count where they stood before. Check that" in finding.sentence
    again = replace(record, ballots={FIRST: (a_ballot(1, 1, 1, 4, 4), a_ballot(2, 3, 3, 3, 3))})
    assert check_before_closing(score_round(again), earlier=None, names_partners=True) == ()
    none = replace(voted, consensus={FIRST: Consensus(ConsensusState.NOT_AGREED, reason="Two.", moves_up="A visit.")})
    assert check_before_closing(score_round(none), earlier=None, names_partners=True) == ()


def test_a_level_without_evidence_is_asked_about_once() -> None:
    levels = seen_by(at(3, "Audit"), at(4, ""), at(4, ""))
    assert len(found(agreed(4, reason="Top."), *levels, earlier=agreed(1, reason="So it was."))) == 1


def on_partners(positions: Mapping[str, Sequence[PositionLike]], *, submitted: bool, named: bool = True) -> list[str]:
    """What is found on the second of two partners, of which the first has every position."""
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 2)),
        stage=Stage.AGREEING,
        partners=[a_partner(1), a_partner(2, submitted=submitted)],
        positions=positions,
    )
    findings = check_before_closing(score_round(record), earlier=None, names_partners=named)
    assert {each.partner for each in findings} <= {2}
    return [each.sentence for each in findings]


def test_a_partner_that_did_not_respond_is_named_until_its_positions_are_entered() -> None:
    nothing: dict[str, Sequence[PositionLike]] = {"d1-c1": (2, None), "d1-c2": (2, None)}
    assert on_partners(nothing, submitted=False) == [
        "Birchmoor Trust did not respond. Its positions can be entered on its behalf."
    ]
    half: dict[str, Sequence[PositionLike]] = {"d1-c1": (2, None), "d1-c2": (2, 3)}
    assert on_partners(half, submitted=False) == [
        "Birchmoor Trust did not respond, and has positions entered on its behalf on 1 of 2 criteria."
    ]
    assert on_partners({"d1-c1": (2, "dont-know"), "d1-c2": (2, 3)}, submitted=False) == []


def test_in_a_round_without_names_nothing_found_tells_whether_positions_were_entered_for_a_partner() -> None:
    nothing, half, everything = [{"d1-c1": (2, a), "d1-c2": (2, b)} for a, b in ((None, None), (None, 3), (1, 3))]
    for positions in (nothing, half, everything):
        assert on_partners(positions, submitted=False, named=False) == [
            "Birchmoor Trust did not respond. Its positions can be entered on its behalf, if that was not done yet."
        ]


def test_a_partner_without_a_position_on_some_criteria_is_named_where_the_round_names_partners() -> None:
    half: dict[str, Sequence[PositionLike]] = {"d1-c1": (2, None), "d1-c2": (2, 3)}
    assert on_partners(half, submitted=True) == [
        (
            "Birchmoor Trust has no position on 1 of 2 criteria. "
            "Its people did not answer, or differ and have not agreed a level."
        )
    ]
    assert on_partners(half, submitted=True, named=False) == []


def test_one_level_for_everything_is_asked_about() -> None:
    assert any("Every criterion that has a level is at" in said for said in found(FINE, others=(2, 2, 2)))


def test_a_dissent_that_the_reason_does_not_mention_is_found_and_one_that_it_mentions_is_not() -> None:
    dissents = {FIRST: ["Alder Vale Trust"]}
    assert found(FINE, dissents=dissents) == [
        "a level was agreed while a partner dissents, and the reason does not mention the dissent."
    ]
    for reason in ("Alder Vale Trust sees it otherwise.", "One partner dissents."):
        assert found(agreed(2, reason=reason), dissents=dissents) == []


def test_in_an_anonymous_round_no_reason_mentions_a_dissent_by_speaking_of_a_partner() -> None:
    dissents = {FIRST: [A_PARTNER, A_PARTNER]}
    for reason in ("A partner has begun.", "We saw it in three wards."):
        assert found(agreed(2, reason=reason), dissents=dissents) == [
            "a level was agreed while a partner dissents, and the reason does not mention the dissent."
        ]
    assert found(agreed(2, reason="A partner dissents."), dissents=dissents) == []


def test_last_rounds_reason_word_for_word_is_found_whatever_its_spaces() -> None:
    [sentence] = found(FINE, earlier=agreed(1, reason="We saw it  in three\nwards."))
    assert sentence == "the reason is last round’s, word for word."


def test_a_level_confirmed_without_discussion_in_both_rounds_has_no_repeated_reason() -> None:
    both = agreed(2, reason=CONFIRMED, evidence="Minutes")
    assert found(both, earlier=both) == []


@pytest.mark.parametrize(
    "reason",
    [
        "Confirmed without discussion. Partners are aligned: all 3 gave Developing.",
        f"{CONFIRMED} We saw it in three wards.",
    ],
)
def test_what_stands_under_the_same_beginning_and_is_not_of_this_rounds_figures_is_found(reason: str) -> None:
    [sentence] = found(agreed(2, reason=reason, evidence="Minutes"), earlier=agreed(2, reason=reason))
    assert sentence == "the reason is last round’s, word for word."


def test_every_finding_says_where_it_is_mended() -> None:
    record = a_round_record(
        matrix=MATRIX,
        stage=Stage.AGREEING,
        partners=[a_partner(1), a_partner(2, submitted=False)],
        positions={FIRST: (2, None)},
        consensus={FIRST: agreed(2)},
    )
    findings = check_before_closing(score_round(record), earlier=None, names_partners=True)
    assert [(each.criterion_id, each.part, each.partner) for each in findings] == [
        ("", None, 1),
        ("", None, 2),
        (FIRST, Part.REASON, None),
    ]


def test_what_was_agreed_when_another_version_asked_otherwise_is_found() -> None:
    matrix = a_matrix(domains=some_domains(1, 1))
    [domain] = matrix.domains
    before = replace(domain, criteria=(replace(domain.criteria[0], question="And with which money?"),))
    then = replace(matrix, version="0.9.0", domains=(before,))
    record = a_round_record(
        matrix=matrix,
        stage=Stage.AGREEING,
        positions={FIRST: (3, 3, 3)},
        consensus={FIRST: agreed(3, reason="We met.", evidence="Audit")},
    )
    [finding] = check_before_closing(
        score_round(record),
        earlier=None,
        names_partners=True,
        otherwise={FIRST: GivenOtherwise(FIRST, matrix, agreed=then)},
    )
    assert (finding.criterion_id, finding.part) == (FIRST, Part.LEVEL)
    assert finding.sentence == "“D1 c1”: agreed when version 0.9.0 asked: “And with which money?”"
