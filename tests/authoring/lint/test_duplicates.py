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
        "“Purpose”, level 2, has the same words as “Trust”, level 2."
    ]


def test_a_sentence_that_another_criterion_has_too_is_found() -> None:
    assert problems(
        a_ladder("Partners meet.", f"{RECORD} They act."), purpose("Boards meet.", f"All plan. {RECORD}")
    ) == ["“Purpose”, level 2, has a sentence (“Staff see the same record.”) that stands in “Trust”, level 2 too."]


def test_the_same_question_and_the_same_title_are_found() -> None:
    asked = "Do partners tell each other hard things?"
    twice = replace(purpose("Boards meet.", "Boards act.", question=asked), title="Trust")
    assert problems(a_ladder("Partners meet.", "Partners plan.", question=asked), twice) == [
        "“Trust”, the title, has the same words as “Trust”, the title.",
        "“Trust”, the question, has the same words as “Trust”, the question.",
    ]


def test_short_answers_and_the_sentences_of_one_criterion_may_be_repeated() -> None:
    assert problems(a_ladder("Strongly disagree", "Agree"), purpose("Strongly disagree", "Agree")) == []
    assert problems(a_ladder(RECORD, f"{RECORD} They act on what it says.")) == []
