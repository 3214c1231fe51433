"""One person's answer: four states kept apart, and levels that are reached by meeting elements."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.matrix import Criterion, CriterionNotInMatrix, Descriptor, Element, LevelNotInMatrix, Matrix
from maturity.core.matrix_rules import CriterionMethod, ScoringRule
from maturity.core.response import (
    LONGEST_TEXT,
    NOTHING_SAID,
    Answer,
    AnswerState,
    AnswerTooLong,
    Confidence,
    check_said,
    fit_to_matrix,
    level_from_elements,
)
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_levels

FIVE = some_levels(5)


def gated(*levels: int, lowest_has_elements: bool = False) -> Criterion:
    """A criterion whose levels above the first are reached by two elements each: e2a and e2b, e3a and e3b …"""
    described = levels or (1, 2, 3, 4, 5)
    descriptors = tuple(
        Descriptor(
            level=n,
            text=f"Level {n}.",
            elements=tuple(Element(f"e{n}{x}", f"Element {n}{x}.") for x in "ab")
            if n > described[0] or lowest_has_elements
            else (),
        )
        for n in described
    )
    return a_criterion("a", levels=FIVE, descriptors=descriptors)


def a_gated_matrix(criterion: Criterion | None = None) -> Matrix:
    return a_matrix(
        levels=FIVE,
        domains=[a_domain("one", [criterion or gated(), a_criterion("chosen", levels=FIVE)])],
        scoring=ScoringRule(criterion=CriterionMethod.ELEMENTS),
    )


@pytest.mark.parametrize("state", [s for s in AnswerState if s is not AnswerState.LEVEL])
def test_only_an_answer_with_a_level_has_one(state: AnswerState) -> None:
    assert Answer(state=AnswerState.LEVEL, level=0).level == 0
    with pytest.raises(ValueError, match="when, and only when"):
        Answer(state=state, level=1)
    with pytest.raises(ValueError, match="when, and only when"):
        Answer(state=AnswerState.LEVEL)


@pytest.mark.parametrize(
    "answer,counts",
    [
        (NOTHING_SAID, False),
        (Answer(reason="A thought, and no answer yet."), False),
        (Answer(state=AnswerState.DONT_KNOW), True),
        (Answer(state=AnswerState.NOT_APPLICABLE), False),
        (Answer(state=AnswerState.NOT_APPLICABLE, reason="  \n"), False),
        (Answer(state=AnswerState.NOT_APPLICABLE, reason="We have no beds."), True),
        (Answer(state=AnswerState.LEVEL, level=0), True),
    ],
)
def test_a_criterion_is_dealt_with_by_a_level_or_dont_know_or_a_reason_why_it_does_not_apply(
    answer: Answer, counts: bool
) -> None:
    assert answer.counts is counts


@pytest.mark.parametrize(
    "met,level",
    [
        ("", 1),
        ("e2a", 1),
        ("e2a e2b", 2),
        ("e2a e2b e3a", 2),
        ("e2a e2b e3a e3b e4a e4b e5a e5b", 5),
        ("e3a e3b e4a e4b e5a e5b", 1),  # a higher level does not count while a lower one is open
        ("e2a e2b e4a e4b", 2),
    ],
)
def test_a_level_is_reached_when_all_of_it_and_of_every_lower_level_is_met(met: str, level: int) -> None:
    """NHS England, Digital Maturity Assessment 2024–25: every element of a level has to be met to score it."""
    assert level_from_elements(gated(), frozenset(met.split())) == level


def test_counting_elements_instead_of_gating_would_give_another_level() -> None:
    met = frozenset("e3a e3b e4a e4b e5a e5b".split())
    by_count = 1 + len(met) // 2
    assert by_count == 4
    assert level_from_elements(gated(), met) == 1


def test_no_level_is_reached_where_the_first_one_has_elements_that_are_not_met() -> None:
    criterion = gated(lowest_has_elements=True)
    assert level_from_elements(criterion, frozenset({"e1a"})) is None
    assert level_from_elements(criterion, frozenset({"e1a", "e1b"})) == 1


def test_levels_between_anchors_are_not_reached_by_elements() -> None:
    assert level_from_elements(gated(1, 3, 5), frozenset({"e3a", "e3b"})) == 3


ELEMENTS = st.frozensets(st.sampled_from([f"e{n}{x}" for n in (2, 3, 4, 5) for x in "ab"]))


@given(ELEMENTS, ELEMENTS)
def test_meeting_more_never_lowers_a_level(met: frozenset[str], more: frozenset[str]) -> None:
    fewer, all_of_them = level_from_elements(gated(), met), level_from_elements(gated(), met | more)
    assert fewer is not None
    assert all_of_them is not None
    assert all_of_them >= fewer


@given(ELEMENTS)
def test_the_order_of_descriptors_does_not_matter(met: frozenset[str]) -> None:
    turned = replace(gated(), descriptors=tuple(reversed(gated().descriptors)))
    assert level_from_elements(turned, met) == level_from_elements(gated(), met)


def test_the_level_of_a_gated_criterion_is_worked_out_whatever_was_sent() -> None:
    sent = Answer(state=AnswerState.LEVEL, level=5, elements=frozenset({"e2a", "e2b"}), reason="We think so.")
    fitted = fit_to_matrix(sent, matrix=a_gated_matrix(), criterion_id="a")
    assert (fitted.state, fitted.level, fitted.reason) == (AnswerState.LEVEL, 2, "We think so.")


def test_ticking_elements_is_an_answer() -> None:
    sent = Answer(elements=frozenset({"e2a", "e2b"}), by_elements=True)
    fitted = fit_to_matrix(sent, matrix=a_gated_matrix(), criterion_id="a")
    assert fitted == Answer(state=AnswerState.LEVEL, level=2, elements=sent.elements)


def test_that_nothing_is_true_yet_is_an_answer_at_the_lowest_level() -> None:
    fitted = fit_to_matrix(Answer(by_elements=True), matrix=a_gated_matrix(), criterion_id="a")
    assert fitted == Answer(state=AnswerState.LEVEL, level=1)


def test_what_is_left_unanswered_stays_so_and_keeps_what_is_ticked() -> None:
    left = Answer(elements=frozenset({"e2a", "e2b"}))
    assert fit_to_matrix(left, matrix=a_gated_matrix(), criterion_id="a") == left


def test_a_criterion_without_elements_cannot_be_answered_by_them() -> None:
    fitted = fit_to_matrix(Answer(by_elements=True), matrix=a_gated_matrix(), criterion_id="chosen")
    assert fitted == NOTHING_SAID


def test_ticking_nothing_is_not_an_answer_until_it_is_said_to_be() -> None:
    matrix = a_gated_matrix()
    assert fit_to_matrix(NOTHING_SAID, matrix=matrix, criterion_id="a").state is AnswerState.NOT_ANSWERED
    said = Answer(state=AnswerState.LEVEL, level=3)
    assert fit_to_matrix(said, matrix=matrix, criterion_id="a").level == 1


def test_elements_that_the_criterion_does_not_have_are_dropped() -> None:
    sent = Answer(elements=frozenset({"e2a", "invented"}))
    assert fit_to_matrix(sent, matrix=a_gated_matrix(), criterion_id="a").elements == {"e2a"}


def test_elements_below_the_first_gate_leave_the_criterion_unanswered() -> None:
    matrix = a_gated_matrix(gated(lowest_has_elements=True))
    sent = Answer(elements=frozenset({"e1a"}), by_elements=True, reason="Half.")
    fitted = fit_to_matrix(sent, matrix=matrix, criterion_id="a")
    assert (fitted.state, fitted.level, fitted.elements, fitted.reason) == (
        AnswerState.NOT_ANSWERED,
        None,
        {"e1a"},
        "Half.",
    )


@pytest.mark.parametrize("state", [AnswerState.NOT_APPLICABLE, AnswerState.DONT_KNOW])
def test_elements_do_not_overrule_that_someone_does_not_know_or_that_it_does_not_apply(state: AnswerState) -> None:
    sent = Answer(state=state, elements=frozenset({"e2a", "e2b"}))
    fitted = fit_to_matrix(sent, matrix=a_gated_matrix(), criterion_id="a")
    assert (fitted.state, fitted.level, fitted.elements) == (state, None, {"e2a", "e2b"})


def test_a_criterion_without_elements_takes_the_chosen_level_in_any_matrix() -> None:
    chosen = Answer(state=AnswerState.LEVEL, level=4, elements=frozenset({"e2a"}))
    fitted = fit_to_matrix(chosen, matrix=a_gated_matrix(), criterion_id="chosen")
    assert (fitted.level, fitted.elements) == (4, frozenset())
    assert fit_to_matrix(fitted, matrix=a_gated_matrix(), criterion_id="chosen") is fitted


def test_a_level_that_the_scale_does_not_have_is_refused() -> None:
    with pytest.raises(LevelNotInMatrix, match=r"levels 1 to 4; 5 is not one of them"):
        fit_to_matrix(Answer(state=AnswerState.LEVEL, level=5), matrix=a_matrix(), criterion_id="shared-purpose")


def test_a_criterion_that_the_matrix_does_not_have_is_refused() -> None:
    with pytest.raises(CriterionNotInMatrix, match="has no criterion “other”"):
        fit_to_matrix(NOTHING_SAID, matrix=a_matrix(), criterion_id="other")


@pytest.mark.parametrize("name", ["reason", "evidence"])
def test_a_text_that_cannot_be_kept_whole_is_refused_and_not_cut(name: str) -> None:
    def saying(length: int) -> Answer:
        text = "x" * length
        return Answer(reason=text) if name == "reason" else Answer(evidence=text)

    longest = saying(LONGEST_TEXT)
    assert fit_to_matrix(longest, matrix=a_matrix(), criterion_id="shared-purpose") == longest
    with pytest.raises(AnswerTooLong, match=f"The {name} has 10,001 characters; at most 10,000 can be kept") as caught:
        fit_to_matrix(saying(LONGEST_TEXT + 1), matrix=a_matrix(), criterion_id="shared-purpose")
    assert caught.value.name == name


def test_each_state_and_confidence_has_its_words() -> None:
    assert [s.value for s in AnswerState] == ["level", "not-applicable", "dont-know", "not-answered"]
    assert [c.value for c in Confidence] == ["low", "medium", "high"]
    assert [s.label for s in AnswerState] == ["Level chosen", "Not applicable", "Don’t know", "Not answered"]
    assert [c.label for c in Confidence] == ["Not very sure", "Fairly sure", "Very sure"]


def test_what_is_said_has_a_level_of_the_scale_or_none_and_no_text_that_is_too_long() -> None:
    matrix = a_matrix()
    check_said(matrix, level=None, reason="x" * LONGEST_TEXT)
    check_said(matrix, level=4)
    with pytest.raises(LevelNotInMatrix):
        check_said(matrix, level=5)
    with pytest.raises(AnswerTooLong, match="The reason has 10,001 characters"):
        check_said(matrix, level=None, reason="x" * (LONGEST_TEXT + 1))
