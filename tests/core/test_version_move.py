from __future__ import annotations

from itertools import combinations_with_replacement, permutations
from typing import Final

import pytest

from maturity.core.crosswalk import crosswalk
from maturity.core.position import PositionOrigin, Stance
from maturity.core.response import AnswerState
from maturity.core.version_move import Tier, fates, stance_after
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


def merged(one: Stance, other: Stance) -> Stance:
    """What a partner stands for on the criterion of 2.0.0 that two were merged into."""
    walk = crosswalk(FIRST, every_change())
    fate = next(each for each in fates(walk) if each.criterion_id == "d2-c12")
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
