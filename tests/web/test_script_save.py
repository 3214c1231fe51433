from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from maturity.core.matrix import CriterionNotAsked, LevelNotInMatrix
from maturity.core.response import LONGEST_TEXT, Answer
from maturity.persistence.queries.versions import Author, Kept
from maturity.usecases.versioned_save import NotNow, RequestKeyReused, StaleSave
from maturity.web.script_save import save_from_script
from maturity.web.versioned_form import VersionedForm
from tests.factories.matrices import a_matrix

THEIRS = Kept(Answer(reason="Their words."), version=2)


def told(save: Callable[[], Kept[Answer]], **sent: str) -> tuple[int, dict[str, object]]:
    with Flask("any").test_request_context():
        form = VersionedForm(MultiDict({"based_on": "0", **sent}))
        answer = save_from_script(form, save, note=lambda said: "" if said.reason else "Say why.")
        return answer.status_code, answer.get_json()


def refusing(problem: Exception) -> Callable[[], Kept[Answer]]:
    def save() -> Kept[Answer]:
        raise problem

    return save


def test_a_script_is_told_the_version_and_what_is_still_missing() -> None:
    status, said = told(lambda: Kept(Answer(), version=3))
    assert (status, said) == (200, {"status": "saved", "version": 3, "message": "Saved. Say why."})


@pytest.mark.parametrize(
    "problem, code, status",
    [
        (StaleSave(kept=THEIRS, offered=Answer(), by=Author(1, "Lena Lead")), 409, "conflict"),
        (RequestKeyReused(kept=THEIRS, offered=Answer(), by=None), 422, "not valid"),
        (NotNow("The round is closed."), 409, "closed"),
        (LevelNotInMatrix(a_matrix(), 9), 422, "not valid"),
        (CriterionNotAsked("beds"), 404, "not valid"),
    ],
)
def test_what_is_not_saved_is_said_with_its_cause_and_without_the_words_of_others(
    problem: Exception, code: int, status: str
) -> None:
    answered, said = told(refusing(problem))
    assert (answered, said["status"]) == (code, status)
    assert str(said["message"]).startswith("Not saved. ")
    assert "Their words" not in str(said)
    assert "Lena" not in str(said)


def test_a_form_that_is_wrong_is_never_saved() -> None:
    status, said = told(refusing(AssertionError("It was saved.")), reason="x" * (LONGEST_TEXT + 1))
    assert (status, said["message"]) == (422, "Not saved. Reason must be 10,000 characters or fewer.")
