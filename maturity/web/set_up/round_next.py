"""What is next in a round: the one thing to do, for a lead and for everyone else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from maturity.core.matrix import Matrix
from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.messages import Delivery, Place
from maturity.persistence.queries.rounds import MoveFacts, Participant, RoundHead
from maturity.persistence.rows.account import Role
from maturity.web.access import visitor
from maturity.web.design_system.words import count
from maturity.web.set_up.frame import CollaborativeFrame


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go from the page of a round. `is_button` is true for a button beside the one to press next."""

    text: str
    address: str
    is_button: bool = False


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """Everything that the page of a round is made from. `recorded` counts criteria with an agreed result.

    `sent` are the messages of a round under way for its lead, None for anybody else and where no mail is sent.
    """

    head: RoundHead
    participants: Sequence[Participant]
    moves: Sequence[MoveFacts]
    matrix: Matrix
    asked: int
    recorded: int
    sent: Mapping[Place, Delivery] | None = None

    @property
    def submitted(self) -> int:
        """How many partners have submitted: all of their people have."""
        return sum(participant.is_complete for participant in self.participants)


Next = tuple[str, Link | None, tuple[Link, ...]]
"""What there is to say, the one thing to do, and what else can be done."""


def what_comes_next(facts: RoundFacts, frame: CollaborativeFrame) -> Next:
    """What is next in a round for the person who is signed in."""
    return _next_for_lead(facts, frame) if frame.is_lead else _next_for_others(facts)


def _next_for_lead(facts: RoundFacts, frame: CollaborativeFrame) -> Next:
    head = facts.head
    people = Link("Choose who takes part", frame.to("participants", number=head.number))
    details = Link("Change the details", frame.to("edit_round", number=head.number))
    if head.stage is Stage.DRAFT:
        missing, ready = _draft(facts)
        discard = Link("Discard this draft", frame.to("confirm_discard", number=head.number))
        if missing:
            return missing, people, (details, discard)
        move = Link("Open the round", _move(frame, head, "open"))
        if head.way is WayOfScoring.TOGETHER:
            move = Link("Start agreeing levels", _move(frame, head, "start-agreeing"))
        return ready, move, (people, details, discard)
    if head.stage is Stage.OPEN:
        return _open(facts, frame, Link("Change who takes part", people.address), details)
    if head.stage is Stage.AGREEING:
        return _agreeing(facts, frame, details)
    results, more = _closed(head)
    return "The result is final.", results, (*more, Link("Reopen the round", _move(frame, head, "reopen")))


def _draft(facts: RoundFacts) -> tuple[str, str]:
    if not facts.participants:
        return "No partner takes part yet.", ""
    partners = count(len(facts.participants), "partner takes part", "partners take part")
    if facts.head.way is WayOfScoring.TOGETHER:
        return "", f"{partners}. When you are together in the room, start agreeing levels."
    named = sum(bool(participant.people) for participant in facts.participants)
    if not named:
        return "Nobody has been named yet to respond for a partner.", ""
    if named < len(facts.participants):
        return "", f"{partners}, and {named} of them {'has' if named == 1 else 'have'} somebody who responds."
    return "", f"{partners}, each with somebody who responds. The round is ready to open."


def _open(facts: RoundFacts, frame: CollaborativeFrame, people: Link, details: Link) -> Next:
    """Closing is the next thing only when everybody has submitted; before that it is there, and no more."""
    own = _own_responses(facts)
    close = _move(frame, facts.head, "close-responding")
    if facts.submitted == len(facts.participants):
        return "Every partner has submitted.", Link("Close responding and reveal", close), (*own, people, details)
    said = f"{facts.submitted} of {count(len(facts.participants), 'partner')} submitted so far."
    not_begun = sum(1 for participant in facts.participants if participant.people and not participant.has_begun)
    if not_begun:
        said += f" {not_begun} {'has' if not_begun == 1 else 'have'} not started."
    nobody = [participant.partner_name for participant in facts.participants if not participant.people]
    if nobody:
        said += f" Nobody responds for {'; '.join(nobody)}."
    second = Link("Close responding and reveal", close, is_button=True)
    if not any(participant.waiting for participant in facts.participants):
        return said, people, (second, *own, details)
    has_begun = any(participant.has_begun for participant in facts.participants)
    text = "Remind who has not submitted" if has_begun else "Tell the respondents"
    if facts.sent is not None:  # the buttons that write to everybody stand beside it
        text = "See who was written to"
    return said, Link(text, frame.to("messages", number=facts.head.number)), (second, *own, people, details)


def _agreeing(facts: RoundFacts, frame: CollaborativeFrame, details: Link) -> Next:
    head = facts.head
    agree = Link("Agree levels", url_for("agree.overview", collaborative=head.collaborative, number=head.number))
    close = Link("Close the round", _move(frame, head, "close"))
    back = [Link("Prepare the meeting", _prepare(head)), Link("Lead the room", _room(head, "facilitate")), details]
    if head.way is WayOfScoring.PARTNERS_FIRST:
        back.append(Link("Go back to responding", _move(frame, head, "reopen-responding")))
    if facts.recorded == facts.asked:
        return "Every criterion has a result. Close the round to make it final.", close, (agree, *back)
    said = f"{facts.recorded} of {count(facts.asked, 'criterion has', 'criteria have')} a result."
    return said, agree, (close, *back)


def _closed(head: RoundHead) -> tuple[Link, tuple[Link, ...]]:
    def to(endpoint: str) -> str:
        return url_for(endpoint, collaborative=head.collaborative, number=head.number)

    return Link("See the results", to("compare.results")), (Link("Read or download the report", to("share.report")),)


def _next_for_others(facts: RoundFacts) -> Next:
    head = facts.head
    if head.stage is Stage.CLOSED:
        results, more = _closed(head)
        return "The result is final.", results, more
    if head.stage is Stage.AGREEING:
        agree = url_for("agree.overview", collaborative=head.collaborative, number=head.number)
        if visitor().has_role(head.collaborative, Role.FACILITATOR):
            said = f"{facts.recorded} of {count(facts.asked, 'criterion has', 'criteria have')} a result."
            return (
                said,
                Link("Agree levels", agree),
                (
                    Link("Prepare the meeting", _prepare(head)),
                    Link("Lead the room", _room(head, "facilitate")),
                ),
            )
        if visitor().has_role(head.collaborative, Role.RESPONDENT):
            see = Link("See where the partners stand", agree)
            room = Link("Go to the room", _room(head, "room"))
            return "The partners are agreeing levels.", see, (Link("Prepare the meeting", _prepare(head)), room)
        return "The partners are agreeing levels. You can see the results when the round is closed.", None, ()
    own = _own_responses(facts)
    if own:
        return "The round is open for your response.", own[0], own[1:]
    return "The partners are responding. You can see the results when the round is closed.", None, ()


def _own_responses(facts: RoundFacts) -> tuple[Link, ...]:
    """Where the person responds in this round, what is still to submit first."""
    own = [
        (person.submitted_at is not None, participant)
        for participant in facts.participants
        for person in participant.people
        if person.account == visitor().account
    ]
    own.sort(key=lambda place: place[0])
    return tuple(
        Link(
            f"See your response for {participant.partner_name}"
            if has_submitted
            else f"Respond for {participant.partner_name}",
            url_for(
                "respond.task_list",
                collaborative=facts.head.collaborative,
                number=facts.head.number,
                partner=participant.partner,
            ),
        )
        for has_submitted, participant in own
    )


def _prepare(head: RoundHead) -> str:
    return url_for("prepare.overview", collaborative=head.collaborative, number=head.number)


def _room(head: RoundHead, screen: str) -> str:
    return url_for(f"room.{screen}", collaborative=head.collaborative, number=head.number)


def _move(frame: CollaborativeFrame, head: RoundHead, name: str) -> str:
    return frame.to("confirm_move", number=head.number, name=name)
