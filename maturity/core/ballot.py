"""A private vote on one criterion in the room: one partner, one vote, hidden until it is revealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.core.response import AnswerState


@dataclass(frozen=True, slots=True)
class Vote:
    """How one partner votes. `level` is set when and only when `state` is LEVEL.

    `on_behalf` marks a vote that a facilitator entered for the partner, from paper or from the room.
    """

    state: AnswerState = AnswerState.NOT_ANSWERED
    level: int | None = None
    reason: str = ""
    on_behalf: bool = False

    def __post_init__(self) -> None:
        if (self.state is AnswerState.LEVEL) != (self.level is not None):
            raise ValueError("A vote has a level when, and only when, its state is “level”.")

    @property
    def is_in(self) -> bool:
        """Whether the partner has voted; a vote that was taken back has not."""
        return self.state is not AnswerState.NOT_ANSWERED


NO_VOTE: Final = Vote()
