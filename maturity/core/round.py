"""The stages of a round and the moves allowed between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """Where a round is. Only a closed round has a result."""

    DRAFT = "draft"
    OPEN = "open"
    AGREEING = "agreeing"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """How the stage is shown."""
        return _STAGE_LABELS[self]


_STAGE_LABELS = {
    Stage.DRAFT: "Draft",
    Stage.OPEN: "Open for responses",
    Stage.AGREEING: "Agreeing levels",
    Stage.CLOSED: "Closed",
}


class WayOfScoring(StrEnum):
    """Whether partners respond on their own first, or the collaborative records levels together in one room."""

    PARTNERS_FIRST = "partners-first"
    TOGETHER = "together"

    @property
    def label(self) -> str:
        """How the way of scoring is shown."""
        return _WAY_LABELS[self]


_WAY_LABELS = {
    WayOfScoring.PARTNERS_FIRST: "Each partner responds first, then the collaborative agrees",
    WayOfScoring.TOGETHER: "The collaborative agrees levels together in one room",
}


class Naming(StrEnum):
    """Under whose name the partners' levels are shown once they are revealed. Fixed when the round opens."""

    NAMED = "named"
    PARTNER_ONLY = "partner-only"
    ANONYMOUS = "anonymous"

    @property
    def label(self) -> str:
        """How the choice is shown."""
        return _NAMING_LABELS[self]

    @property
    def meaning(self) -> str:
        """What it means for who responds, in a sentence or two."""
        return _NAMING_MEANINGS[self]

    def vote_is_shown(self, partner_name: str, *, on_behalf: bool = False) -> str:
        """Under whose name a vote is shown once it is revealed, as the end of a sentence to whoever sends it."""
        if self is Naming.ANONYMOUS:
            return "without a name"
        if self is Naming.PARTNER_ONLY:
            entered = ", as entered on its behalf" if on_behalf else ""
            return f"under the name of {partner_name}{entered}, and without yours"
        if on_behalf:
            return f"under the name of {partner_name}, as entered by you"
        return f"under the name of {partner_name} and your own"

    def dissent_is_shown(self, partner_name: str) -> str:
        """Under whose name a dissent is shown, as the end of a sentence: never under that of a person."""
        if self is Naming.ANONYMOUS:
            return "without a name"
        return f"under the name of {partner_name}, and without yours"


_NAMING_LABELS = {
    Naming.NAMED: "The partner’s name and the person’s name",
    Naming.PARTNER_ONLY: "The partner’s name only",
    Naming.ANONYMOUS: "No name",
}
_NAMING_MEANINGS = {
    Naming.NAMED: (
        "Beside each level and reason stands the partner’s name, and the name of the person who gave it or agreed it "
        "for the partner. The median of several people has the partner’s name only."
    ),
    Naming.PARTNER_ONLY: "Beside each level and reason stands the partner’s name. No person is named.",
    Naming.ANONYMOUS: (
        "Levels and reasons are shown without a name, in an order that gives nobody away. Each partner can tell its "
        "own. With few partners a reason may still show who wrote it, and so may an answer that one partner alone "
        "changes after the levels were shown. Levels are not shown before three partners are in, or all "
        "where fewer take part."
    ),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed change of stage. `needs_reason` marks a step back, which has to be explained."""

    name: str
    from_stage: Stage
    to_stage: Stage
    ways: frozenset[WayOfScoring]
    needs_reason: bool = False


_BOTH = frozenset(WayOfScoring)
_PARTNERS = frozenset({WayOfScoring.PARTNERS_FIRST})
_TOGETHER = frozenset({WayOfScoring.TOGETHER})

MOVES: Final[Mapping[str, Move]] = {
    move.name: move
    for move in (
        Move("open", Stage.DRAFT, Stage.OPEN, _PARTNERS),
        Move("start-agreeing", Stage.DRAFT, Stage.AGREEING, _TOGETHER),
        Move("close-responding", Stage.OPEN, Stage.AGREEING, _PARTNERS),
        Move("reopen-responding", Stage.AGREEING, Stage.OPEN, _PARTNERS, needs_reason=True),
        Move("close", Stage.AGREEING, Stage.CLOSED, _BOTH),
        Move("reopen", Stage.CLOSED, Stage.AGREEING, _BOTH, needs_reason=True),
    )
}


def check_move(name: str, *, stage: Stage, way: WayOfScoring, reason: str) -> Move:
    """The move, if a round at this stage may make it; raises `MoveNotAllowed` or `ReasonNeeded`."""
    move = MOVES.get(name)
    if move is None or move.from_stage is not stage or way not in move.ways:
        raise MoveNotAllowed(name, stage)
    if move.needs_reason and not reason.strip():
        raise ReasonNeeded(move)
    return move


class MoveNotAllowed(ValueError):
    """A round was asked to make a move that its stage does not allow."""

    def __init__(self, name: str, stage: Stage) -> None:
        self.name = name
        super().__init__(f"This round is at “{stage.label}”, where this step cannot be taken.")


class ReasonNeeded(ValueError):
    """A step back was asked for without saying why."""

    def __init__(self, move: Move) -> None:
        what = "is being reopened" if move.from_stage is Stage.CLOSED else "goes back to responding"
        super().__init__(f"Say why the round {what}.")
