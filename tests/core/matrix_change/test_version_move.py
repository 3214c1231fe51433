from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement, permutations
from typing import Final

import pytest

from maturity.core.matrix_change.crosswalk import crosswalk
from maturity.core.matrix_change.version_move import Tier, fates, stance_after
from maturity.core.position import PositionOrigin, Stance
from maturity.core.response import AnswerState
from tests.factories.next_versions import FIRST, every_change

RESPONDENT, AGREED, MEDIAN, FACILITATOR = PositionOrigin
WEAKEST_FIRST: Final = (FACILITATOR, MEDIAN, RESPONDENT, AGREED)
BY: Final = {AGREED: 7, FACILITATOR: 8}
"""Who decided a position for the partner, by account; nobody did where it was worked out from responses."""


def test_every_tier_is_kept_under_the_name_of_its_table() -> None:
    assert [tier.value for tier in Tier] == ["response", "position", "consensus", "dissent"]


def reached(origin: PositionOrigin, level: int | None = 2) -> Stance:
    state = AnswerState.NOT_ANSWERED if level is None else AnswerState.LEVEL
    return Stance(state=state, level=level, origin=origin, entered_by=BY.get(origin))


def merged(one: Stance, other: Stance, *, is_told: bool = True) -> Stance:
    """What a partner stands for on the criterion of 2.0.0 that two were merged into."""
    walk = crosswalk(FIRST, every_change())
    fate = next(each for each in fates(walk, is_told=is_told) if each.criterion_id == "d2-c12")
    return stance_after(walk, fate, {"d2-c1": one, "d2-c2": other})


@pytest.mark.parametrize("origins", list(combinations_with_replacement(WEAKEST_FIRST, 2)))
def test_what_is_merged_of_two_positions_was_reached_as_the_weaker_of_them(
    origins: tuple[PositionOrigin, PositionOrigin],
) -> None:
    for one, other in permutations(origins):
        position = merged(reached(one, 2), reached(other, 3))
        assert (position.level, position.origin, position.entered_by) == (2, origins[0], BY.get(origins[0]))


def test_that_the_people_of_a_partner_differed_on_one_of_them_is_not_lost_in_the_other() -> None:
    differed = reached(MEDIAN, None)
    for other in (reached(MEDIAN), reached(RESPONDENT), reached(AGREED)):
        assert merged(differed, other) == merged(other, differed)
        assert merged(differed, other).origin is MEDIAN
        assert merged(differed, other).state is AnswerState.NOT_ANSWERED


def test_a_median_that_is_left_open_because_another_source_says_nothing_is_nobody_s_disagreement() -> None:
    assert merged(reached(MEDIAN), reached(RESPONDENT, None)).origin is RESPONDENT


LEAD, OTHER_LEAD, OF_PARTNER = 8, 9, 7
SAID: Final = (
    Stance(state=AnswerState.LEVEL, level=2, reason="Agreed.", origin=AGREED, entered_by=OF_PARTNER),
    Stance(state=AnswerState.NOT_ANSWERED, reason="Begun inside.", origin=MEDIAN, entered_by=OF_PARTNER),
    Stance(state=AnswerState.LEVEL, level=3, reason="One person’s.", origin=RESPONDENT),
    Stance(state=AnswerState.LEVEL, level=3, origin=MEDIAN),
    Stance(state=AnswerState.NOT_ANSWERED, origin=MEDIAN),
)
"""What a partner may stand for by itself."""
ENTERED: Final = (
    Stance(state=AnswerState.LEVEL, level=1, reason="Entered.", origin=FACILITATOR, entered_by=LEAD),
    Stance(state=AnswerState.NOT_ANSWERED, reason="Begun outside.", origin=MEDIAN, entered_by=LEAD),
)
"""What somebody outside may have written for it."""


@pytest.mark.parametrize("own", SAID)
@pytest.mark.parametrize("entered", ENTERED)
def test_before_the_reveal_nobody_outside_may_read_what_a_partner_said_joined_with_what_was_entered_for_it(
    own: Stance, entered: Stance
) -> None:
    for one, other in permutations((own, entered)):
        position = merged(one, other, is_told=False)
        assert position.origin is not FACILITATOR
        assert position.entered_by in {None, OF_PARTNER}
        assert (position.state, position.level, position.between) == (AnswerState.NOT_ANSWERED, None, None)
        assert all(each.reason in position.reason for each in (own, entered))


def test_before_the_reveal_what_was_entered_beside_nothing_is_read_by_who_entered_it() -> None:
    entered, _ = ENTERED
    position = merged(entered, Stance(state=AnswerState.NOT_ANSWERED), is_told=False)
    assert (position.origin, position.entered_by) == (FACILITATOR, LEAD)


def test_before_the_reveal_two_entries_of_different_people_decide_nothing_together() -> None:
    entered, _ = ENTERED
    position = merged(entered, replace(entered, reason="Another’s.", entered_by=OTHER_LEAD), is_told=False)
    assert (position.state, position.entered_by) == (AnswerState.NOT_ANSWERED, None)
