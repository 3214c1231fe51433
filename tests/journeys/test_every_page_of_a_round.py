"""A walk over every page inside a round, as everybody who can see it, on a phone, a tablet and a desk."""

from __future__ import annotations

import pytest

from tests.journeys.every_page import IN_ROUNDS
from tests.journeys.walk import Walk, in_lines


@pytest.mark.parametrize("section", IN_ROUNDS)
def test_every_page_of_a_round_is_without_fault_at_every_width_for_everybody_who_sees_it(
    walk: Walk, section: str
) -> None:
    faults = walk.faults(IN_ROUNDS[section](walk.example))
    assert not faults, in_lines(faults)
