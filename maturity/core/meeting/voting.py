"""What the private votes in the room did to the partners' agreement: before them, in each, and after the last.

The partners' positions stay what they were, and so does the agreement among them: a vote is beside them and never in
their place. Only whether partners are split where a split decides goes by where they stand after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from maturity.core.agreement import Agreement, AgreementLabel
from maturity.core.ballot import RevealedBallot
from maturity.core.consensus import NOTHING_RECORDED
from maturity.core.position import Position
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import agreement_among


class Outcome(StrEnum):
    """What became of the agreement of the partners by the last vote, by the label that the matrix's rule gives it."""

    TOGETHER = "together"
    CLOSER = "closer"
    APART = "apart"
    STAYED = "stayed"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, slots=True)
class HeldVote:
    """One revealed vote with the agreement that it showed."""

    ballot: RevealedBallot
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Voting:
    """The votes on one criterion, at least one. `before` is None where there was nothing to compare the last one with.

    That is so in a round scored together with one vote; with several it is the first of them. `past` are the votes
    after which the round went back to responding, and `held` those since the positions were submitted: these alone are
    compared with them. `of` is how many partners could vote.
    """

    result: CriterionResult
    before: Agreement | None
    held: tuple[HeldVote, ...]
    of: int
    past: tuple[HeldVote, ...] = ()

    @property
    def last(self) -> HeldVote | None:
        """The last vote, which is how partners stood when they stopped voting; None where they answered again since."""
        return self.held[-1] if self.held else None

    @property
    def is_again(self) -> bool:
        """Whether partners had given their levels before they voted."""
        return self.before is not None and bool(self.held)

    @property
    def outcome(self) -> Outcome:
        """By the labels before and after, and only where everybody who gave a level before gave one in the last vote.

        A voice that is missing may be the one that differed, so nothing is said of partners then.
        """
        before, last = self.before, self.last
        if before is None or last is None or self._lost_a_voice(last):
            return Outcome.CANNOT_TELL
        after = last.agreement
        if AgreementLabel.TOO_FEW in {before.label, after.label}:
            return Outcome.CANNOT_TELL
        if _RANK[after.label] > _RANK[before.label]:
            return Outcome.TOGETHER if after.label is AgreementLabel.ALIGNED else Outcome.CLOSER
        return Outcome.APART if _RANK[after.label] < _RANK[before.label] else Outcome.STAYED

    def _lost_a_voice(self, last: HeldVote) -> bool:
        earlier = self.result.positions or self.held[0].ballot.votes
        return not _with_level(earlier) <= _with_level(last.ballot.votes)

    @property
    def outcome_in_words(self) -> str:
        """Such as “came together” and “stayed split”."""
        if self.outcome is Outcome.STAYED and self.last:
            return f"stayed {self.last.agreement.label.label.lower()}"
        return _IN_WORDS[self.outcome]


_RANK: Final = {AgreementLabel.SPLIT: 0, AgreementLabel.MIXED: 1, AgreementLabel.ALIGNED: 2}
_IN_WORDS: Final = {
    Outcome.TOGETHER: "came together",
    Outcome.CLOSER: "came closer",
    Outcome.APART: "moved apart",
    Outcome.CANNOT_TELL: "cannot be compared",
}


def _with_level(positions: Sequence[Position]) -> frozenset[int]:
    return frozenset(position.partner for position in positions if position.level is not None)


def voting_on(result: CriterionResult, record: RoundRecord) -> Voting | None:
    """The votes on a criterion beside the positions before them; None where none was revealed."""
    ballots = record.ballots_on(result.criterion.id)
    if not ballots:
        return None
    drawn_up = [HeldVote(ballot, agreement_among(ballot.votes, record)) for ballot in ballots]
    held = tuple(each for each in drawn_up if not each.ballot.answered_since)
    past = tuple(each for each in drawn_up if each.ballot.answered_since)
    before = result.agreement if result.positions else held[0].agreement if len(held) > 1 else None
    return Voting(result, before, held, len(record.partners), past)


def votings_of(result: RoundResult) -> tuple[Voting, ...]:
    """The criteria on which partners voted, in the order of the matrix."""
    found = (voting_on(criterion, result.record) for criterion in result.criteria)
    return tuple(voting for voting in found if voting is not None)


def as_result_of_vote(result: CriterionResult, votes: Sequence[Position], agreement: Agreement) -> CriterionResult:
    """A vote as the result of its criterion, for a strip of dots.

    A vote is no outcome: what was recorded is shown once, and not below each of the votes.
    """
    return replace(
        result,
        positions=tuple(votes),
        agreement=agreement,
        final_agreement=agreement,
        consensus=NOTHING_RECORDED,
        level=None,
        label=NOTHING_RECORDED.state.label,
        band=None,
        is_split_by_rule=False,
    )
