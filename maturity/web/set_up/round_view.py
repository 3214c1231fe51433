"""What the page of a round shows: where it is, what is next, and how far everyone has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import url_for

from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.rounds import MoveFacts, Participant, RoundHead
from maturity.persistence.rows.account import Role
from maturity.web.access import visitor
from maturity.web.design_system.words import count, day
from maturity.web.set_up.frame import CollaborativeFrame, dates_in_words, frame_of

STEPS: Final[Mapping[WayOfScoring, tuple[Stage, ...]]] = {
    WayOfScoring.PARTNERS_FIRST: (Stage.DRAFT, Stage.OPEN, Stage.AGREEING, Stage.CLOSED),
    WayOfScoring.TOGETHER: (Stage.DRAFT, Stage.AGREEING, Stage.CLOSED),
}

HAPPENED: Final[Mapping[str, str]] = {
    "open": "Opened for responses",
    "start-agreeing": "Started agreeing levels",
    "close-responding": "Closed responding",
    "reopen-responding": "Went back to responding",
    "close": "Closed the round",
    "reopen": "Reopened the round",
}


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One step of the line from draft to closed."""

    label: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go from the page of a round."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """One partner of the round. `progress` is shown to leads only, while the round is open: how far, never what."""

    name: str
    type_label: str
    person: str
    progress: str
    status: str
    status_colour: str
    submitted: str


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move of the round’s history."""

    what: str
    by: str
    when: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """One round. `action` is the one thing to do next, None where there is nothing to do but wait."""

    frame: CollaborativeFrame
    number: int
    label: str
    purpose: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[ProgressStep, ...]
    what_is_next: str
    action: Link | None
    more: tuple[Link, ...]
    participants: tuple[ParticipantLine, ...]
    shows_people: bool
    shows_progress: bool
    moves: tuple[MoveLine, ...]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """Everything that the page of a round is made from. `recorded` counts criteria with an agreed result."""

    head: RoundHead
    participants: Sequence[Participant]
    moves: Sequence[MoveFacts]
    asked: int
    recorded: int

    @property
    def submitted(self) -> int:
        """How many partners have submitted."""
        return sum(participant.submitted_at is not None for participant in self.participants)


def round_page(facts: RoundFacts) -> RoundPage:
    """The page of a round for the person who is signed in."""
    head = facts.head
    frame = frame_of(head.collaborative, head.collaborative_name)
    what_is_next, action, more = _next_for_lead(facts, frame) if frame.is_lead else _next_for_others(facts)
    return RoundPage(
        frame=frame,
        number=head.number,
        label=head.label,
        purpose=head.purpose,
        facts=_facts(head),
        steps=_steps(head),
        what_is_next=what_is_next,
        action=action,
        more=more,
        participants=tuple(_participant_line(p, facts=facts, is_lead=frame.is_lead) for p in facts.participants),
        shows_people=head.way is WayOfScoring.PARTNERS_FIRST,
        shows_progress=frame.is_lead and head.stage is Stage.OPEN,
        moves=tuple(MoveLine(HAPPENED[move.name], move.by, move.moved_at, move.reason) for move in facts.moves),
    )


def _facts(head: RoundHead) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("Matrix", head.matrix_title),
        ("How we score", head.way.label),
        ("Responding", dates_in_words(head.opens_on, head.closes_on)),
        ("Overall result", "Shown beside the profile" if head.shows_overall else ""),
        ("Closed on", day(head.closed_at)),
    )
    return tuple(pair for pair in pairs if pair[1])


def _steps(head: RoundHead) -> tuple[ProgressStep, ...]:
    stages = STEPS[head.way]
    here = stages.index(head.stage)
    return tuple(
        ProgressStep(label=stage.label, is_done=place < here, is_now=place == here)
        for place, stage in enumerate(stages)
    )


_Next = tuple[str, Link | None, tuple[Link, ...]]


def _next_for_lead(facts: RoundFacts, frame: CollaborativeFrame) -> _Next:
    head = facts.head
    people = Link("Choose who takes part", frame.to("participants", number=head.number))
    details = Link("Change the details", frame.to("edit_round", number=head.number))
    if head.stage is Stage.DRAFT:
        missing, ready = _draft(facts)
        if missing:
            return missing, people, (details,)
        move = Link("Open the round", _move(frame, head, "open"))
        if head.way is WayOfScoring.TOGETHER:
            move = Link("Start agreeing levels", _move(frame, head, "start-agreeing"))
        return ready, move, (people, details)
    if head.stage is Stage.OPEN:
        said = f"{facts.submitted} of {count(len(facts.participants), 'partner')} submitted so far."
        if facts.submitted == len(facts.participants):
            said = "Every partner has submitted."
        close = Link("Close responding", _move(frame, head, "close-responding"))
        return said, close, (*_own_responses(facts), Link("Change who takes part", people.address), details)
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
    named = sum(participant.respondent is not None for participant in facts.participants)
    if not named:
        return "Nobody has been named yet to respond for a partner.", ""
    if named < len(facts.participants):
        return "", f"{partners}, and {named} of them {'has' if named == 1 else 'have'} somebody who responds."
    return "", f"{partners}, each with somebody who responds. The round is ready to open."


def _agreeing(facts: RoundFacts, frame: CollaborativeFrame, details: Link) -> _Next:
    head = facts.head
    agree = Link("Agree levels", url_for("agree.overview", collaborative=head.collaborative, number=head.number))
    close = Link("Close the round", _move(frame, head, "close"))
    back = [details]
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


def _next_for_others(facts: RoundFacts) -> _Next:
    head = facts.head
    if head.stage is Stage.CLOSED:
        results, more = _closed(head)
        return "The result is final.", results, more
    if head.stage is Stage.AGREEING:
        if visitor().has_role(head.collaborative, Role.RESPONDENT):
            agree = url_for("agree.overview", collaborative=head.collaborative, number=head.number)
            return "The partners are agreeing levels.", Link("See where the partners stand", agree), ()
        return "The partners are agreeing levels. You can see the results when the round is closed.", None, ()
    own = _own_responses(facts)
    if own:
        return "The round is open for your response.", own[0], own[1:]
    return "The partners are responding. You can see the results when the round is closed.", None, ()


def _own_responses(facts: RoundFacts) -> tuple[Link, ...]:
    """Where the person responds in this round, what is still to submit first."""
    own = [participant for participant in facts.participants if participant.account == visitor().account]
    own.sort(key=lambda participant: participant.submitted_at is not None)
    return tuple(
        Link(
            f"See your response for {participant.partner_name}"
            if participant.submitted_at
            else f"Respond for {participant.partner_name}",
            url_for(
                "respond.task_list",
                collaborative=facts.head.collaborative,
                number=facts.head.number,
                partner=participant.partner,
            ),
        )
        for participant in own
    )


def _participant_line(participant: Participant, *, facts: RoundFacts, is_lead: bool) -> ParticipantLine:
    is_under_way = facts.head.stage in {Stage.DRAFT, Stage.OPEN}
    # How far another partner has come is for the lead alone until responding closes.
    status, colour = _status(participant, facts.head.stage) if is_lead or not is_under_way else ("", "")
    return ParticipantLine(
        name=participant.partner_name,
        type_label=participant.partner_type_label,
        person=participant.person_name or "Nobody yet",
        progress=f"{participant.dealt_with} of {facts.asked}" if participant.respondent else "–",
        status=status,
        status_colour=colour,
        submitted=f"on {day(participant.submitted_at)}" if status and participant.submitted_at else "",
    )


def _status(participant: Participant, stage: Stage) -> tuple[str, str]:
    if stage is Stage.DRAFT:
        return ("Ready", "blue") if participant.respondent else ("Needs a respondent", "yellow")
    if participant.submitted_at is not None:
        return "Submitted", "green"
    if stage is not Stage.OPEN:
        return "Did not submit", "grey"
    if participant.respondent is None:
        return "Needs a respondent", "yellow"
    return ("Started", "blue") if participant.dealt_with else ("Not started", "white")


def _move(frame: CollaborativeFrame, head: RoundHead, name: str) -> str:
    return frame.to("confirm_move", number=head.number, name=name)
