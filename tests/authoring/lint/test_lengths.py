from __future__ import annotations

from dataclasses import replace

from maturity.core.matrix import Descriptor, Element
from maturity.core.matrix_rules import CriterionMethod, ScoringRule
from tests.factories.linted import a_ladder, found, found_in, ladders


def words(count: int) -> str:
    """A sentence of so many words."""
    return f"{'word ' * (count - 1)}end."


def test_a_descriptor_far_longer_than_another_is_found_at_the_longer() -> None:
    assert found_in("unbalanced-lengths", words(10), words(31)) == [
        "Level 2 of “Trust” has 31 words, and level 1 has 10."
    ]


def test_unlike_lengths_pass_where_they_are_near_enough_or_both_short() -> None:
    assert found_in("unbalanced-lengths", words(20), words(50)) == []
    assert found_in("unbalanced-lengths", words(2), words(21)) == []


def test_descriptors_with_elements_are_not_compared_in_length() -> None:
    elements = (Element("met", words(5)),)
    gated = a_ladder(words(10), words(31))
    gated = replace(gated, descriptors=(gated.descriptors[0], Descriptor(2, words(31), elements)))
    matrix = replace(ladders(gated), scoring=ScoringRule(CriterionMethod.ELEMENTS))
    assert found("unbalanced-lengths", matrix) == []


def test_a_descriptor_of_more_than_sixty_words_is_found() -> None:
    sixty = " ".join([words(20)] * 3)
    assert found_in("long-descriptor", sixty, f"{sixty} More.") == ["Level 2 of “Trust” has 61 words."]


def test_a_sentence_of_more_than_25_words_is_found_wherever_respondents_read_it() -> None:
    assert found_in("long-sentence", words(25), f"Short. {words(26)}") == [
        "Level 2 of “Trust” has a sentence of 26 words."
    ]
    asked = ladders(a_ladder("One.", "Two.", question=words(30)))
    assert [finding.problem for finding in found("long-sentence", asked)] == [
        "The question of “Trust” has a sentence of 30 words."
    ]
