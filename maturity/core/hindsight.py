"""Looking back: whether the level of the round before still looks right to those who agreed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class HindsightState(StrEnum):
    """What is said of the level of the round before."""

    STILL_RIGHT = "still-right"
    OTHERWISE = "otherwise"
    CANNOT_SAY = "cannot-say"
    NOT_ASKED = "not-asked"

    @property
    def label(self) -> str:
        """How the answer is shown."""
        return _LABELS[self]


_LABELS = {
    HindsightState.STILL_RIGHT: "It still looks right",
    HindsightState.OTHERWISE: "It looks otherwise now",
    HindsightState.CANNOT_SAY: "We cannot say",
    HindsightState.NOT_ASKED: "Not answered",
}


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What a collaborative says now of a level that it recorded in the round before.

    `level` is on the scale of that round's matrix version, and there when and only when it looks otherwise now. What
    was recorded then stays as it was.
    """

    state: HindsightState = HindsightState.NOT_ASKED
    level: int | None = None
    reason: str = ""

    @property
    def is_said(self) -> bool:
        """Whether the question was answered, with the reason that another level needs."""
        if self.state is HindsightState.OTHERWISE:
            return bool(self.reason.strip())
        return self.state is not HindsightState.NOT_ASKED


NOTHING_SAID: Final = Hindsight()


@dataclass(frozen=True)
class LookingBack:
    """What was said in one round of the levels of an earlier one, whose number is `round_number`, by criterion id."""

    round_number: int
    said: Mapping[str, Hindsight] = field(default_factory=dict)

    def on(self, criterion_id: str) -> Hindsight:
        """What is said of one criterion; nothing where the question was not answered, or lacks its reason."""
        found = self.said.get(criterion_id, NOTHING_SAID)
        return found if found.is_said else NOTHING_SAID

    def count(self, state: HindsightState) -> int:
        """Of how many criteria that is said."""
        return sum(1 for each in self.said.values() if each.is_said and each.state is state)

    @property
    def otherwise(self) -> Mapping[str, int]:
        """The level that looks right now, by the id of each criterion whose level looks otherwise."""
        return {
            criterion_id: each.level
            for criterion_id, each in self.said.items()
            if each.is_said and each.level is not None
        }
