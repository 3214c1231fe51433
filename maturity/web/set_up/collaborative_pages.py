"""What the pages of a collaborative itself show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maturity.core.round import Stage
from maturity.persistence.queries.collaboratives import CollaborativeFacts, PartnerFacts, PersonFacts
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.account import Role
from maturity.usecases.set_up import CollaborativeDetails
from maturity.web.design_system.words import count, day
from maturity.web.set_up.frame import STAGE_COLOURS, CollaborativeFrame, frame_of, planned_in_words
from maturity.web.set_up.stale import StaleLine


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round of the list. `note` says what matters about it at its stage."""

    address: str
    label: str
    stage_label: str
    stage_colour: str
    matrix: str
    note: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting up. `is_ready` is false while an earlier step has to come first."""

    address: str
    title: str
    hint: str
    status: str
    is_done: bool
    is_ready: bool


@dataclass(frozen=True, slots=True)
class PartnerName:
    """A partner on the overview."""

    name: str
    type_label: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """A collaborative with its rounds, partners and people. `steps` is there until the first round is."""

    frame: CollaborativeFrame
    type_label: str
    footprint_label: str
    region: str
    icbs: tuple[str, ...]
    rounds: tuple[RoundLine, ...]
    closed_rounds: int
    partners: tuple[PartnerName, ...]
    former_partners: int
    leads: tuple[str, ...]
    people: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class CollaborativeFormPage:
    """The form for a collaborative. `frame` is None for a new one; `stale` is there when a save was stale."""

    frame: CollaborativeFrame | None
    saves_to: str
    back_address: str
    stale: tuple[StaleLine, ...] = ()


def overview_page(
    facts: CollaborativeFacts,
    *,
    rounds: Sequence[RoundHead],
    partners: Sequence[PartnerFacts],
    people: Sequence[PersonFacts],
    today: date,
) -> OverviewPage:
    """The overview for the person who is signed in. Only leads see drafts."""
    frame = frame_of(facts.id, facts.name)
    shown = [head for head in rounds if frame.is_lead or head.stage is not Stage.DRAFT]
    current = [partner for partner in partners if not partner.has_left_before(today)]
    return OverviewPage(
        frame=frame,
        type_label=facts.type.label,
        footprint_label=facts.footprint.label,
        region=facts.region,
        icbs=facts.icbs,
        rounds=tuple(_round_line(head, frame) for head in shown),
        closed_rounds=sum(head.stage is Stage.CLOSED for head in shown),
        partners=tuple(PartnerName(partner.name, partner.type.label) for partner in current),
        former_partners=len(partners) - len(current),
        leads=tuple(person.name for person in people if person.role is Role.LEAD and person.is_in_force),
        people=_people_in_words(people),
        steps=_steps(frame, partners=len(current), people=people) if frame.is_lead and not rounds else (),
    )


def _round_line(head: RoundHead, frame: CollaborativeFrame) -> RoundLine:
    note = planned_in_words(head.opens_on, head.closes_on)
    if head.stage is Stage.CLOSED:
        note = f"Closed on {day(head.closed_at)}"
    return RoundLine(
        address=frame.to("round_page", number=head.number),
        label=head.label,
        stage_label=head.stage.label,
        stage_colour=STAGE_COLOURS[head.stage],
        matrix=f"{head.matrix_title}, version {head.matrix_version_name}",
        note=note,
    )


def _people_in_words(people: Sequence[PersonFacts]) -> str:
    numbers = [(role, len({p.account for p in people if p.role is role and not p.is_waiting})) for role in Role]
    return ", ".join(count(number, role.value) for role, number in numbers if number)


def _steps(frame: CollaborativeFrame, *, partners: int, people: Sequence[PersonFacts]) -> tuple[Step, ...]:
    respondents = sum(person.role is Role.RESPONDENT for person in people)
    return (
        Step(
            address=frame.to("partners") if partners else frame.to("new_partner"),
            title="Add the partner organisations",
            hint="Everyone who takes part, NHS body or not.",
            status=f"{partners} added" if partners else "To do",
            is_done=partners > 0,
            is_ready=True,
        ),
        Step(
            address=frame.to("people") if respondents else frame.to("new_person"),
            title="Add the people who respond for them",
            hint="One for each partner. If you score together in one room, nobody needs to respond beforehand.",
            status=f"{respondents} added" if respondents else "To do",
            is_done=respondents > 0,
            is_ready=partners > 0,
        ),
        Step(
            address=frame.to("new_round"),
            title="Set up the first round",
            hint="Choose a matrix, say what the round is for, and check who takes part.",
            status="To do",
            is_done=False,
            is_ready=partners > 0,
        ),
    )


def stale_lines(facts: CollaborativeFacts, mine: CollaborativeDetails) -> tuple[StaleLine, ...]:
    """What is there now beside what was entered."""
    return (
        StaleLine("Name", facts.name, mine.name),
        StaleLine("Type", facts.type.label, mine.type.label),
        StaleLine("Footprint", facts.footprint.label, mine.footprint.label),
        StaleLine("Region", facts.region, mine.region),
        StaleLine("Integrated care boards", "\n".join(facts.icbs), "\n".join(mine.icbs)),
    )
