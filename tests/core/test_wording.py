"""The pieces of English that sentences are put together from."""

from __future__ import annotations

from fractions import Fraction

import pytest

from maturity.core.wording import in_sentence, levels_apart, listed, lower_first


@pytest.mark.parametrize(
    "items,said", [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_the_last_of_a_list_is_joined_by_a_word(items: list[str], said: str) -> None:
    assert listed(items) == said


def test_a_list_of_what_can_be_chosen_is_joined_by_or() -> None:
    assert listed(["A", "B", "C"], "or") == "A, B or C"


@pytest.mark.parametrize("text,said", [("", ""), ("N", "n"), ("Not asked", "not asked"), ("“Quoted”", "“Quoted”")])
def test_only_the_first_letter_becomes_small(text: str, said: str) -> None:
    assert lower_first(text) == said


@pytest.mark.parametrize(
    "words,said",
    [("Level 3", "level 3"), ("Between 1 and 2", "between 1 and 2"), ("Betweenness", "Betweenness"), ("New", "New")],
)
def test_the_name_of_a_level_keeps_its_capital_inside_a_sentence(words: str, said: str) -> None:
    assert in_sentence(words) == said


@pytest.mark.parametrize(
    "levels,said",
    [("1", "one level"), ("0.5", "half a level"), ("0.125", "0.125 levels"), ("2", "2 levels"), ("0", "0 levels")],
)
def test_a_distance_is_said_as_exactly_as_a_matrix_gives_it(levels: str, said: str) -> None:
    assert levels_apart(Fraction(levels)) == said
