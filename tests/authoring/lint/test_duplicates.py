from __future__ import annotations

from dataclasses import replace

from maturity.core.matrix import Criterion
from tests.factories.linted import a_ladder, found, ladders

RULE = "duplicate-text"
RECORD = "Staff see the same record."


def purpose(*texts: str, question: str | None = None) -> Criterion:
    """Another criterion with these descriptors."""
    return a_ladder(*texts, criterion_id="purpose", question=question)


def problems(*criteria: Criterion) -> list[str]:
    """What the rule finds in criteria, in words."""
    return [finding.problem for finding in found(RULE, ladders(*criteria))]


def test_a_descriptor_that_another_criterion_has_too_is_found_at_the_second() -> None:
    assert problems(a_ladder("Partners meet.", RECORD), purpose("Boards meet.", RECORD.lower())) == [
        "Level 2 of “Purpose” has the same words as level 2 of “Trust”."
    ]


def test_a_sentence_that_another_criterion_has_too_is_found() -> None:
    assert problems(
        a_ladder("Partners meet.", f"{RECORD} They act."), purpose("Boards meet.", f"All plan. {RECORD}")
    ) == ["Level 2 of “Purpose” has a sentence (“Staff see the same record.”) that stands in level 2 of “Trust” too."]


def test_the_same_question_and_the_same_title_are_found() -> None:
    asked = "Do partners tell each other hard things?"
    twice = replace(purpose("Boards meet.", "Boards act.", question=asked), title="Trust")
    assert problems(a_ladder("Partners meet.", "Partners plan.", question=asked), twice) == [
        "The title of “Trust” has the same words as the title of “Trust”.",
        "The question of “Trust” has the same words as the question of “Trust”.",
    ]


def test_short_answers_and_the_sentences_of_one_criterion_may_be_repeated() -> None:
    assert problems(a_ladder("Strongly disagree", "Agree"), purpose("Strongly disagree", "Agree")) == []
    assert problems(a_ladder(RECORD, f"{RECORD} They act on what it says.")) == []
