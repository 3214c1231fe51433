"""Private votes: opened, cast, and revealed once every partner is in. Until then nobody sees how anybody voted."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from maturity.core.ballot import Vote, why_votes_not_revealed, why_votes_not_revealed_early
from maturity.core.response import check_said
from maturity.persistence.queries.ballots import (
    VOTES,
    Ballot,
    KeptVote,
    find_open_ballot,
    get_ballot,
    list_partners_in,
)
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.people_in_room import list_partners_of
from maturity.persistence.queries.rounds import RoundHead, list_partner_names
from maturity.persistence.rows.ballot import BallotRow
from maturity.usecases.room.changes import enter, note_change, room_refusal
from maturity.usecases.round_changes import mark_round_changed
from maturity.usecases.versioned_save import NotNow, StaleSave, find_repeated, save_version


class NotTheirs(LookupError):
    """The person does not respond for this partner, or the partner does not take part in the round."""


class BallotOver(NotNow):
    """The ballot was revealed or withdrawn, so votes stay as they are."""

    def __init__(self, ballot: Ballot) -> None:
        ended = "withdrawn" if ballot.withdrawn_at else "revealed"
        super().__init__(f"This vote was {ended} before yours arrived, so yours was not counted.")


class VotedItself(NotNow):
    """A partner has voted itself, so nobody votes for it."""

    def __init__(self) -> None:
        super().__init__("This partner has voted itself, so nothing was entered for it.")


class TooFewIn(NotNow):
    """So few votes are in that revealing them would tell whose each is; the message says so."""


class AlreadyDecided(NotNow):
    """A ballot that is over cannot be revealed or withdrawn."""

    def __init__(self) -> None:
        super().__init__("This vote was revealed or withdrawn already, so nothing was changed.")


class RoomMovedOn(NotNow):
    """The room is at another criterion than the one that partners would be asked to vote on."""

    def __init__(self) -> None:
        super().__init__("The room has gone to another criterion, so nobody was asked to vote on this one.")


def open_ballot(session: Session, *, head: RoundHead, criterion_id: str, account: int, now: datetime) -> int:
    """Ask every partner to vote on the criterion that is talked about. Returns the id of the ballot.

    Asked again while it is open it is the same ballot. Raises `RoomNotOpen` or `RoomMovedOn`.
    """
    room = enter(session, head)
    under_way = find_open_ballot(session, round_id=head.id)
    if under_way is not None and under_way.criterion_id == criterion_id:
        return under_way.id
    if room.criterion_id != criterion_id:
        raise RoomMovedOn
    earlier = select(func.count()).where(BallotRow.round_id == head.id, BallotRow.criterion_id == criterion_id)
    ballot: int = session.execute(
        insert(BallotRow)
        .values(
            round_id=head.id,
            criterion_id=criterion_id,
            number=session.execute(earlier).scalar_one() + 1,
            opened_at=now,
            opened_by=account,
        )
        .returning(BallotRow.id)
    ).scalar_one()
    note_change(session, head=head, action="open ballot", account=account, now=now, subject=f"ballot {ballot}")
    return ballot


def cast_vote(
    session: Session,
    *,
    head: RoundHead,
    ballot: int,
    partner: int,
    vote: Vote,
    based_on: int,
    request_key: str,
    account: int,
    now: datetime,
) -> KeptVote:
    """Keep the vote of a partner, and reveal the ballot in the same transaction when every partner is in.

    In a round without names it stays hidden while that would tell whoever entered the others how a partner voted.

    A partner has one vote, whichever of its people casts it; `vote.on_behalf` says that a facilitator enters it, which
    is refused once the partner has voted itself. Saved as `save_version` says. Raises `NoSuchBallot`, `NotTheirs`,
    `RoomNotOpen`, `BallotOver`, `VotedItself`, `StaleSave`, `LevelNotInMatrix` or `AnswerTooLong`, and of a partner’s
    own vote `RequestKeyReused`.
    """
    asked = get_ballot(session, round_id=head.id, ballot=ballot)
    partners = list_partner_names(session, round_id=head.id)
    if partner not in partners:
        raise NotTheirs
    if not vote.on_behalf and partner not in list_partners_of(session, round_id=head.id, account=account):
        raise NotTheirs
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    check_said(matrix, level=vote.level, reason=vote.reason)
    if vote.on_behalf:
        there = VOTES.find(session, ballot_id=ballot, partner_id=partner)
        has_voted = there.said.is_in and not there.said.on_behalf
        if has_voted or there.version != based_on:
            # What is there is nobody else’s to see. A stale save is refused also where it says the same: by that
            # it would tell what another facilitator entered.
            entered = find_repeated(session, VOTES, kept=there, said=vote, request_key=request_key)
            if entered is not None:
                return entered
            raise VotedItself if has_voted else StaleSave(kept=there, offered=vote, by=None)
    refusal = room_refusal(session, head) or (None if asked.is_open else BallotOver(asked))
    kept = save_version(
        session,
        VOTES,
        place={"ballot_id": ballot, "partner_id": partner},
        said=vote,
        based_on=based_on,
        request_key=request_key,
        account=account,
        now=now,
        refusal=refusal,
        again=vote.on_behalf,  # else its version would tell that another facilitator entered the same
        record=partial(
            note_change,
            session,
            head=head,
            action="enter vote" if vote.on_behalf else "vote",
            account=account,
            now=now,
            subject=f"ballot {ballot} partner {partner}",
        ),
    )
    who_is_in = list_partners_in(session, ballot=ballot) if asked.is_open else {}
    all_are_in = asked.is_open and partners.keys() <= who_is_in.keys()
    if all_are_in and not why_votes_not_revealed(head.naming, are_in=len(who_is_in), entered=sum(who_is_in.values())):
        _reveal(session, head=head, ballot=ballot, by=None, now=now)
    return kept


def reveal_ballot(session: Session, *, head: RoundHead, ballot: int, account: int, now: datetime) -> None:
    """Show the votes before every partner is in.

    Raises `NoSuchBallot`, `RoomNotOpen`, `AlreadyDecided`, or `TooFewIn` where it would tell how a partner voted.
    """
    enter(session, head)
    if not get_ballot(session, round_id=head.id, ballot=ballot).is_open:
        raise AlreadyDecided
    who_is_in = list_partners_in(session, ballot=ballot)
    refusal = why_votes_not_revealed_early(head.naming, are_in=len(who_is_in), entered=sum(who_is_in.values()))
    if refusal:
        raise TooFewIn(refusal)
    _reveal(session, head=head, ballot=ballot, by=account, now=now)


def _reveal(session: Session, *, head: RoundHead, ballot: int, by: int | None, now: datetime) -> None:
    """Show the votes. With all of them in nobody does so: who voted last, and when, is told to nobody."""
    session.execute(update(BallotRow).where(BallotRow.id == ballot).values(revealed_at=now, revealed_by=by))
    action = "reveal full ballot" if by is None else "reveal ballot"
    mark_round_changed(session, head=head)  # from now on the votes are part of the record
    note_change(session, head=head, action=action, account=by, now=now, subject=f"ballot {ballot}")


def withdraw_ballot(session: Session, *, head: RoundHead, ballot: int, account: int, now: datetime) -> None:
    """End a vote that will never be shown; raises `NoSuchBallot`, `RoomNotOpen` or `AlreadyDecided`."""
    enter(session, head)
    if not get_ballot(session, round_id=head.id, ballot=ballot).is_open:
        raise AlreadyDecided
    _withdraw(session, head=head, ballot=ballot, account=account, now=now)


def withdraw_open_ballot(session: Session, *, head: RoundHead, account: int, now: datetime) -> None:
    """End the vote under way, if there is one, as the round leaves the stage in which partners vote.

    Its votes stay kept and are never shown: partners gave them on what they knew before the round went on.
    """
    ballot = find_open_ballot(session, round_id=head.id)
    if ballot is not None:
        _withdraw(session, head=head, ballot=ballot.id, account=account, now=now)


def _withdraw(session: Session, *, head: RoundHead, ballot: int, account: int, now: datetime) -> None:
    session.execute(update(BallotRow).where(BallotRow.id == ballot).values(withdrawn_at=now))
    note_change(session, head=head, action="withdraw ballot", account=account, now=now, subject=f"ballot {ballot}")
