"""What the page of a round shows: where it is, what is next, and how far everyone has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import url_for

from maturity.core.participant import Participant, Seated
from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.persistence.queries.rounds import RoundHead
from maturity.web.access import facilitates
from maturity.web.design_system.words import count, day
from maturity.web.set_up.frame import CollaborativeFrame, dates_in_words, frame_of
from maturity.web.set_up.how_far import how_far, how_far_agreed, how_far_entered, is_entered, tells_entered
from maturity.web.set_up.post_pages import PostBox, mail_in_words, post_box, where_to_correct
from maturity.web.set_up.round_next import Link, RoundFacts, on_behalf_address, what_comes_next

STEPS: Final[Mapping[WayOfScoring, tuple[Stage, ...]]] = {
    WayOfScoring.PARTNERS_FIRST: (Stage.DRAFT, Stage.OPEN, Stage.AGREEING, Stage.CLOSED),
    WayOfScoring.TOGETHER: (Stage.DRAFT, Stage.AGREEING, Stage.CLOSED),
}

HAPPENED: Final[Mapping[str, str]] = {
    "open": "Opened for responses",
    "start-agreeing": "Started agreeing levels",
    "close-responding": "Closed responding and revealed the levels",
    "reopen-responding": "Went back to responding",
    "close": "Closed the round",
    "reopen": "Reopened the round",
}

_NEEDS_RESPONDENT: Final = "Needs a respondent"


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One step of the line from draft to closed."""

    label: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person who responds. `progress` is for leads, while the round is open: how far, never what.

    `role` is the person's in the partner, and `mail` what was sent to them, for leads where this service sends mail.
    `correct_address` leads to the email address where that was not delivered, and is empty elsewhere.
    """

    name: str
    role: str
    progress: str
    mail: str
    correct_address: str


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """One partner of the round, with its people. `status` and what goes with it are empty where they are not shown.

    `agreed` is how far a partner of several people has agreed its positions, and `entered` on how many criteria they
    were entered on its behalf. `choose` is what a lead reads where people could respond and nobody was chosen.
    `on_behalf` is where positions are entered for it, and `on_paper` the same where nobody responds and none is.
    """

    name: str
    type_label: str
    people: tuple[PersonLine, ...]
    status: str
    status_colour: str
    submitted: str
    agreed: str
    entered: str
    choose: Link | None
    on_behalf: str
    on_paper: str


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move of the round’s history."""

    what: str
    by: str
    when: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """One round. `action` is the one thing to do next, None where there is nothing to do but wait.

    `post` is what a lead can send now, None for anybody else and where no mail is sent; `sends_next` is whether that is
    the thing to do.
    """

    frame: CollaborativeFrame
    number: int
    label: str
    purpose: str
    matrix: str
    matrix_address: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[ProgressStep, ...]
    what_is_next: str
    action: Link | None
    more: tuple[Link, ...]
    participants: tuple[ParticipantLine, ...]
    shows_people: bool
    shows_progress: bool
    moves: tuple[MoveLine, ...]
    post: PostBox | None
    sends_next: bool
    version_address: str
    next_version: str


def round_page(facts: RoundFacts, *, now: datetime) -> RoundPage:
    """The page of a round for the person who is signed in."""
    head = facts.head
    frame = frame_of(head.collaborative, head.collaborative_name)
    post = None if facts.sent is None else post_box(frame, head, facts.participants, facts.sent, now=now)
    what_is_next, action, more = what_comes_next(facts, frame, to_prepare=0 if post is None else post.to_prepare)
    return RoundPage(
        frame=frame,
        number=head.number,
        label=head.label,
        purpose=head.purpose,
        matrix=f"{facts.matrix.title}, version {facts.matrix.version}",
        matrix_address=url_for("author.matrix", key=facts.matrix.key, version=facts.matrix.version),
        facts=_facts(head, "" if facts.sign_offs is None else facts.sign_offs.in_words),
        steps=_steps(head),
        what_is_next=what_is_next,
        action=action,
        more=more,
        participants=tuple(_participant_line(p, facts=facts, is_lead=frame.is_lead) for p in facts.participants),
        shows_people=head.way is WayOfScoring.PARTNERS_FIRST,
        shows_progress=frame.is_lead and head.stage is Stage.OPEN,
        moves=tuple(MoveLine(HAPPENED[move.name], move.by, move.moved_at, move.reason) for move in facts.moves),
        post=post,
        sends_next=post is not None and bool(post.to_invite or post.to_remind or (post.to_prepare and action is None)),
        version_address=frame.to("version", number=head.number),
        next_version=facts.next_version,
    )


def _facts(head: RoundHead, sign_off: str) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("How we score", head.way.label),
        ("Whose name is shown", head.naming.label),
        ("Planned for responses", dates_in_words(head.opens_on, head.closes_on)),
        ("Overall result", "Shown beside the profile" if head.shows_overall else ""),
        ("Closed on", day(head.closed_at)),
        ("Signed off", sign_off),
    )
    return tuple(pair for pair in pairs if pair[1])


def _steps(head: RoundHead) -> tuple[ProgressStep, ...]:
    stages = STEPS[head.way]
    here = stages.index(head.stage)
    return tuple(
        ProgressStep(label=stage.label, is_done=place < here, is_now=place == here)
        for place, stage in enumerate(stages)
    )


def _participant_line(participant: Participant, *, facts: RoundFacts, is_lead: bool) -> ParticipantLine:
    is_under_way = facts.head.stage in {Stage.DRAFT, Stage.OPEN}
    # How far another partner has come is for the lead alone until responding closes.
    sees_status = is_lead or not is_under_way
    status, colour = _status(participant, facts) if sees_status else ("", "")
    # Beside a dot that moved while the round was open again, a later date would name the partner.
    shows_date = facts.head.naming is not Naming.ANONYMOUS and (participant.is_complete or not is_under_way)
    submitted = sorted(p.submitted_at for p in participant.submitted if p.submitted_at) if shows_date else []
    naming, on_behalf = facts.head.naming, _on_behalf(participant, facts.head)
    shows_agreed = is_lead and facts.head.stage is Stage.OPEN and participant.agreeing.to_agree
    entered = how_far_entered(participant, naming, asked=facts.asked)
    shows_entered = sees_status and entered and tells_entered(participant, facts.head)
    return ParticipantLine(
        name=participant.partner_name,
        type_label=participant.partner_type_label,
        people=tuple(_person_line(person, participant, facts, is_lead=is_lead) for person in participant.people),
        status=status,
        status_colour=colour,
        submitted=_how_many_submitted(participant, submitted) if status else "",
        agreed=how_far_agreed(participant, naming) if shows_agreed else "",
        entered=f"Entered on its behalf: {entered} {'criterion' if facts.asked == 1 else 'criteria'}"
        if shows_entered
        else "",
        choose=_choose(participant, facts) if is_lead else None,
        on_behalf=on_behalf,
        on_paper=on_behalf if status == _NEEDS_RESPONDENT else "",
    )


def _person_line(person: Seated, participant: Participant, facts: RoundFacts, *, is_lead: bool) -> PersonLine:
    shows_progress = is_lead and facts.head.stage is Stage.OPEN
    role = ", ".join(
        said
        for said in (person.role_title, "partner’s lead" if person.is_partner_lead and participant.is_team else "")
        if said
    )
    return PersonLine(
        name=person.name,
        role=role,
        progress=_progress(person, facts.head.naming) if shows_progress else "",
        mail="" if facts.sent is None else mail_in_words(person, participant, facts.sent, facts.head.stage),
        correct_address="" if facts.sent is None else where_to_correct(person, participant, facts.sent, facts.head),
    )


def _choose(participant: Participant, facts: RoundFacts) -> Link | None:
    """Where a lead chooses who responds for a partner, where people could and nobody was chosen."""
    could = facts.could_respond.get(participant.partner, 0)
    if participant.people or not could:
        return None
    head = facts.head
    return Link(
        f"{count(could, 'person', 'people')} could respond: choose who",
        frame_of(head.collaborative, head.collaborative_name).to(
            "partner_people", number=head.number, partner=participant.partner
        ),
    )


def _progress(person: Seated, naming: Naming) -> str:
    """How far a person has come in what they are asked, and whether they submitted, such as “3 of 27 done”.

    Without names only whether they have begun and submitted.
    """
    if naming is Naming.ANONYMOUS:
        return how_far(person, naming).capitalize()
    if not person.progress.asked:
        return "Handed every domain to colleagues"
    submitted = ", submitted" if person.submitted_at else ""
    return f"{person.progress.in_words} done{submitted}"


def _how_many_submitted(participant: Participant, submitted: list[datetime]) -> str:
    """When the last of the people submitted, and until all have, how many of them."""
    if submitted:
        return f"on {day(submitted[-1])}"
    if participant.is_team and participant.submitted:
        return f"{len(participant.submitted)} of {len(participant.people)} people submitted"
    return ""


def _on_behalf(participant: Participant, head: RoundHead) -> str:
    """Where a lead or facilitator enters positions that came on paper; empty where that cannot be."""
    if head.way is not WayOfScoring.PARTNERS_FIRST or head.stage not in {Stage.OPEN, Stage.AGREEING}:
        return ""
    if not facilitates(head.collaborative):
        return ""
    return on_behalf_address(head, participant)


def _status(participant: Participant, facts: RoundFacts) -> tuple[str, str]:
    stage = facts.head.stage
    if stage is Stage.DRAFT:
        return ("Ready", "blue") if participant.people else (_NEEDS_RESPONDENT, "yellow")
    if participant.is_complete or (participant.submitted and stage is not Stage.OPEN):
        return "Submitted", "green"
    is_told = not participant.submitted and tells_entered(participant, facts.head)
    if is_told and (not participant.people or stage is not Stage.OPEN):
        is_done = is_entered(participant, facts.head.naming, asked=facts.asked)
        return "Entered on its behalf", "green" if is_done else "blue"
    if stage is not Stage.OPEN:
        return "Did not submit", "grey"
    if not participant.people:
        return _NEEDS_RESPONDENT, "yellow"
    return ("Started", "blue") if participant.has_begun else ("Not started", "white")
