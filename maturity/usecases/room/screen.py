"""What a screen in the room shows to one person: nothing of an open ballot but who is in, and one's own vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.ballot import RevealedBallot
from maturity.core.meeting.triage import triage
from maturity.core.meeting.voting import as_result_of_vote
from maturity.core.position import (
    A_PARTNER,
    YOUR_PARTNER,
    Position,
    marked_as_own,
    without_names,
)
from maturity.core.results import CriterionResult
from maturity.core.round import Naming, Stage
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import agreement_among
from maturity.persistence.queries.ballots import (
    VOTES,
    Ballot,
    KeptVote,
    list_ballots,
    list_own_votes,
    list_partners_in,
)
from maturity.persistence.queries.dissents import KeptDissent, list_dissents_on
from maturity.persistence.queries.people_in_room import list_partners_of
from maturity.persistence.queries.rooms import RoomState, find_room
from maturity.persistence.queries.rounds import RoundHead, get_round, list_partner_names
from maturity.persistence.queries.versions import Author
from maturity.usecases.agree import AgreementTable, open_table
from maturity.usecases.compare import ResultShelf
from maturity.usecases.room.dissents import may_write_for


@dataclass(frozen=True, slots=True)
class Tally:
    """A ballot under way: which partners are in, and the votes of the partners that the reader speaks for.

    `sent_by` says who sent each of these votes, `entered` how many of all were entered on behalf.
    """

    ballot: Ballot
    partners_in: frozenset[int]
    entered: int
    own: Mapping[int, KeptVote]
    sent_by: Mapping[int, Author]


@dataclass(frozen=True, slots=True)
class Revealed:
    """A ballot that was revealed, with its votes drawn up as the positions of a criterion are.

    `on_behalf` is how many of them a facilitator entered, also where no vote may say so. `answered_since` says that
    partners submitted their positions again after it.
    """

    ballot: Ballot
    result: CriterionResult
    on_behalf: int = 0
    answered_since: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is talked about: the criterion, the ballot under way, those that were revealed, and every dissent.

    `written_for` are the partners for which a facilitator may write a dissent down.

    The positions of `now_on` and `revealed` say whose they are as the naming of the round allows.
    """

    table: AgreementTable
    now_on: CriterionResult
    timer_ends_at: datetime | None
    tally: Tally | None
    revealed: Sequence[Revealed]
    dissents: Mapping[int, KeptDissent]
    written_for: frozenset[int]


@dataclass(frozen=True, slots=True)
class RoomScreen:
    """The room as one person sees it.

    `room` is None before it was first opened, and `conversation` while the room is closed or the round is not being
    agreed. `own` are the partners that the person speaks for, `partners` all of them, each by its name, and `called`
    says who each is as the naming of the round allows.
    """

    head: RoundHead
    room: RoomState | None
    partners: Mapping[int, str]
    own: frozenset[int]
    called: Mapping[int, str]
    conversation: Conversation | None = None

    @property
    def count(self) -> int:
        """How far the round and its room had come when this was read, as `Moment.count`."""
        return self.head.state_version + (0 if self.room is None else self.room.version)


def see_room(
    session: Session,
    *,
    collaborative: int,
    number: int,
    account: int,
    for_all_eyes: bool = False,
    shelf: ResultShelf | None = None,
) -> RoomScreen:
    """What a person sees of the room of a round; raises `NoSuchRound`.

    `for_all_eyes` is for a screen that everybody looks at: it marks nothing as the reader’s own. `shelf` has results
    that were worked out for another screen.
    """
    head = get_round(session, collaborative=collaborative, number=number)
    room = find_room(session, round_id=head.id)
    partners = list_partner_names(session, round_id=head.id)
    own = frozenset() if for_all_eyes else list_partners_of(session, round_id=head.id, account=account)
    screen = RoomScreen(
        head=head,
        room=room,
        partners=partners,
        own=own,
        called=_called(head, partners, own),
    )
    if head.stage is not Stage.AGREEING or room is None or not room.is_open or room.criterion_id is None:
        return screen
    table = open_table(session, collaborative=collaborative, number=number, shelf=shelf)
    now_on = table.result.criterion(room.criterion_id)
    if now_on is None:
        return screen
    ballots = list_ballots(session, round_id=head.id, criterion_id=room.criterion_id)
    conversation = Conversation(
        table=table,
        now_on=replace(now_on, positions=_as_called(now_on.positions, screen)),
        timer_ends_at=room.timer_ends_at,
        tally=next((_tally(session, ballot, own) for ballot in ballots if ballot.is_open), None),
        revealed=_revealed(ballots, now_on, table.result.record, screen),
        dissents=list_dissents_on(session, round_id=head.id, criterion_id=room.criterion_id),
        written_for=may_write_for(session, head=head, partners=partners) if for_all_eyes else frozenset(),
    )
    return replace(screen, conversation=conversation)


def _called(head: RoundHead, partners: Mapping[int, str], own: frozenset[int]) -> Mapping[int, str]:
    """What each partner is called, as the naming of the round allows."""
    if head.naming is Naming.ANONYMOUS:
        return {partner: YOUR_PARTNER if partner in own else A_PARTNER for partner in partners}
    return partners


def _as_called(positions: Sequence[Position], screen: RoomScreen) -> tuple[Position, ...]:
    if screen.head.naming is Naming.ANONYMOUS:
        return marked_as_own(without_names(positions), screen.own)
    return tuple(positions)


def _tally(session: Session, ballot: Ballot, own: frozenset[int]) -> Tally:
    who_is_in = list_partners_in(session, ballot=ballot.id)
    votes = list_own_votes(session, ballot=ballot.id, partners=own)
    authors = {partner: VOTES.find_author(session, kept) for partner, kept in votes.items() if kept.said.is_in}
    return Tally(
        ballot=ballot,
        partners_in=frozenset(who_is_in),
        entered=sum(who_is_in.values()),
        own=votes,
        sent_by={partner: author for partner, author in authors.items() if author is not None},
    )


def _revealed(
    ballots: Sequence[Ballot], now_on: CriterionResult, record: RoundRecord, screen: RoomScreen
) -> tuple[Revealed, ...]:
    # The record has the votes already, for all screens together, but no ballot that was revealed with nobody in.
    kept = {ballot.number: ballot for ballot in record.ballots_on(now_on.criterion.id)}
    drawn_up = []
    for ballot in ballots:
        if ballot.revealed_at is not None:
            held = kept.get(ballot.number, RevealedBallot(ballot.number, ballot.was_early, votes=()))
            votes, agreement = _as_called(held.votes, screen), agreement_among(held.votes, record)
            result = as_result_of_vote(now_on, votes, agreement)
            drawn_up.append(Revealed(ballot, result, held.on_behalf, held.answered_since))
    return tuple(drawn_up)


def order_of_talk(table: AgreementTable) -> tuple[CriterionResult, ...]:
    """The criteria in the order in which they are talked about: by disagreement, and those to be confirmed last."""
    sorted_out = triage(table.result, earlier=table.last)
    return tuple(item.result for item in (*sorted_out.to_discuss, *sorted_out.to_confirm))
