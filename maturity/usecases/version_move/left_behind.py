"""What was said on criteria that a move left behind, or undoing it, and who may still read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.ballot import RevealedBallot
from maturity.core.consensus import NOTHING_RECORDED, Consensus
from maturity.core.dissent import PartnersDissent
from maturity.core.matrix import Matrix
from maturity.core.position import Position, position_in_words, position_of
from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.people_in_room import list_partners_of
from maturity.persistence.queries.positions import list_positions_of, list_positions_put_in
from maturity.persistence.queries.responses import list_answers_of
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import RoundHead, list_partner_names
from maturity.persistence.queries.version_moves import list_own_seats, list_version_moves


@dataclass(frozen=True, slots=True)
class KeptWords:
    """What one person, one partner or the collaborative said. `level` is in the words of the version of then.

    `whose` is “Your own answer”, “Recorded by the collaborative”, “Position: Alder Trust”, “Dissent: Alder Trust” or
    “Vote 1: Alder Trust”, of which only those of a vote that was revealed are there.
    """

    whose: str
    level: str
    reason: str
    evidence: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class KeptFromBefore:
    """A criterion that the round asked in another version and asks no more, and what somebody may read of it.

    `undone_at` is when the move to that version was undone; None where the round was moved on from it.
    """

    criterion: str
    version: str
    said: tuple[KeptWords, ...]
    undone_at: datetime | None = None


def list_kept_from_before(
    session: Session, *, head: RoundHead, account: int, may_see_draft: bool, may_enter: bool
) -> tuple[KeptFromBefore, ...]:
    """What is kept on criteria that a move or its undoing left behind; what the reader may not know is not read.

    A person's own answers are there at every stage. What partners stand for, how they voted where that was revealed,
    what they hold against a result and what was recorded are there as in a result: under the names that the round
    allows, for who `may_see_draft` once it is revealed, and for everybody once the round is closed. Before that a
    partner's people read what was decided for their partner, and who `may_enter` positions on behalf of partners what
    was entered so.
    """
    left = _left_behind(session, head)
    words = _Readable() if not left else _readable(session, head, account, may_see_draft, may_enter)
    found = (
        KeptFromBefore(
            of.matrix.criterion(each).title, of.matrix.version, tuple(words.on(each, of.matrix)), of.undone_at
        )
        for each, of in left.items()
    )
    return tuple(each for each in found if each.said)


@dataclass(frozen=True, slots=True)
class _Left:
    """A version that a round asked until it was moved on, or until the move to it was undone."""

    matrix: Matrix
    undone_at: datetime | None


def _left_behind(session: Session, head: RoundHead) -> Mapping[str, _Left]:
    """The criteria that are asked no more, each with the last version that asked it."""
    moves = list_version_moves(session, round_id=head.id)
    if not moves:
        return {}
    now = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    found: dict[str, _Left] = {}
    # What was left last comes first: the words of a criterion are in the version in which it was last asked.
    for move in sorted(moves, key=lambda each: each.undone_at or each.moved_at, reverse=True):
        version = move.from_version if move.undone_at is None else move.to_version
        left = _Left(get_matrix(session, matrix_version=version), move.undone_at)
        for criterion_id in left.matrix.criterion_ids:
            if criterion_id not in now.criterion_ids:
                found.setdefault(criterion_id, left)
    return found


@dataclass(frozen=True, slots=True)
class _Readable:
    """Everything that one reader may read in a round, by criterion id."""

    own: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    recorded: Mapping[str, Consensus] = field(default_factory=dict)
    positions: Mapping[str, Sequence[Position]] = field(default_factory=dict)
    dissents: Mapping[str, Sequence[PartnersDissent]] = field(default_factory=dict)
    ballots: Mapping[str, Sequence[RevealedBallot]] = field(default_factory=dict)

    def on(self, criterion_id: str, matrix: Matrix) -> Iterator[KeptWords]:
        """What was said on one criterion, each level in the words of a matrix."""
        for answer in self.own.get(criterion_id, ()):
            if _says_something(answer):
                yield KeptWords("Your own answer", _level(answer, matrix), answer.reason, answer.evidence)
        recorded = self.recorded.get(criterion_id)
        if recorded is not None and recorded != NOTHING_RECORDED:
            level = _level(recorded, matrix)
            yield KeptWords("Recorded by the collaborative", level, recorded.reason, recorded.evidence)
        for each in self.positions.get(criterion_id, ()):
            if _says_something(each):
                level = position_in_words(each, matrix) if each.level is None else _level(each, matrix)
                yield KeptWords(f"Position: {each.whose}", level, each.reason, each.evidence, each.reached)
        for dissent in filter(lambda each: each.words, self.dissents.get(criterion_id, ())):
            written = "Written down on its behalf" if dissent.on_behalf else ""
            yield KeptWords(f"Dissent: {dissent.partner_name}", "", dissent.words, origin=written)
        for ballot in self.ballots.get(criterion_id, ()):
            for vote in ballot.votes:
                yield KeptWords(
                    f"Vote {ballot.number}: {vote.whose}", _level(vote, matrix), vote.reason, origin=vote.reached
                )


def _level(said: Answer | Consensus | Position, matrix: Matrix) -> str:
    return said.state.label if said.level is None else matrix.level(said.level).numbered_label


def _says_something(said: Answer | Position) -> bool:
    """Undoing a move leaves rows that it had made empty."""
    is_unsettled = isinstance(said, Position) and said.is_unsettled
    return said.state is not AnswerState.NOT_ANSWERED or is_unsettled or bool(said.reason or said.evidence)


def _readable(session: Session, head: RoundHead, account: int, may_see_draft: bool, may_enter: bool) -> _Readable:
    seats = list_own_seats(session, round_id=head.id, account=account)
    own: dict[str, list[Answer]] = defaultdict(list)
    for said in list_answers_of(session, respondents=seats).values():
        for criterion_id, kept in said.items():
            own[criterion_id].append(kept.said)
    if head.stage is Stage.CLOSED or (may_see_draft and head.stage is Stage.AGREEING):
        [record] = load_round_records(session, heads=[head])
        return _Readable(own, record.consensus, record.positions, record.dissents, record.ballots)
    if head.stage is Stage.OPEN:
        return _Readable(own, positions=_before_the_reveal(session, head, account, may_enter))
    return _Readable(own)


def _before_the_reveal(
    session: Session, head: RoundHead, account: int, may_enter: bool
) -> Mapping[str, Sequence[Position]]:
    """What somebody decided for the reader's own partners, and for others what was entered from outside."""
    partners = list_partners_of(session, round_id=head.id, account=account)
    own = list_positions_of(session, round_id=head.id, partners=partners)
    decided = {
        (partner, criterion_id): kept.said
        for partner, by_criterion in own.items()
        for criterion_id, kept in by_criterion.items()
        if kept.said.origin.is_settled
    }
    if may_enter:
        also_entered = head.naming is not Naming.ANONYMOUS
        decided |= list_positions_put_in(session, round_id=head.id, by=account, also_entered=also_entered)
    found: dict[str, list[Position]] = defaultdict(list)
    for partner, name in list_partner_names(session, round_id=head.id).items():
        for (whose, criterion_id), stance in decided.items():
            if whose == partner:
                found[criterion_id].append(position_of(stance, partner=partner, partner_name=name))
    return found
