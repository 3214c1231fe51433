"""What a partner organisation stands for on one criterion, reached from its people's responses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maturity.core.response import Answer, AnswerState, Confidence


class PositionOrigin(StrEnum):
    """How a position was reached: it is said with the position wherever a position is explained."""

    RESPONDENT = "respondent"
    AGREED = "agreed"
    MEDIAN = "median"
    FACILITATOR = "facilitator"

    @property
    def label(self) -> str:
        """How the origin is shown."""
        return _ORIGIN_LABELS[self]

    @property
    def is_settled(self) -> bool:
        """Whether a person decided it for the partner, so that closing responding again leaves it as it is."""
        return self in {PositionOrigin.AGREED, PositionOrigin.FACILITATOR}


_ORIGIN_LABELS = {
    PositionOrigin.RESPONDENT: "The response of the one person who submitted",
    PositionOrigin.AGREED: "Agreed inside the partner",
    PositionOrigin.MEDIAN: "The median of those who submitted; the partner has not agreed a level",
    PositionOrigin.FACILITATOR: "Entered for the partner by a facilitator",
}


@dataclass(frozen=True, slots=True)
class Position:
    """One partner's own level on one criterion. `partner` is the partner's id, `partner_name` as known in the round.

    `level` is set when and only when `state` is LEVEL.
    """

    partner: int
    partner_name: str
    state: AnswerState
    level: int | None = None
    reason: str = ""
    confidence: Confidence | None = None
    evidence: str = ""

    def __post_init__(self) -> None:
        if (self.state is AnswerState.LEVEL) != (self.level is not None):
            raise ValueError("A position has a level when, and only when, its state is “level”.")


def position_of_single_respondent(*, partner: int, partner_name: str, answer: Answer) -> Position:
    """With one respondent a partner's position is that person's response, and no answer where that does not count."""
    return Position(
        partner=partner,
        partner_name=partner_name,
        state=answer.state if answer.counts else AnswerState.NOT_ANSWERED,
        level=answer.level,
        reason=answer.reason,
        confidence=answer.confidence,
        evidence=answer.evidence,
    )
