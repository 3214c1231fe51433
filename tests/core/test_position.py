"""What a partner stands for on one criterion."""

from __future__ import annotations

import pytest

from maturity.core.position import Position, position_of_single_respondent
from maturity.core.response import Answer, AnswerState, Confidence


def test_with_one_respondent_a_position_says_what_that_person_said() -> None:
    answer = Answer(
        state=AnswerState.LEVEL,
        level=3,
        reason="Weekly lists.",
        confidence=Confidence.HIGH,
        evidence="Minutes",
        elements=frozenset({"e"}),
    )
    assert position_of_single_respondent(partner=7, partner_name="Alder Vale Trust", answer=answer) == Position(
        partner=7,
        partner_name="Alder Vale Trust",
        state=AnswerState.LEVEL,
        level=3,
        reason="Weekly lists.",
        confidence=Confidence.HIGH,
        evidence="Minutes",
    )


@pytest.mark.parametrize("state", [s for s in AnswerState if s is not AnswerState.LEVEL])
def test_an_empty_state_stays_the_state_that_it_is(state: AnswerState) -> None:
    position = position_of_single_respondent(partner=1, partner_name="A", answer=Answer(state=state, reason="Why."))
    assert (position.state, position.level, position.reason) == (state, None, "Why.")


@pytest.mark.parametrize(
    "reason, state", [(" ", AnswerState.NOT_ANSWERED), ("We have none.", AnswerState.NOT_APPLICABLE)]
)
def test_not_applicable_needs_a_reason_to_be_a_position(reason: str, state: AnswerState) -> None:
    answer = Answer(state=AnswerState.NOT_APPLICABLE, reason=reason)
    assert position_of_single_respondent(partner=1, partner_name="A", answer=answer).state is state


@pytest.mark.parametrize("state,level", [(AnswerState.DONT_KNOW, 2), (AnswerState.LEVEL, None)])
def test_only_a_position_with_a_level_has_one(state: AnswerState, level: int | None) -> None:
    with pytest.raises(ValueError, match="when, and only when"):
        Position(partner=1, partner_name="A", state=state, level=level)
