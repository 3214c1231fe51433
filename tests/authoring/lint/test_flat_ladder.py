from __future__ import annotations

import pytest

from tests.factories.linted import found_in

RULE = "flat-ladder"
MEETS = "Partners meet each month to plan what comes next."


def test_the_same_words_at_two_levels_are_found_whatever_stands_between() -> None:
    assert found_in(RULE, MEETS, "Nobody knows.", MEETS.upper()) == ["Level 3 of “Trust” says the same as level 1."]


def test_nearly_the_same_words_are_found_with_what_differs() -> None:
    (problem,) = found_in(RULE, MEETS, "Partners meet each month to discuss what comes next.")
    assert problem == "Level 2 of “Trust” differs from level 1 only by “discuss”."
    (problem,) = found_in(RULE, MEETS, "Partners meet each month to plan what comes.")
    assert problem == "Level 2 of “Trust” differs from level 1 only by “next (left out)”."


@pytest.mark.parametrize(
    "lower, upper",
    [
        (MEETS, "Partners have one plan, and each budget follows it."),
        ("Patients wait ten weeks or longer for their care.", "Patients wait two weeks or longer for their care."),
        ("Plans reach 10% of the staff of the partners.", "Plans reach 50% of the staff of the partners."),
        ("Two of the partners share their plans early.", "All of the partners share their plans early."),
        ("Alerts reach staff on paper.", "Alerts reach staff on screen."),
    ],
)
def test_a_step_passes_and_so_does_one_that_is_a_number(lower: str, upper: str) -> None:
    assert found_in(RULE, lower, upper) == []


def test_texts_without_words_are_the_same_only_where_their_signs_are() -> None:
    assert found_in(RULE, "…!", "…?") == []
    assert found_in(RULE, "…!", "…!") == ["Level 2 of “Trust” says the same as level 1."]
