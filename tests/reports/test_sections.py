from __future__ import annotations

import pytest

from maturity.core.position import A_PARTNER, Position, PositionOrigin
from maturity.core.response import AnswerState
from maturity.reports.sections import on_behalf_in_words


def entered(name: str, person: str = "", origin: PositionOrigin = PositionOrigin.FACILITATOR) -> Position:
    return Position(partner=1, partner_name=name, person=person, state=AnswerState.DONT_KNOW, origin=origin)


@pytest.mark.parametrize(
    "positions, said",
    [
        ([], ""),
        ([entered("Alder Trust", "Ada Moor", PositionOrigin.AGREED)], ""),
        ([entered("Alder Trust")], "A facilitator entered the position of Alder Trust on its behalf."),
        (
            [entered("Alder Trust", "Lea Marsh"), entered("Birch Trust", "Lea Marsh"), entered("Cedar", "Jo Fell")],
            (
                "Lea Marsh entered the positions of Alder Trust and Birch Trust on their behalf. "
                "Jo Fell entered the position of Cedar on its behalf."
            ),
        ),
        ([entered(A_PARTNER)], "A facilitator entered 1 position on behalf of a partner."),
        ([entered(A_PARTNER)] * 2, "A facilitator entered 2 positions on behalf of partners."),
    ],
)
def test_whose_positions_were_entered_on_behalf_is_said_as_far_as_the_round_tells(
    positions: list[Position], said: str
) -> None:
    assert on_behalf_in_words(positions) == said
