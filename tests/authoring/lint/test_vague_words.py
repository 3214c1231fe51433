from __future__ import annotations

import pytest

from tests.factories.linted import found_in


@pytest.mark.parametrize(
    "text, words",
    [
        ("Some partners often meet.", "“some” and “often”"),
        ("Most partners meet.", "“most”"),
        ("Most of the plans are shared.", "“most of”"),
        ("A few people know.", "“a few”"),
        ("Support is adequate.", "“adequate”"),
    ],
)
def test_words_that_only_seem_to_count_are_found(text: str, words: str) -> None:
    assert found_in("vague-quantifier", text, "Partners meet.") == [
        f"Level 1 of “Trust” leaves open how much is meant by {words}."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "At least two partners meet.",
        "They work on what matters most to patients.",
        "The most senior nurse decides.",
        "Two teams a few miles apart solve it twice.",
        "Someone is asked, sometime.",
    ],
)
def test_words_that_count_or_are_no_amount_pass(text: str) -> None:
    assert found_in("vague-quantifier", text, "Partners meet.") == []


@pytest.mark.parametrize("text", ["Governance is excellent.", "Morale is poor.", "Partners have good relationships."])
def test_a_word_that_grades_is_found(text: str) -> None:
    (problem,) = found_in("verdict-word", text, "Partners meet.")
    assert "passes a verdict" in problem


@pytest.mark.parametrize(
    "text",
    ["It is settled for good.", "It serves the good of the whole.", "Care is as good as before.", "Goods arrive."],
)
def test_good_in_another_sense_passes(text: str) -> None:
    assert found_in("verdict-word", text, "Partners meet.") == []
