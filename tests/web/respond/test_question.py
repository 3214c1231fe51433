from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from maturity.core.declared_changes import Change, DeclaredChange
from maturity.core.matrix import Matrix
from maturity.core.overlaid import Overlaid
from maturity.core.response import Answer, AnswerState
from maturity.persistence.queries.responses import NOTHING_KEPT, LastTime
from maturity.web.respond.frame import Address
from maturity.web.respond.question import Question, question_view
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_levels

NOW = a_matrix(version="2.0.0", domains=[a_domain("one", ["a"])])


def question_after(matrix: Matrix, level: int, app: Flask) -> Question:
    last = LastTime(
        answer=Answer(state=AnswerState.LEVEL, level=level, reason="So it was."),
        matrix=matrix,
        round_label="Spring",
        round_number=1,
    )
    with app.test_request_context():
        return question_view(
            NOW.criterion("a"), matrix=NOW, address=Address(1, 2, 1), kept=NOTHING_KEPT, last_time=last
        )


def test_last_time_is_marked_where_the_criterion_asks_the_same(app: Flask) -> None:
    question = question_after(a_matrix(domains=[a_domain("one", ["a"])]), 2, app)
    assert [option.value for option in question.options if option.was_last_time] == ["2"]


@pytest.mark.parametrize(
    "matrix, label",
    [
        (a_matrix(domains=[a_domain("one", [a_criterion("a", question="How?")])]), "2 Developing"),
        (a_matrix(levels=some_levels(9), domains=[a_domain("one", ["a"])]), "Level 2"),
    ],
)
def test_last_time_is_told_in_the_words_of_its_own_round_and_not_marked_where_these_changed(
    matrix: Matrix, label: str, app: Flask
) -> None:
    question = question_after(matrix, 2, app)
    assert question.last_time is not None
    assert question.last_time.label == label
    assert not any(option.was_last_time for option in question.options)


def test_a_criterion_of_another_matrix_with_the_same_id_is_not_last_times(app: Flask) -> None:
    question = question_after(a_matrix(key="other", domains=[a_domain("one", ["a"])]), 2, app)
    assert question.last_time is None
    assert not any(option.was_last_time for option in question.options)


def test_a_criterion_of_an_overlay_of_an_earlier_version_is_last_times_unless_the_overlay_added_it(app: Flask) -> None:
    def overlay(change: Change) -> Matrix:
        over = Overlaid(NOW.key, "1.0.0", "Example", local=(DeclaredChange("a", (change,)),))
        return replace(a_matrix(key="ours", domains=[a_domain("one", [a_criterion("a", title="Ours")])]), overlays=over)

    question = question_after(overlay(Change.AMENDED), 2, app)
    assert question.last_time is not None
    assert not any(option.was_last_time for option in question.options)
    assert question_after(overlay(Change.NEW), 2, app).last_time is None
