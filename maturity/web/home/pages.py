"""What the home page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ResponseToGive:
    """A round in which the person responds for a partner."""

    address: str
    collaborative: str
    partner: str
    round_label: str
    closes_on: date | None
    submitted_at: datetime | None
    is_open: bool


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
    """What waits for the person, then where they belong."""

    responses: tuple[ResponseToGive, ...]
    rounds_to_lead: tuple[RoundToLead, ...]
    collaboratives: tuple[CollaborativeToOpen, ...]
    may_set_up: bool
