"""The votes in the room as a report tells and draws them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.core.ballot import RevealedBallot
from maturity.core.meeting.voting import voting_on
from maturity.core.position import A_PARTNER, Position, PositionOrigin, without_names
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import score_round
from maturity.reports.votes_part import CriterionVotes, votes_for_the_board, votes_in_lines, votes_on
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import PositionLike, a_ballot, a_round_record, some_positions

SPLIT = (1, 1, 4, 4)


def a_record(*ballots: RevealedBallot, positions: tuple[PositionLike, ...] | None = SPLIT) -> RoundRecord:
    return a_round_record(
        positions=None if positions is None else {"shared-purpose": positions},
        ballots={"shared-purpose": ballots},
        consensus={"shared-purpose": 3},
    )


def lines_of(record: RoundRecord) -> list[str]:
    return votes_in_lines(voting_on(score_round(record).criteria[0], record)).splitlines()


def drawn(record: RoundRecord) -> CriterionVotes:
    [votes] = votes_on(score_round(record))
    return votes


def test_each_vote_is_a_line_with_its_label_after_how_partners_stood_before() -> None:
    assert lines_of(a_record(a_ballot(1, 2, 3, 3, 4), a_ballot(2, 3, 3, 3, 3))) == [
        "Before the vote: 1, 1, 4, 4 (split).",
        "Vote 1: 2, 3, 3, 4 (aligned).",
        "Vote 2: 3, 3, 3, 3 (aligned).",
        "Partners came together.",
    ]


def test_votes_from_before_the_round_went_back_come_ahead_of_what_was_answered_after_them() -> None:
    gone_back = a_ballot(1, 1, 4, 4, 4, answered_since=True)
    before = "Vote 1: 1, 4, 4, 4 (mixed). The round went back to responding after it."
    record = a_record(gone_back, positions=(3, 3, 3, 3))
    assert lines_of(record) == [before, "Answered again since: 3, 3, 3, 3 (aligned)."]
    assert [strip.title for strip in drawn(record).strips] == ["Vote 1", "Answered again since"]
    assert votes_for_the_board(score_round(record)) == "1 criterion was voted on in the meeting."
    record = a_record(gone_back, a_ballot(2, 1, 1, 4, 4), positions=(3, 3, 3, 3))
    assert lines_of(record) == [
        before,
        "Before the vote: 3, 3, 3, 3 (aligned).",
        "Vote 2: 1, 1, 4, 4 (split).",
        "Partners moved apart.",
    ]
    assert [strip.is_between for strip in drawn(record).strips] == [True, False, False]


def test_a_vote_that_was_revealed_early_says_how_many_were_in() -> None:
    lines = lines_of(a_record(a_ballot(1, 3, 3, 3, None, was_early=True)))
    assert lines[1] == "Vote 1: 3, 3, 3 (aligned). Revealed early, when 3 of 4 were in."
    assert lines[2].startswith("Whether partners came together cannot be told")


def test_votes_without_a_level_are_counted_and_those_entered_on_behalf_are_marked() -> None:
    ballot = a_ballot(1, 3, 3, 3, "dont-know")
    first, *others = ballot.votes
    entered = replace(ballot, votes=(replace(first, origin=PositionOrigin.FACILITATOR), *others), on_behalf=1)
    record = a_record(entered)
    assert lines_of(record)[1] == ("Vote 1: 3, 3, 3 and 1 don’t know (aligned). 1 vote entered on behalf of a partner.")
    [_, vote] = drawn(record).strips
    assert "Alder Vale Trust (on behalf)" in vote.in_words
    assert ("Alder Vale Trust", "Maturing", "Entered on behalf of Alder Vale Trust") in (vote.chart.table.rows)


def test_where_nobody_voted_there_is_nothing_to_tell() -> None:
    record = a_record()
    assert lines_of(record) == []
    assert votes_on(score_round(record)) == ()
    assert votes_for_the_board(score_round(record)) == ""


def test_a_strip_is_drawn_for_before_and_for_each_vote_and_told_apart_by_name() -> None:
    votes = drawn(a_record(a_ballot(1, 2, 3, 3, 4), a_ballot(3, 3, 3, 3, 3)))
    assert [strip.title for strip in votes.strips] == ["Before the vote", "Vote 1", "Vote 3"]
    assert [strip.is_between for strip in votes.strips] == [False, True, False]
    assert [strip.chart.title.split(". ")[0] for strip in votes.strips] == ["Before the vote", "Vote 1", "Vote 3"]
    assert len({strip.chart.id for strip in votes.strips}) == 3
    assert votes.strips[2].chart.table.caption == "Vote 3. Each partner on “Shared purpose”"
    assert all("Agreed level" not in strip.chart.title for strip in votes.strips)


def test_reasons_stand_with_who_gave_them() -> None:
    said = tuple(replace(vote, reason="It worked in January.") for vote in some_positions(3)[:1])
    strip = drawn(a_record(RevealedBallot(1, was_early=True, votes=said))).strips[-1]
    assert strip.reasons == ("Alder Vale Trust (Maturing): It worked in January.",)


def test_an_anonymous_round_tells_no_name_in_any_form() -> None:
    def nameless(positions: tuple[Position, ...]) -> tuple[Position, ...]:
        return without_names(tuple(replace(each, reason="It worked.") for each in positions))

    record = a_record()
    record = replace(
        record,
        positions={"shared-purpose": nameless(record.positions_on("shared-purpose"))},
        ballots={"shared-purpose": (RevealedBallot(1, was_early=False, votes=nameless(some_positions(4, 3, 3, 2))),)},
    )
    votes = drawn(record)
    told = repr([(s.said, s.in_words, s.reasons, s.chart) for s in votes.strips]) + votes.outcome
    assert not any(partner.name in told for partner in record.partners)
    assert votes.strips[-1].in_words == "Developing: 1 partner; Maturing: 2 partners; Thriving: 1 partner."
    assert all(reason.startswith(A_PARTNER) for reason in votes.strips[-1].reasons)


@pytest.mark.parametrize(
    "positions, ballots, said",
    [
        (SPLIT, {"d1-c1": (3, 3, 3, 3)}, "1 criterion was voted on in the meeting: 1 came together (D1 c1)."),
        (
            SPLIT,
            {"d1-c1": SPLIT, "d1-c2": (3, 3, 3, 3)},
            "2 criteria were voted on in the meeting: 1 came together (D1 c2) and 1 stayed split (D1 c1).",
        ),
        (None, {"d1-c1": (3, 3, 3, 3)}, "1 criterion was voted on in the meeting."),
    ],
)
def test_the_board_is_told_where_voting_again_brought_partners_together(
    positions: tuple[PositionLike, ...] | None, ballots: dict[str, tuple[PositionLike, ...]], said: str
) -> None:
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 2)),
        positions=None if positions is None else dict.fromkeys(("d1-c1", "d1-c2"), positions),
        ballots={criterion: [a_ballot(1, *values)] for criterion, values in ballots.items()},
    )
    assert votes_for_the_board(score_round(record)) == said


def test_a_vote_that_there_is_nothing_to_compare_with_is_counted_beside_those_that_were_taken_again() -> None:
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 3)),
        ballots={
            "d1-c1": [a_ballot(1, *SPLIT), a_ballot(2, 3, 3, 3, 3)],
            "d1-c2": [a_ballot(1, 3, 3, 3, 3)],
            "d1-c3": [a_ballot(1, *SPLIT)],
        },
    )
    assert votes_for_the_board(score_round(record)) == (
        "1 criterion was voted on in the meeting: 1 came together (D1 c1). On 2 more there was a vote in the meeting."
    )


def test_a_partner_whose_name_begins_as_a_nameless_one_does_is_named() -> None:
    votes = [replace(vote, partner_name=name) for vote, name in zip(some_positions(2, 2), NAMES, strict=True)]
    record = a_record(replace(a_ballot(1, 2, 2), votes=tuple(votes)))
    assert drawn(record).strips[-1].in_words == "Developing: A partnership for Kent and Alder Trust."


NAMES = ("A partnership for Kent", "Alder Trust")
