"""Messages for the respondents of an open round: sent by this service, or copied and sent by the lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from maturity.core.invitation import AT_ANY_TIME, how_long, who_sees_it
from maturity.core.participant import Participant, Seated
from maturity.core.round import Naming
from maturity.persistence.queries.collaboratives import PersonFacts
from maturity.persistence.queries.messages import Delivery, Place
from maturity.persistence.queries.rounds import RoundHead
from maturity.web.access import visitor
from maturity.web.design_system.words import count, day
from maturity.web.set_up.frame import CollaborativeFrame, frame_of
from maturity.web.set_up.how_far import how_far_agreed
from maturity.web.set_up.post_pages import PostBox, agreeing_next, post_box


@dataclass(frozen=True, slots=True)
class Message:
    """A message to one person. Each has its own: how far somebody has come is for the lead and them alone."""

    id: str
    person: str
    partner: str
    email: str
    has_password: bool
    text: str


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """The messages to those who have not finished. `without` names the partners for which there is nothing yet.

    `entered` says of the other partners without a respondent how much was entered on their behalf.
    `post` is what this service can send, None where it sends no mail.
    """

    frame: CollaborativeFrame
    round_label: str
    round_address: str
    participants_address: str
    messages: tuple[Message, ...]
    without: tuple[str, ...]
    entered: tuple[str, ...]
    post: PostBox | None


def messages_page(
    head: RoundHead,
    participants: Sequence[Participant],
    people: Mapping[int, PersonFacts],
    *,
    sent: Mapping[Place, Delivery] | None,
    now: datetime,
) -> MessagesPage:
    """The messages of a round; `people` is by account.

    `sent` is None where this service sends no mail.
    """
    frame = frame_of(head.collaborative, head.collaborative_name)
    nobody = [participant for participant in participants if not participant.people]
    return MessagesPage(
        frame=frame,
        round_label=head.label,
        round_address=frame.to("round_page", number=head.number),
        participants_address=frame.to("participants", number=head.number),
        messages=tuple(
            _message(head, participant, seated, people[seated.account])
            for participant in participants
            for seated in (*participant.waiting, *agreeing_next(participant))
            if seated.account in people
        ),
        without=tuple(each.partner_name for each in nobody if not each.entered),
        entered=tuple(_entered(each, head.naming) for each in nobody if each.entered),
        post=None if sent is None else post_box(frame, head, participants, sent, now=now),
    )


def _entered(participant: Participant, naming: Naming) -> str:
    if naming is Naming.ANONYMOUS:
        return f"{participant.partner_name} has positions that were entered on its behalf."
    on = count(participant.entered, "criterion", "criteria")
    return f"{participant.partner_name} has its position on {on}, entered on its behalf."


def _message(head: RoundHead, participant: Participant, seated: Seated, person: PersonFacts) -> Message:
    return Message(
        id=f"message-{participant.partner}"
        if seated.is_partner_lead
        else f"message-{participant.partner}-{seated.respondent}",
        person=person.name,
        partner=participant.partner_name,
        email=person.email,
        has_password=person.can_sign_in,
        text="\n\n".join(_paragraphs(head, participant, seated, person)),
    )


def _paragraphs(head: RoundHead, participant: Participant, seated: Seated, person: PersonFacts) -> list[str]:
    agrees = not seated.is_waited_for
    agreed = how_far_agreed(participant, head.naming)  # the lead who copies the message reads it, too
    so_far = f": {agreed} so far" if agreed else ""
    page = url_for(
        "respond.positions" if agrees else "respond.task_list",
        collaborative=head.collaborative,
        number=head.number,
        partner=participant.partner,
        _external=True,
    )
    round_ = f"“{head.label}” of {head.collaborative_name}"
    said = [f"Dear {person.name},"]
    if agrees:
        said += [
            f"Everyone who responds for {participant.partner_name} in {round_} has submitted.",
            f"As its lead you agree what it stands for{so_far}.",
            f"Please go on here:\n{page}",
        ]
    elif seated.has_begun:
        said += [
            f"Your response for {participant.partner_name} in {round_} is not submitted yet. What you wrote is saved.",
            f"Please go on here, and submit when you are done:\n{page}",
        ]
    else:
        said += [
            f"{round_} is open, and you respond for {participant.partner_name}.",
            f"Please say here where {participant.partner_name} stands today:\n{page}",
            # The lead who copies the message reads it, too: without names not how much one person is asked.
            AT_ANY_TIME if head.naming is Naming.ANONYMOUS else how_long(seated.progress.asked),
            who_sees_it(head.naming, partner_name=participant.partner_name, collaborative_name=head.collaborative_name),
        ]
    if head.closes_on:
        said.append(f"Responding is planned to close on {day(head.closes_on)}.")
    if not person.can_sign_in:
        said.append("If you have not set a password yet, please do that first, with the link that I sent you.")
    return [*said, f"Best wishes,\n{visitor().name}"]
