"""Looking back: whether the level of the round before still looks right to those who agreed it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
