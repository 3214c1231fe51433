"""What a partner organisation stands for on one criterion, reached from its people's responses."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.core.response import Answer, AnswerState, Confidence


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
