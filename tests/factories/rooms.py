"""Rooms for tests: a round whose levels are being agreed, with its room, made the way that people make them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import func, select

from maturity.core.ballot import Vote
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.dissent import Dissent
from maturity.core.response import AnswerState
from maturity.persistence.engine import Database
from maturity.persistence.queries.ballots import VOTES, KeptVote, find_open_ballot
from maturity.persistence.queries.consensus import AGREED_LEVELS
from maturity.persistence.queries.dissents import DISSENTS, KeptDissent
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.agree import agree_level
from maturity.usecases.prepare import set_meeting_length
from maturity.usecases.room import (
    Conversation,
    RoomScreen,
    cast_vote,
    go_to,
    open_ballot,
    open_room,
    record_dissent,
    reveal_ballot,
    see_room,
    start_timer,
)
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level


@dataclass
class TheRoom:
    """A round that is being agreed, and acts in its room. `ballot` is the one opened last."""

    living: LivingRound
    ballot: int = 0

    @property
    def database(self) -> Database:
        return self.living.database

    @property
    def partners(self) -> tuple[int, ...]:
        return tuple(self.living.partners)

    @property
    def address(self) -> str:
        """Where the room is."""
        return f"/collaboratives/{self.living.collaborative}/rounds/{self.living.number}/room"

    def head(self) -> RoundHead:
        with self.database.reading() as session:
            return get_round(session, collaborative=self.living.collaborative, number=self.living.number)

    def open(self, *, now: datetime = NOW) -> None:
        head = self.head()
        with self.database.writing() as session:
            open_room(session, head=head, criterion_id=self.living.criterion, account=self.living.lead, now=now)

    def go(self, criterion: str) -> None:
        head = self.head()
        with self.database.writing() as session:
            go_to(session, head=head, criterion_id=criterion, account=self.living.lead, now=NOW)

    def lasts(self, minutes: int) -> None:
        """Say how long the meeting lasts."""
        head = self.head()
        with self.database.writing() as session:
            set_meeting_length(session, head=head, minutes=minutes, based_on=head.version, by=self.living.lead, now=NOW)

    def start_timer(self, minutes: int) -> None:
        head = self.head()
        with self.database.writing() as session:
            start_timer(session, head=head, minutes=minutes, account=self.living.lead, now=datetime.now(UTC))

    def ask(self, criterion: str | None = None) -> int:
        """Open a ballot on the criterion talked about."""
        head = self.head()
        with self.database.writing() as session:
            self.ballot = open_ballot(
                session, head=head, criterion_id=criterion or self.living.criterion, account=self.living.lead, now=NOW
            )
        return self.ballot

    def vote(
        self,
        place: int,
        value: int | None,
        *,
        reason: str = "",
        based_on: int | None = None,
        key: str = "",
        account: int | None = None,
        on_behalf: bool = False,
        ballot: int | None = None,
    ) -> KeptVote:
        """Vote for the partner at a place, a level or, with None, not any more."""
        partner, head = self.partners[place], self.head()
        said = Vote(
            state=AnswerState.NOT_ANSWERED if value is None else AnswerState.LEVEL,
            level=value,
            reason=reason,
            on_behalf=on_behalf,
        )
        with self.database.writing() as session:
            seen = VOTES.find(session, ballot_id=ballot or self.ballot, partner_id=partner).version
            return cast_vote(
                session,
                head=head,
                ballot=ballot or self.ballot,
                partner=partner,
                vote=said,
                based_on=seen if based_on is None else based_on,
                request_key=key or f"{place} {value} {seen}",
                account=account or (self.living.lead if on_behalf else self.living.partners[partner]),
                now=NOW,
            )

    def reveal(self) -> None:
        head = self.head()
        with self.database.writing() as session:
            reveal_ballot(session, head=head, ballot=self.ballot, account=self.living.lead, now=NOW)

    def is_voting(self) -> bool:
        with self.database.reading() as session:
            return find_open_ballot(session, round_id=self.head().id) is not None

    def record(self, value: int | None, *, reason: str = "So we agreed.", criterion: str | None = None) -> None:
        """Agree a level in the room or, with None, record that none was agreed."""
        head, about = self.head(), criterion or self.living.criterion
        with self.database.writing() as session:
            seen = AGREED_LEVELS.find(session, round_id=head.id, criterion_id=about).version
            agree_level(
                session,
                head=head,
                criterion_id=about,
                consensus=Consensus(
                    state=ConsensusState.NOT_AGREED if value is None else ConsensusState.AGREED,
                    level=value,
                    reason=reason,
                ),
                based_on=seen,
                request_key=f"level {seen}",
                account=self.living.lead,
                now=NOW,
            )

    def dissent(self, place: int, words: str, *, on_behalf: bool = False, account: int | None = None) -> KeptDissent:
        """Record what the partner at a place holds against the result."""
        partner, head = self.partners[place], self.head()
        with self.database.writing() as session:
            seen = DISSENTS.find(
                session, round_id=head.id, criterion_id=self.living.criterion, partner_id=partner
            ).version
            return record_dissent(
                session,
                head=head,
                criterion_id=self.living.criterion,
                partner=partner,
                dissent=Dissent(words=words, on_behalf=on_behalf),
                based_on=seen,
                request_key=f"{place} {words}",
                account=account or (self.living.lead if on_behalf else self.living.partners[partner]),
                now=NOW,
            )

    def seen_by(self, account: int) -> RoomScreen:
        with self.database.reading() as session:
            return see_room(
                session, collaborative=self.living.collaborative, number=self.living.number, account=account
            )

    def talk(self, account: int | None = None) -> Conversation:
        """What a person, the lead by default, sees of the conversation that goes on."""
        conversation = self.seen_by(account or self.living.lead).conversation
        assert conversation is not None
        return conversation

    def count(self) -> int:
        """How far the round and its room have come."""
        return self.seen_by(self.living.lead).count

    def events(self) -> dict[str, int]:
        """How many events there are of each kind of act."""
        with self.database.reading() as session:
            rows = session.execute(select(AuditEvent.action, func.count()).group_by(AuditEvent.action)).all()
            return {row[0]: row[1] for row in rows}


def a_room(living: LivingRound, *, is_open: bool = True) -> TheRoom:
    """The room of a round that is open for responses: everybody responds, from level 1 on, and it is closed."""
    for place, partner in enumerate(living.partners):
        living.answer(level(1 + place % 4, f"Reason {place}.", evidence=f"Evidence {place}."), partner=partner)
        living.submit(partner=partner)
    living.move("close-responding")
    room = TheRoom(living)
    if is_open:
        room.open()
    return room


def a_room_in(database: Database, *, is_open: bool = True) -> TheRoom:
    """A room of three partners."""
    return a_room(a_living_round(database), is_open=is_open)


def with_person(room: TheRoom, place: int, account: int) -> TheRoom:
    """The same room, where another person speaks for a partner."""
    people = {**room.living.partners, room.partners[place]: account}
    return replace(room, living=replace(room.living, partners=people))
