"""What the home page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from maturity.core.asked import Progress


@dataclass(frozen=True, slots=True)
class ResponseToGive:
    """A round in which the person responds for a partner. `progress` is told while it can be answered, else None."""

    address: str
    collaborative: str
    partner: str
    round_label: str
    closes_on: date | None
    submitted_at: datetime | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class PositionsToAgree:
    """A partner of which the person is the lead, where everybody has submitted and positions are left to agree."""

    address: str
    partner: str
    round_label: str
    agreed: int
    to_agree: int


@dataclass(frozen=True, slots=True)
class RoundToSign:
    """A closed round that waits to be signed off for a partner by the person."""

    address: str
    partner: str
    round_label: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A round in which levels are being agreed and the person takes part.

    `pre_reads` are a partner and the address of its pre-read. `prepare_address` is empty for who leads no room.
    """

    round_label: str
    collaborative: str
    room_is_open: bool
    room_address: str
    prepare_address: str
    pre_reads: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CollaborativeToOpen:
    """A collaborative in which the person has a role."""

    address: str
    name: str
    type_label: str
    rounds: int
    open_rounds: int


@dataclass(frozen=True, slots=True)
class RoundToLead:
    """A round under way that the person leads."""

    address: str
    collaborative: str
    label: str
    stage: str
    closes_on: date | None


@dataclass(frozen=True, slots=True)
class HomePage:
    """What waits for the person, then where they belong.

    `tells_example` is for the people of the worked example, and `comparison_address` is where the last two rounds of
    its second collaborative stand beside each other: empty for who belongs to no second one.
    """

    meetings: tuple[Meeting, ...]
    positions: tuple[PositionsToAgree, ...]
    to_sign: tuple[RoundToSign, ...]
    responses: tuple[ResponseToGive, ...]
    rounds_to_lead: tuple[RoundToLead, ...]
    collaboratives: tuple[CollaborativeToOpen, ...]
    may_set_up: bool
    may_author: bool
    tells_example: bool
    comparison_address: str
