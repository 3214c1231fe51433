"""What a lead sees of mail: whom it went to, whom not and why, and what can be sent now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from maturity.core.round import Stage
from maturity.persistence.queries.messages import Delivery, Place
from maturity.persistence.queries.rounds import Participant, RoundHead, Seated
from maturity.persistence.rows.message import MessageKind, MessageState
from maturity.usecases.post import is_due, is_not_reached
from maturity.web.design_system.words import moment
from maturity.web.set_up.frame import CollaborativeFrame

CANNOT_SIGN_IN = "Cannot sign in any more. Choose somebody else to respond."

_DONE = {
    MessageKind.INVITATION: "Invited",
    MessageKind.REMINDER: "Reminded",
    MessageKind.PRE_READ: "Sent the pre-read",
    MessageKind.ROOM: "Told that the room is open",
    MessageKind.SIGN_IN: "Sent a link",
}

_OF_THE_MEETING = {MessageKind.PRE_READ, MessageKind.ROOM}


@dataclass(frozen=True, slots=True)
class PostLine:
    """One person who has not finished. How far the person has come is said, and never what was said.

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

    Invitations and reminders are for an open round, a pre-read for one whose levels are being agreed. `undelivered` of
    those to invite were invited before, and it did not reach them.
    """

    to_invite: int
    undelivered: int
    to_remind: int
    to_prepare: int
    invite_address: str
    remind_address: str
    prepare_address: str
    lines: tuple[PostLine, ...]


def post_box(
    frame: CollaborativeFrame,
    head: RoundHead,
    participants: Sequence[Participant],
    sent: Mapping[Place, Delivery],
    *,
    now: datetime,
) -> PostBox:
    """What can be sent now, and the people who have not finished with what was sent to each."""
    number, is_open = head.number, head.stage is Stage.OPEN

    def due(kind: MessageKind) -> int:
        return sum(
            is_due(sent.get((person.account, participant.partner)), kind, now=now)
            for participant in participants
            for person in (participant.to_chase if is_open else participant.to_tell)
        )

    return PostBox(
        to_invite=due(MessageKind.INVITATION) if is_open else 0,
        undelivered=sum(
            sent_before is not None and is_not_reached(sent_before)
            for participant in participants
            for person in participant.to_chase
            if is_open
            for sent_before in [sent.get((person.account, participant.partner))]
        ),
        to_remind=due(MessageKind.REMINDER) if is_open else 0,
        to_prepare=due(MessageKind.PRE_READ) if head.stage is Stage.AGREEING else 0,
        invite_address=frame.to("invite_everyone", number=number),
        remind_address=frame.to("remind_everyone", number=number),
        prepare_address=frame.to("send_pre_reads", number=number),
        lines=tuple(
            _line(frame, number, participant, person, sent.get((person.account, participant.partner)))
            for participant in participants
            for person in participant.waiting
            if is_open
        ),
    )


def _line(
    frame: CollaborativeFrame, number: int, participant: Participant, person: Seated, delivery: Delivery | None
) -> PostLine:
    is_under_way = delivery is not None and delivery.is_under_way
    return PostLine(
        person=person.name,
        partner=participant.partner_name,
        progress=f"Started, {person.progress.in_words}" if person.has_begun else "Not started",
        state=CANNOT_SIGN_IN if person.is_disabled else state_in_words(delivery),
        is_problem=person.is_disabled or (delivery is not None and delivery.state is MessageState.FAILED),
        send_address=""
        if is_under_way or person.is_disabled
        else frame.to("write_to_person", number=number, partner=participant.partner, account=person.account),
        correct_address=frame.to("edit_email", account=person.account, round=number)
        if delivery is not None and delivery.problem and not person.is_disabled
        else "",
        send_text="Invite" if is_not_reached(delivery) else "Remind",
    )


def mail_in_words(person: Seated, participant: Participant, sent: Mapping[Place, Delivery], stage: Stage) -> str:
    """What became of the last message to a person that counts at this stage, empty where there is nothing to say."""
    delivery = sent.get((person.account, participant.partner))
    if stage is Stage.OPEN:
        if not person.is_waited_for:
            return ""
        return CANNOT_SIGN_IN if person.is_disabled else state_in_words(delivery)
    return state_in_words(delivery) if delivery is not None and delivery.kind in _OF_THE_MEETING else ""


def state_in_words(delivery: Delivery | None) -> str:
    """What became of the last message to a person."""
    if delivery is None:
        return "Not invited yet"
    if delivery.state is MessageState.FAILED:
        return delivery.problem if delivery.problem.startswith("Not sent") else f"Not delivered. {delivery.problem}"
    if delivery.sent_at is not None:
        return f"{_DONE[delivery.kind]} on {moment(delivery.sent_at)}"
    if delivery.problem:
        return f"Not delivered yet. {delivery.problem} The next try is on {moment(delivery.due_at)}."
    return "On its way"
