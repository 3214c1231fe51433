"""What is next in a round: the one thing to do, for a lead and for everyone else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from maturity.core.ballot import could_be_told
from maturity.core.matrix import Matrix
from maturity.core.participant import Participant, why_levels_not_revealed
from maturity.core.record.sign_off import SignOffs
from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.core.wording import listed
from maturity.persistence.queries.messages import Delivery, Place
from maturity.persistence.queries.rooms import RoomState
from maturity.persistence.queries.rounds import MoveFacts, RoundHead
from maturity.persistence.rows.account import Role
from maturity.web.access import visitor
from maturity.web.design_system.words import count, day
from maturity.web.set_up.frame import CollaborativeFrame
from maturity.web.set_up.how_far import entered_for, is_entered, left_to_agree


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
    `could_respond` counts who could, by partner, for the lead of a draft, and `follows` is the round from which it was
    filled in who responds, empty where there was none. `next_version` is the
    published version that a lead can move it to, empty where there is none. `room` is the one of the round while levels
    are agreed, None before it was opened. `sign_offs` are of a closed round, or of one that was signed and reopened.
    `compares_with` is the last closed round before a closed one, None where there is none.
    """

    head: RoundHead
    participants: Sequence[Participant]
    moves: Sequence[MoveFacts]
    matrix: Matrix
    asked: int
    recorded: int
    sent: Mapping[Place, Delivery] | None = None
    could_respond: Mapping[int, int] = field(default_factory=dict)
    room: RoomState | None = None
    sign_offs: SignOffs | None = None
    follows: str = ""
    next_version: str = ""
    compares_with: RoundHead | None = None

    @property
    def submitted(self) -> int:
        """How many partners have submitted: all of their people have."""
        return sum(participant.is_complete for participant in self.participants)

    @property
    def to_choose(self) -> tuple[Participant, ...]:
        """The partners of a draft for which people could respond and nobody was chosen."""
        return tuple(p for p in self.participants if not p.people and self.could_respond.get(p.partner))


Next = tuple[str, Link | None, tuple[Link, ...]]
"""What there is to say, the one thing to do, and what else can be done."""


def what_comes_next(facts: RoundFacts, frame: CollaborativeFrame, *, to_prepare: int) -> Next:
    """What is next in a round for the person who is signed in; `to_prepare` people can be sent the pre-read now."""
    return _next_for_lead(facts, frame, to_prepare) if frame.is_lead else _next_for_others(facts)


def _next_for_lead(facts: RoundFacts, frame: CollaborativeFrame, to_prepare: int) -> Next:
    head = facts.head
    people = Link("Choose who takes part", frame.to("participants", number=head.number))
    details = Link("Change the details", frame.to("edit_round", number=head.number))
    if head.stage is Stage.DRAFT:
        missing, ready = _draft(facts)
        discard = Link("Discard this draft", frame.to("confirm_discard", number=head.number))
        if head.matrix_retired_at is not None:
            choose = Link("Choose another version", details.address)
            return _retired(head), choose, (people, discard)
        if missing:
            return missing, people, (details, discard)
        move = Link("Open the round", _move(frame, head, "open"))
        if head.way is WayOfScoring.TOGETHER:
            move = Link("Start agreeing levels", _move(frame, head, "start-agreeing"))
        return ready, move, (people, details, discard)
    if head.stage is Stage.OPEN:
        return _open(facts, frame, Link("Change who takes part", people.address), details)
    if head.stage is Stage.AGREEING:
        return _agreeing(facts, frame, details, to_prepare)
    results, more = _closed(facts)
    return "The result is final.", results, (*more, Link("Reopen the round", _move(frame, head, "reopen")))


def _retired(head: RoundHead) -> str:
    return (
        f"“{head.matrix_title}” was retired on {day(head.matrix_retired_at)}, so this round cannot be opened with the "
        "version that it was set up with. Choose another one."
    )


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
        said = f"{partners}, and {named} of them {'has' if named == 1 else 'have'} somebody who responds."
        if facts.to_choose:
            said += f" Choose who responds for {listed([each.partner_name for each in facts.to_choose])}."
        said += " Once the round is open, positions can be entered from paper where nobody responds."
        return "", f"{said}{_filled_in(facts)}"
    return "", f"{partners}, each with somebody who responds. The round is ready to open.{_filled_in(facts)}"


def _filled_in(facts: RoundFacts) -> str:
    """That who responds is filled in, to be checked, where there was a round before."""
    return (
        f" Who responds is offered as it was in “{facts.follows}”. Check it before you open." if facts.follows else ""
    )


def _open(facts: RoundFacts, frame: CollaborativeFrame, people: Link, details: Link) -> Next:
    """Closing is the next thing only when nobody is waited for; before that it is there, and no more."""
    own = _own_responses(facts)
    close = _move(frame, facts.head, "close-responding")
    second = Link("Close responding and reveal", close, is_button=True)
    messages = frame.to("messages", number=facts.head.number)
    nobody = [participant for participant in facts.participants if not participant.people]
    entered = [each for each in nobody if is_entered(each, facts.head.naming, asked=facts.asked)]
    agreeing = [participant for participant in facts.participants if participant.agrees_next is not None]
    if facts.submitted + len(entered) == len(facts.participants):
        said = (
            "Every partner has submitted, or was entered on its behalf." if entered else "Every partner has submitted."
        )
        if not agreeing and (why := why_levels_not_revealed(facts.head.naming, facts.participants)):
            return f"{said} {why}", people, (*own, Link("See the messages", messages), details)
        if not agreeing:
            see = Link("See the messages", messages)
            return said, Link("Close responding and reveal", close), (*own, see, people, details)
        text = "Remind who has positions to agree" if facts.sent is None else "See who was written to"
        return f"{said} {_left_to_agree(facts, agreeing)}", Link(text, messages), (second, *own, people, details)
    said = _how_many_are_in(facts, agreeing)
    is_waiting = any(participant.waiting for participant in facts.participants)
    if not is_waiting and not agreeing:
        paper = [_from_paper(facts.head, each) for each in nobody if each not in entered]
        sent = sum(1 for participant in facts.participants if participant.submitted)
        if facts.head.naming is Naming.ANONYMOUS and could_be_told(sent=sent, entered=len(nobody)):
            paper = []  # what would be entered keeps the levels hidden: they have to submit themselves
        if paper and all(each.entered for each in nobody):  # whoever answers on paper needs nobody who responds
            return said, paper[0], (second, *own, *paper[1:], people, Link("See the messages", messages), details)
        return said, people, (second, *paper, *own, Link("See the messages", messages), details)
    has_begun = any(participant.has_begun for participant in facts.participants)
    text = "Remind who has not submitted" if has_begun else "Tell the respondents"
    if not is_waiting:
        text = "Remind who has positions to agree"
    if facts.sent is not None:  # the buttons that write to everybody stand beside it
        text = "See who was written to"
    return said, Link(text, messages), (second, *own, people, details)


def _from_paper(head: RoundHead, participant: Participant) -> Link:
    """Where a lead enters the positions of a partner for which nobody responds."""
    text = f"Enter the {'other ' if participant.entered else ''}positions of {participant.partner_name} from paper"
    return Link(text, on_behalf_address(head, participant))


def on_behalf_address(head: RoundHead, participant: Participant) -> str:
    """Where positions are entered on behalf of a partner."""
    return url_for(
        "respond.on_behalf", collaborative=head.collaborative, number=head.number, partner=participant.partner
    )


def _how_many_are_in(facts: RoundFacts, agreeing: Sequence[Participant]) -> str:
    """How many partners have submitted, and what keeps the others."""
    said = f"{facts.submitted} of {count(len(facts.participants), 'partner')} submitted so far."
    not_begun = sum(1 for participant in facts.participants if participant.people and not participant.has_begun)
    if not_begun:
        said += f" {not_begun} {'has' if not_begun == 1 else 'have'} not started."
    nobody = [participant for participant in facts.participants if not participant.people]
    entered = [entered_for(each, facts.head.naming, asked=facts.asked) for each in nobody if each.entered]
    if entered:
        said += f" Positions entered on behalf of {'; '.join(entered)}."
    without = [each.partner_name for each in nobody if not each.entered]
    if without:
        said += f" Nobody responds for {'; '.join(without)}."
    return f"{said} {_left_to_agree(facts, agreeing)}".strip()


def _left_to_agree(facts: RoundFacts, agreeing: Sequence[Participant]) -> str:
    if not agreeing:
        return ""
    return f"Left to agree: {'; '.join(left_to_agree(each, facts.head.naming) for each in agreeing)}."


def _agreeing(facts: RoundFacts, frame: CollaborativeFrame, details: Link, to_prepare: int) -> Next:
    """Prepare, send the pre-read, meet in the room, close: the next of them first, and the others in that order."""
    head = facts.head
    agree = Link("Agree levels", url_for("agree.overview", collaborative=head.collaborative, number=head.number))
    prepare, room = Link("Prepare the meeting", _prepare(head)), Link("Lead the room", _room(head, "facilitate"))
    close = Link("Close the round", _move(frame, head, "close"))
    back = [details]
    if head.way is WayOfScoring.PARTNERS_FIRST:
        back.append(Link("Go back to responding", _move(frame, head, "reopen-responding")))
    if facts.recorded == facts.asked:
        said = "Every criterion has a result. Close the round to make it final."
        return said, close, (prepare, room, agree, *back)
    said, action = _next_in_meeting(facts, prepare=prepare, room=room, agree=agree, to_prepare=to_prepare)
    rest = [link for link in (prepare, room, close, agree) if link != action]
    return said, action, (*rest, *back)


def _next_in_meeting(
    facts: RoundFacts, *, prepare: Link, room: Link, agree: Link, to_prepare: int = 0
) -> tuple[str, Link | None]:
    """What there is to say before everything has a result, and what to do: None where it is to send the pre-read."""
    said = f"{facts.recorded} of {count(facts.asked, 'criterion has', 'criteria have')} a result."
    if facts.head.way is WayOfScoring.TOGETHER:
        return said, agree
    if facts.room is not None:
        return f"{said} The room is open." if facts.room.is_open else said, room
    if facts.head.meeting_minutes is None:
        return f"{said} Prepare the meeting: what to talk about, and for how long.", prepare
    if to_prepare:
        return f"{said} The agenda is made. Send everybody the pre-read before you meet.", None
    return f"{said} Open the room when you meet.", room


def _closed(facts: RoundFacts) -> tuple[Link, tuple[Link, ...]]:
    head, earlier = facts.head, facts.compares_with

    def to(endpoint: str) -> str:
        return url_for(endpoint, collaborative=head.collaborative, number=head.number)

    report = Link("Read or download the report", to("share.report"))
    comparison: tuple[Link, ...] = ()
    if earlier is not None:
        # “from” is a keyword of the language, so it cannot be written as the name of an argument.
        where: dict[str, Any] = {"from": earlier.number, "to": head.number}
        address = url_for("compare.compare", collaborative=head.collaborative, **where)
        comparison = (Link(f"Compare with {earlier.label}", address),)
    return Link("See the results", to("compare.results")), (
        *comparison,
        report,
        Link("Sign-off by the partners", to("sign_off.overview")),
    )


def _next_for_others(facts: RoundFacts) -> Next:
    head = facts.head
    if head.stage is Stage.CLOSED:
        results, more = _closed(facts)
        return "The result is final.", results, more
    if head.stage is Stage.AGREEING:
        agree = url_for("agree.overview", collaborative=head.collaborative, number=head.number)
        if visitor().has_role(head.collaborative, Role.FACILITATOR):
            prepare, room = (
                Link("Prepare the meeting", _prepare(head)),
                Link("Lead the room", _room(head, "facilitate")),
            )
            levels = Link("Agree levels", agree)
            said, action = _next_in_meeting(facts, prepare=prepare, room=room, agree=levels)
            return said, action, tuple(link for link in (prepare, room, levels) if link != action)
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
