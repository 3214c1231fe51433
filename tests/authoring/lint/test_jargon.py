from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.authoring.lint.jargon import JARGON
from tests.factories.linted import a_ladder, found, found_in, ladders

ABBREVIATION = "unexplained-abbreviation"


def test_words_of_the_trade_are_found_with_a_plain_word_for_each() -> None:
    (finding,) = found("jargon", ladders(a_ladder(JARGON.example, JARGON.instead)))
    assert finding.problem == "Level 1 of “Trust” has “leverage”, “synergies” and “key stakeholders”."
    assert "for “leverage”: use" in finding.suggestion


@pytest.mark.parametrize("text", ["The whole of the work.", "A keyhole in a silo door.", "Uses and user guides."])
def test_plain_words_pass(text: str) -> None:
    found_words = found_in("jargon", text, "Partners meet.")
    assert found_words == ([] if "silo" not in text else ["Level 1 of “Trust” has “silo”."])


def test_jargon_is_found_in_every_text_that_respondents_read_and_not_in_where_it_comes_from() -> None:
    matrix = ladders(a_ladder("Partners meet.", "Boards decide.", question="How do you utilise it?"))
    everywhere = replace(
        matrix,
        purpose="To leverage it.",
        provenance=replace(matrix.provenance, source="Key stakeholders"),
        levels=(replace(matrix.levels[0], meaning="A paradigm."), matrix.levels[1]),
    )
    assert [finding.note.path for finding in found("jargon", everywhere)] == [
        "purpose",
        "levels[0].meaning",
        "domains[0].criteria[0].question",
    ]


def test_an_abbreviation_that_nothing_explains_is_found_once_where_it_first_stands() -> None:
    assert found_in(ABBREVIATION, "The ICB hears later.", "The ICB and its PMO decide.") == [
        "Level 1 of “Trust” has “ICB”, and nothing in the matrix says what it stands for.",
        "Level 2 of “Trust” has “PMO”, and nothing in the matrix says what it stands for.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The integrated care board (ICB) hears later.",
        "ICB (integrated care board) staff hear later.",
        "ICB means integrated care board.",
        "The NHS in the UK.",
        "PARTNERS MEET",
        "A&E and GPs.",
    ],
)
def test_an_abbreviation_that_is_explained_or_known_passes(text: str) -> None:
    assert found_in(ABBREVIATION, text, "Partners meet.") == []
