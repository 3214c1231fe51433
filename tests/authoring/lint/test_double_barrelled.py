from __future__ import annotations

import pytest

from tests.factories.linted import found_in

RULE = "double-barrelled"


@pytest.mark.parametrize(
    "text, joint",
    [
        ("Leaders meet each month, and they publish what they decide.", "“, and”"),
        ("The board decides, and the teams hear about it later.", "“, and”"),
        ("Partners share plans and/or budgets.", "“and/or”"),
        ("Leaders meet each month; boards hear about it.", "a semicolon"),
        ("Leaders not only meet but also decide.", "“not only … but also”"),
    ],
)
def test_two_statements_in_one_sentence_are_found(text: str, joint: str) -> None:
    assert found_in(RULE, "Partners meet.", text) == [
        f"Level 2 of “Trust” says two things in one sentence, joined by {joint}."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Leaders meet each month. They publish what they decide.",
        "Managers and clinical leads explain the purpose.",
        "Nurses, doctors, and managers agree.",
        "Concerns are passed on, but fixes are slow.",
    ],
)
def test_one_statement_in_a_sentence_passes(text: str) -> None:
    assert found_in(RULE, "Partners meet.", text) == []
