"""What a lead sees of mail: whom it went to, whom not and why, and what can be sent now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from maturity.core.participant import Participant, Seated
from maturity.core.round import Stage
from maturity.core.wording import listed
from maturity.persistence.queries.messages import Delivery, Place
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.message import MessageKind, MessageState
from maturity.usecases.post import has_pre_read, is_due, is_not_reached
from maturity.web.delivery_words import state_in_words
from maturity.web.design_system.words import count
from maturity.web.set_up.frame import CollaborativeFrame, frame_of
from maturity.web.set_up.how_far import how_far_waited_for

CANNOT_SIGN_IN = "Cannot sign in any more. Choose somebody else to respond."

_OF_THE_MEETING = {MessageKind.PRE_READ, MessageKind.ROOM}


@dataclass(frozen=True, slots=True)
class PostLine:
    """One person who is waited for. How far the person has come is said, and never what was said.

    `correct_address` leads to the email address where a message was not delivered, and is empty elsewhere.
    """

    person: str
    partner: str
    progress: str
    state: str
    is_problem: bool
    send_address: str
    send_text: str
    correct_address: str


@dataclass(frozen=True, slots=True)
class PostBox:
    """What can be sent in a round, each to how many people now.

    Invitations and reminders are for an open round, a pre-read for one whose levels are being agreed.

    `delivery` says what became of the last messages to those who are waited for, or of those about the meeting;
    `problems` how many of these were not delivered, which is empty where all were. `without` says which partners get no
    pre-read by email, as nobody responds for them; empty where there is none.
    """

    to_invite: int
    to_remind: int
    to_prepare: int
    invite_address: str
    remind_address: str
    prepare_address: str
    messages_address: str
    delivery: str
    problems: str
    without: str
    lines: tuple[PostLine, ...]

    @property
    def can_remind_one(self) -> bool:
        """Whether somebody is waited for who can be written to alone."""
        return any(line.send_address for line in self.lines)


def post_box(
    frame: CollaborativeFrame,
    head: RoundHead,
    participants: Sequence[Participant],
    sent: Mapping[Place, Delivery],
    *,
    now: datetime,
) -> PostBox:
    """What can be sent now, and the people who are waited for with what was sent to each."""
    number, is_open = head.number, head.stage is Stage.OPEN

    def due(kind: MessageKind) -> int:
        return sum(
            is_due(
                sent.get((person.account, participant.partner)),
                kind,
                now=now,
                agrees=kind is MessageKind.REMINDER and person == participant.agrees_next,
            )
            for participant in participants
            for person in _whom(participant, kind)
        )

    last = [
        sent.get((person.account, participant.partner))
        for participant in participants
        for person in (participant.to_remind if is_open else participant.to_tell)
    ]
    tally = _tally(last if is_open else [each for each in last if each is not None and each.kind in _OF_THE_MEETING])
    return PostBox(
        to_invite=due(MessageKind.INVITATION) if is_open else 0,
        to_remind=due(MessageKind.REMINDER) if is_open else 0,
        to_prepare=due(MessageKind.PRE_READ) if has_pre_read(head) else 0,
        invite_address=frame.to("invite_everyone", number=number),
        remind_address=frame.to("remind_everyone", number=number),
        prepare_address=frame.to("send_pre_reads", number=number),
        # The page of messages is for an open round; later, each is said beside its person.
        messages_address=frame.to("messages", number=number) if is_open else "#participants",
        delivery=tally.in_words,
        problems=tally.problems,
        without=_without_pre_read(participants),
        lines=tuple(
            _line(frame, head, participant, person, sent.get((person.account, participant.partner)))
            for participant in participants
            for person in (*participant.waiting, *agreeing_next(participant))
            if is_open
        ),
    )


def _without_pre_read(participants: Sequence[Participant]) -> str:
    names = [participant.partner_name for participant in participants if not participant.to_tell]
    if not names:
        return ""
    return f"Nobody gets it for {listed(names)}: nobody who can sign in responds there."


@dataclass(frozen=True, slots=True)
class _Tally:
    """What became of the last messages to some people: how many there are, and of how many messages each is true."""

    people: int
    delivered: int
    failed: int
    late: int
    on_their_way: int

    @property
    def in_words(self) -> str:
        """To how many the last message was delivered, and what became of the others."""
        if self.delivered == self.people:
            return "Everyone who has not finished was written to in the last 24 hours."
        were = "was" if self.delivered == 1 else "were"
        said = (
            f"{self.delivered} of {count(self.people, 'person', 'people')} who have not finished {were} written to in "
        )
        said += "the last 24 hours."
        if self.on_their_way:
            said += f" {count(self.on_their_way, 'message is', 'messages are')} on the way."
        return f"{said} {self.problems}".strip()

    @property
    def problems(self) -> str:
        """How many were not delivered, empty where there is none."""
        failed = f"{count(self.failed, 'message was', 'messages were')} not delivered." if self.failed else ""
        tried = "is tried again" if self.late == 1 else "are tried again"
        late = f"{count(self.late, 'message is', 'messages are')} not delivered yet, and {tried}." if self.late else ""
        return f"{failed} {late}".strip()


def _tally(last: Sequence[Delivery | None]) -> _Tally:
    written = [each for each in last if each is not None]
    return _Tally(
        people=len(last),
        delivered=sum(each.state is MessageState.SENT for each in written),
        failed=sum(each.state is MessageState.FAILED for each in written),
        late=sum(each.is_under_way and bool(each.problem) for each in written),
        on_their_way=sum(each.is_under_way and not each.problem for each in written),
    )


def agreeing_next(participant: Participant) -> tuple[Seated, ...]:
    """The lead of a partner in which everybody has submitted, with positions left to agree; else nobody."""
    return () if participant.agrees_next is None else (participant.agrees_next,)


def _whom(participant: Participant, kind: MessageKind) -> tuple[Seated, ...]:
    if kind in _OF_THE_MEETING:
        return participant.to_tell
    return participant.to_remind if kind is MessageKind.REMINDER else participant.to_chase


def _line(
    frame: CollaborativeFrame, head: RoundHead, participant: Participant, person: Seated, delivery: Delivery | None
) -> PostLine:
    is_under_way = delivery is not None and delivery.is_under_way
    return PostLine(
        person=person.name,
        partner=participant.partner_name,
        progress=how_far_waited_for(person, participant, head.naming),
        state=CANNOT_SIGN_IN if person.is_disabled else state_in_words(delivery, is_waited_for=person.is_waited_for),
        is_problem=person.is_disabled or (delivery is not None and delivery.state is MessageState.FAILED),
        send_address=""
        if is_under_way or person.is_disabled
        else frame.to("write_to_person", number=head.number, partner=participant.partner, account=person.account),
        correct_address=_to_correct(frame, head.number, person, delivery),
        send_text="Invite" if is_not_reached(delivery) and person.is_waited_for else "Remind",
    )


def _to_correct(frame: CollaborativeFrame, number: int, person: Seated, delivery: Delivery | None) -> str:
    if delivery is None or not delivery.problem or person.is_disabled:
        return ""
    return frame.to("edit_email", account=person.account, round=number)


def where_to_correct(person: Seated, participant: Participant, sent: Mapping[Place, Delivery], head: RoundHead) -> str:
    """Where the email address is corrected of who did not get what counts at this stage; empty for anybody else."""
    if not mail_in_words(person, participant, sent, head.stage):
        return ""
    frame = frame_of(head.collaborative, head.collaborative_name)
    return _to_correct(frame, head.number, person, sent.get((person.account, participant.partner)))


def mail_in_words(person: Seated, participant: Participant, sent: Mapping[Place, Delivery], stage: Stage) -> str:
    """What became of the last message to a person that counts at this stage, empty where there is nothing to say."""
    delivery = sent.get((person.account, participant.partner))
    if stage is Stage.OPEN:
        if not person.is_waited_for:
            # To who has finished what did not arrive matters no more; that they were written to stays to be read.
            is_told = delivery is not None and (person == participant.agrees_next or delivery.sent_at is not None)
            return state_in_words(delivery) if is_told else ""
        return CANNOT_SIGN_IN if person.is_disabled else state_in_words(delivery)
    return state_in_words(delivery) if delivery is not None and delivery.kind in _OF_THE_MEETING else ""
