from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from maturity.core.matrix import Descriptor, Element
from maturity.core.matrix_rules import CriterionMethod, ScoringRule
from maturity.core.response import Answer, AnswerState, fit_to_matrix
from maturity.web.respond.forms import BY_ELEMENTS, NOT_ANSWERED, AnswerForm, choice_of
from tests.factories.matrices import a_criterion, a_domain, a_matrix

GATED = a_criterion(
    "a",
    descriptors=(Descriptor(1, "Nothing yet."), Descriptor(2, "A start.", elements=(Element("plan", "A plan."),))),
)
MATRIX = a_matrix(domains=[a_domain("one", [GATED])], scoring=ScoringRule(criterion=CriterionMethod.ELEMENTS))


def kept_after(app: Flask, *sent: tuple[str, str]) -> Answer:
    with app.test_request_context():
        form = AnswerForm(MultiDict([*sent, ("based_on", "0")]))
        return fit_to_matrix(form.answer(MATRIX), matrix=MATRIX, criterion_id="a")


@pytest.mark.parametrize(
    "sent, state, level, choice",
    [
        ([("choice", BY_ELEMENTS)], AnswerState.LEVEL, 1, BY_ELEMENTS),
        ([("choice", BY_ELEMENTS), ("elements", "plan")], AnswerState.LEVEL, 2, BY_ELEMENTS),
        ([("choice", NOT_ANSWERED)], AnswerState.NOT_ANSWERED, None, NOT_ANSWERED),
        ([("choice", NOT_ANSWERED), ("elements", "plan")], AnswerState.LEVEL, 2, BY_ELEMENTS),
        ([("elements", "plan")], AnswerState.LEVEL, 2, BY_ELEMENTS),
        ([("choice", "not-answered")], AnswerState.NOT_ANSWERED, None, NOT_ANSWERED),
        ([("choice", "dont-know")], AnswerState.DONT_KNOW, None, "dont-know"),
    ],
)
def test_where_levels_are_reached_by_elements_the_choice_says_whether_there_is_one(
    app: Flask, sent: list[tuple[str, str]], state: AnswerState, level: int | None, choice: str
) -> None:
    kept = kept_after(app, *sent)
    assert (kept.state, kept.level) == (state, level)
    assert kept.elements == {value for name, value in sent if name == "elements"}
    assert choice_of(kept, GATED) == choice


def test_a_form_that_comes_back_shows_that_it_went_by_elements(app: Flask) -> None:
    with app.test_request_context():
        sent = AnswerForm(MultiDict([("choice", BY_ELEMENTS), ("based_on", "0")])).answer(MATRIX)
    assert choice_of(sent, GATED) == BY_ELEMENTS


@pytest.mark.parametrize("choice", ["dont-know", "not-applicable", "not-answered"])
def test_ticks_beside_a_choice_of_no_level_are_refused_and_both_are_kept(app: Flask, choice: str) -> None:
    with app.test_request_context():
        form = AnswerForm(MultiDict([("choice", choice), ("elements", "plan"), ("based_on", "0")]))
        assert not form.validate()
        assert [name for name, _ in form.problems] == ["choice"]
        sent = form.answer(MATRIX)
    assert sent.elements == {"plan"}
    assert choice_of(sent, GATED) == choice


def test_a_choice_of_no_level_without_ticks_is_taken(app: Flask) -> None:
    with app.test_request_context():
        assert AnswerForm(MultiDict([("choice", "dont-know"), ("based_on", "0")])).validate()
