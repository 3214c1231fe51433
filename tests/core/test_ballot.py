from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.core.ballot import NO_VOTE, Vote, vote_as_position, why_votes_not_revealed_early
from maturity.core.response import AnswerState
from maturity.core.round import Naming


@pytest.mark.parametrize("state, level", [(AnswerState.LEVEL, None), (AnswerState.DONT_KNOW, 2)])
def test_a_vote_has_a_level_when_and_only_when_it_says_one(state: AnswerState, level: int | None) -> None:
    with pytest.raises(ValueError, match="has a level when, and only when"):
        Vote(state=state, level=level)


def test_a_vote_is_in_once_it_says_something_and_not_when_it_was_taken_back() -> None:
    assert Vote(state=AnswerState.LEVEL, level=2).is_in
    assert Vote(state=AnswerState.DONT_KNOW).is_in
    assert not NO_VOTE.is_in


@pytest.mark.parametrize("are_in, may_be", [(0, False), (1, False), (2, False), (3, True), (30, True)])
def test_without_names_fewer_than_three_votes_are_never_revealed_early(are_in: int, may_be: bool) -> None:
    refusal = why_votes_not_revealed_early(Naming.ANONYMOUS, are_in=are_in)
    assert (refusal == "") == may_be
    assert may_be or "once 3 are in" in refusal


@pytest.mark.parametrize("naming", [Naming.NAMED, Naming.PARTNER_ONLY])
def test_where_partners_are_named_any_votes_can_be_revealed_early(naming: Naming) -> None:
    assert why_votes_not_revealed_early(naming, are_in=0) == ""


def test_a_vote_is_drawn_up_as_a_position_and_says_when_it_was_entered_on_behalf() -> None:
    vote = Vote(state=AnswerState.LEVEL, level=3, reason="Because.", on_behalf=True)
    position = vote_as_position(vote, partner=2, partner_name="Birch Trust", person="Lea Marsh")
    assert (position.partner, position.level, position.reason) == (2, 3, "Because.")
    assert position.reached == "Entered by Lea Marsh on behalf of Birch Trust"
    assert not vote_as_position(replace(vote, on_behalf=False), partner=2, partner_name="Birch Trust").is_on_behalf
