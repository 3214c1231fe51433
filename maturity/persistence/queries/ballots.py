"""Ballots of a room and the votes in them. Whoever asks for votes decides whether they may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from maturity.core.ballot import NO_VOTE, Vote
from maturity.core.response import AnswerState
from maturity.core.round import Stage
from maturity.persistence.queries.versions import Kept, Versions
from maturity.persistence.rows.ballot import BallotRow, VoteRevision, VoteRow
from maturity.persistence.rows.round_row import RoundMove


def _columns(vote: Vote) -> dict[str, Any]:
    return {"state": vote.state, "level": vote.level, "reason": vote.reason, "on_behalf": vote.on_behalf}


def _vote(state: AnswerState, level: int | None, reason: str, on_behalf: bool) -> Vote:
    return Vote(state=state, level=level, reason=reason, on_behalf=on_behalf)


KeptVote: TypeAlias = Kept[Vote]
VOTES: Final = Versions(
    table=VoteRow,
    versions=VoteRevision,
    place=("ballot_id", "partner_id"),
    nothing=NO_VOTE,
    write=_columns,
    read=_vote,
    along="partner_id",
)


class NoSuchBallot(LookupError):
    """The round has no ballot of this id."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One private vote on one criterion, without its votes. `number` counts the ballots on the criterion.

    `was_early` is true where it was revealed before every partner was in.
    """

    id: int
    criterion_id: str
    number: int
    revealed_at: datetime | None
    revealed_by: int | None
    withdrawn_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether partners can vote, and nobody sees how."""
        return self.revealed_at is None and self.withdrawn_at is None

    @property
    def was_early(self) -> bool:
        """Whether somebody revealed it before every partner was in."""
        return self.revealed_by is not None


_BALLOT: Final = select(
    BallotRow.id,
    BallotRow.criterion_id,
    BallotRow.number,
    BallotRow.revealed_at,
    BallotRow.revealed_by,
    BallotRow.withdrawn_at,
)


def get_ballot(session: Session, *, round_id: int, ballot: int) -> Ballot:
    """A ballot of a round; raises `NoSuchBallot`."""
    row = session.execute(_BALLOT.where(BallotRow.round_id == round_id, BallotRow.id == ballot)).one_or_none()
    if row is None:
        raise NoSuchBallot
    return Ballot(*row)


def find_open_ballot(session: Session, *, round_id: int) -> Ballot | None:
    """The ballot in which partners vote now; a round has one at the most."""
    row = session.execute(
        _BALLOT.where(BallotRow.round_id == round_id, BallotRow.revealed_at.is_(None), BallotRow.withdrawn_at.is_(None))
    ).one_or_none()
    return None if row is None else Ballot(*row)


def list_ballots(session: Session, *, round_id: int, criterion_id: str) -> Sequence[Ballot]:
    """The ballots on one criterion, the first at the top."""
    rows = session.execute(
        _BALLOT.where(BallotRow.round_id == round_id, BallotRow.criterion_id == criterion_id).order_by(BallotRow.number)
    ).all()
    return [Ballot(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class HeldBallot:
    """A ballot whose votes may be shown, and whether the round went back to responding after it."""

    ballot: Ballot
    answered_since: bool


def list_revealed_ballots(session: Session, *, rounds: Collection[int]) -> Mapping[int, Sequence[HeldBallot]]:
    """By round, the ballots whose votes may be shown, the first on each criterion at the top."""
    # Nothing is revealed while partners answer, so what was not revealed before that came after it.
    went_back = exists().where(
        RoundMove.round_id == BallotRow.round_id,
        RoundMove.from_stage == Stage.AGREEING,
        RoundMove.to_stage == Stage.OPEN,
        RoundMove.moved_at >= BallotRow.revealed_at,
    )
    rows = session.execute(
        _BALLOT.add_columns(BallotRow.round_id, went_back)
        .where(BallotRow.round_id.in_(rounds), BallotRow.revealed_at.is_not(None))
        .order_by(BallotRow.criterion_id, BallotRow.number)
    ).all()
    found: dict[int, list[HeldBallot]] = defaultdict(list)
    for *ballot, round_id, answered_since in rows:
        found[round_id].append(HeldBallot(Ballot(*ballot), answered_since))
    return found


def list_partners_in(session: Session, *, ballot: int) -> Mapping[int, bool]:
    """The partners that have voted in a ballot, each with whether that was entered on its behalf; not how."""
    rows = session.execute(
        select(VoteRow.partner_id, VoteRow.on_behalf).where(
            VoteRow.ballot_id == ballot, VoteRow.state != AnswerState.NOT_ANSWERED
        )
    )
    return {row.partner_id: row.on_behalf for row in rows}


def find_vote_unread(session: Session, *, ballot_id: int, partner_id: int) -> KeptVote:
    """The version of a partner’s vote, 0 where there is none, without reading how it voted: it says nothing here."""
    version = session.scalar(
        select(VoteRow.version).where(VoteRow.ballot_id == ballot_id, VoteRow.partner_id == partner_id)
    )
    return Kept(NO_VOTE, version=version or 0)


def list_own_votes(session: Session, *, ballot: int, partners: Collection[int]) -> Mapping[int, KeptVote]:
    """The votes of some partners in a ballot, by partner: no vote where one is not in."""
    kept = VOTES.list_along(session, only=partners, ballot_id=ballot)
    return {partner: kept.get(partner, VOTES.nothing_kept) for partner in partners}


def list_revealed_votes(session: Session, *, ballots: Sequence[Ballot]) -> Mapping[int, Mapping[int, Vote]]:
    """How the partners that were in have voted, by ballot and partner; no ballot that was not revealed is there."""
    revealed = [ballot.id for ballot in ballots if ballot.revealed_at is not None]
    kept = VOTES.list_of_each(session, each=revealed)
    return {
        ballot: {partner: vote.said for partner, vote in votes.items() if vote.said.is_in}
        for ballot, votes in kept.items()
    }
