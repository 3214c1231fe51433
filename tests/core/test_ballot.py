from __future__ import annotations

import pytest

from maturity.core.ballot import NO_VOTE, Vote
from maturity.core.response import AnswerState


@pytest.mark.parametrize("state, level", [(AnswerState.LEVEL, None), (AnswerState.DONT_KNOW, 2)])
def test_a_vote_has_a_level_when_and_only_when_it_says_one(state: AnswerState, level: int | None) -> None:
    with pytest.raises(ValueError, match="has a level when, and only when"):
        Vote(state=state, level=level)


def test_a_vote_is_in_once_it_says_something_and_not_when_it_was_taken_back() -> None:
    assert Vote(state=AnswerState.LEVEL, level=2).is_in
    assert Vote(state=AnswerState.DONT_KNOW).is_in
    assert not NO_VOTE.is_in
