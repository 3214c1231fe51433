"""What votes in the room did to the partners' agreement."""

from __future__ import annotations

import pytest

from maturity.core.agreement import AgreementLabel
from maturity.core.ballot import RevealedBallot
from maturity.core.consensus import ConsensusState
from maturity.core.meeting.voting import Outcome, Voting, as_result_of_vote, voting_on, votings_of
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import PositionLike, a_ballot, a_round_record

SPLIT = (1, 1, 1, 4, 4, 4)
MIXED = (2, 2, 2, 2, 2, 4)
ALIGNED = (3, 3, 3, 3, 3, 3)


def voting(*ballots: RevealedBallot, positions: tuple[PositionLike, ...] | None = SPLIT) -> Voting:
    record = a_round_record(
        consensus={"shared-purpose": 3},
        positions=None if positions is None else {"shared-purpose": positions},
        ballots={"shared-purpose": ballots},
    )
    found = voting_on(score_round(record).criteria[0], record)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "before, after, outcome, words",
    [
        (SPLIT, ALIGNED, Outcome.TOGETHER, "came together"),
        (MIXED, ALIGNED, Outcome.TOGETHER, "came together"),
        (SPLIT, MIXED, Outcome.CLOSER, "came closer"),
        (SPLIT, SPLIT, Outcome.STAYED, "stayed split"),
        (ALIGNED, ALIGNED, Outcome.STAYED, "stayed aligned"),
        (ALIGNED, SPLIT, Outcome.APART, "moved apart"),
        (MIXED, SPLIT, Outcome.APART, "moved apart"),
    ],
)
def test_the_last_vote_is_held_beside_what_partners_said_before(
    before: tuple[PositionLike, ...], after: tuple[PositionLike, ...], outcome: Outcome, words: str
) -> None:
    found = voting(a_ballot(1, *SPLIT), a_ballot(2, *after), positions=before)
    assert (found.outcome, found.outcome_in_words) == (outcome, words)
    assert found.held[-1].ballot.number == 2


def test_nobody_came_together_by_staying_away() -> None:
    found = voting(a_ballot(1, 4, 4, 4, None, None, None, was_early=True), positions=(4, 4, 4, 1, 1, 1))
    assert found.held[-1].agreement.label is AgreementLabel.ALIGNED
    assert found.outcome is Outcome.CANNOT_TELL
    found = voting(a_ballot(1, 4, 4, 4, "dont-know", "dont-know", "dont-know"), positions=(4, 4, 4, 1, 1, 1))
    assert found.outcome is Outcome.CANNOT_TELL


def test_a_partner_that_had_no_level_before_may_join_the_others() -> None:
    found = voting(a_ballot(1, *ALIGNED), positions=(1, 1, 4, 4, "dont-know", None))
    assert found.outcome is Outcome.TOGETHER


def test_too_few_are_not_judged() -> None:
    assert voting(a_ballot(1, 3, 3), positions=(1, 4)).outcome is Outcome.CANNOT_TELL


def test_votes_after_which_partners_answered_again_are_kept_and_compared_with_nothing() -> None:
    gone_back = a_ballot(1, *SPLIT, answered_since=True)
    found = voting(gone_back, positions=ALIGNED)
    assert [each.ballot for each in found.past] == [gone_back]
    assert (found.held, found.last, found.is_again, found.outcome) == ((), None, False, Outcome.CANNOT_TELL)
    found = voting(gone_back, a_ballot(2, *ALIGNED), positions=MIXED)
    assert found.before is not None
    assert (found.before.label, found.outcome) == (AgreementLabel.MIXED, Outcome.TOGETHER)
    assert [each.ballot.number for each in found.held] == [2]
    # A partner that gave a level only in the vote from before has not lost its voice in the one since.
    assert voting(gone_back, a_ballot(2, 3, 3, 3, was_early=True), positions=(3, 3, 4, None)).outcome is not (
        Outcome.CANNOT_TELL
    )


def test_in_a_round_scored_together_the_first_vote_is_what_the_last_is_held_beside() -> None:
    once = voting(a_ballot(1, *SPLIT), positions=None)
    assert (once.before, once.is_again, once.outcome) == (None, False, Outcome.CANNOT_TELL)
    twice = voting(a_ballot(1, *SPLIT), a_ballot(2, *ALIGNED), positions=None)
    assert (twice.is_again, twice.outcome) == (True, Outcome.TOGETHER)


def test_only_criteria_with_a_vote_are_listed_and_in_the_order_of_the_matrix() -> None:
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(2, 2)),
        positions={f"d{d}-c{c}": SPLIT for d in (1, 2) for c in (1, 2)},
        ballots={"d2-c1": [a_ballot(1, *ALIGNED)], "d1-c2": [a_ballot(1, *ALIGNED)]},
    )
    assert [found.result.criterion.id for found in votings_of(score_round(record))] == ["d1-c2", "d2-c1"]


def test_a_vote_never_changes_the_agreement_among_the_positions() -> None:
    without, with_vote = (
        score_round(
            a_round_record(
                consensus={"shared-purpose": 3},
                positions={"shared-purpose": SPLIT},
                ballots=ballots,
            )
        ).criteria[0]
        for ballots in ({}, {"shared-purpose": [a_ballot(1, *ALIGNED)]})
    )
    assert without.agreement == with_vote.agreement == without.final_agreement
    assert without.positions == with_vote.positions
    assert without.final_agreement != with_vote.final_agreement


def test_a_vote_is_drawn_without_what_was_recorded() -> None:
    found = voting(a_ballot(1, *ALIGNED))
    drawn = as_result_of_vote(found.result, found.held[-1].ballot.votes, found.held[-1].agreement)
    assert (drawn.level, drawn.consensus.state) == (None, ConsensusState.NOT_RECORDED)
    assert [position.level for position in drawn.positions] == [3] * 6
