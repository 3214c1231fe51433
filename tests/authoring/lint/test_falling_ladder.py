from __future__ import annotations

import pytest

from tests.factories.linted import found_in

RULE = "falling-ladder"


@pytest.mark.parametrize(
    "lower, upper, weaker, stronger",
    [
        ("All partners share their plans.", "Some partners share their plans.", "Some partners", "All partners"),
        ("Most staff know the aim.", "A few staff know the aim.", "A few staff", "Most staff"),
        ("Joint work is fully embedded.", "Teams are beginning to work together.", "beginning to", "fully"),
        ("Partners always ask first.", "Partners do not yet share plans.", "not yet", "always"),
    ],
)
def test_weaker_words_above_stronger_ones_are_found(lower: str, upper: str, weaker: str, stronger: str) -> None:
    (problem,) = found_in(RULE, lower, upper)
    assert problem == f"Level 2 of “Trust” has “{weaker}”, which is weaker than “{stronger}” at level 1."


def test_every_lower_level_is_looked_at() -> None:
    (problem,) = found_in(RULE, "All partners share their plans.", "Boards meet.", "Some partners share their plans.")
    assert problem.startswith("Level 3 of “Trust”")


@pytest.mark.parametrize(
    "lower, upper",
    [
        ("Some partners share their plans.", "All partners share their plans."),
        ("All partners work alone on their plans.", "Some partners work together on their plans."),
        ("All partners meet.", "Some partners lend staff to others in a crisis."),
        ("All partners share their plans.", "Some patients share their plans."),
        ("Teams are beginning to work together.", "Joint work is fully embedded."),
        ("Plans are always late because no one leads.", "A lead is beginning to bring them together."),
        ("Partners always ask.", "It is routinely asked before partners begin to plan."),
    ],
)
def test_a_ladder_that_climbs_passes(lower: str, upper: str) -> None:
    assert found_in(RULE, lower, upper) == []
