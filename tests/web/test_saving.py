from __future__ import annotations

import pytest
from flask import Flask

from maturity.core.matrix import LevelNotInMatrix
from maturity.persistence.queries.version_moves import request_key_of
from maturity.web.saving import new_request_key, page_key, refused_answer, saved_answer, sent_level, sent_text
from tests.factories.installations import NOW
from tests.factories.matrices import a_matrix


def test_every_save_has_a_key_of_its_own() -> None:
    keys = {new_request_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(len(key) <= 64 for key in keys)


@pytest.mark.parametrize(
    "sent, kept",
    [
        (None, ""),
        ("  a  b ", "a  b"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x00b", "ab"),
        ("e\u0301 🩺 \u202eabc", "e\u0301 🩺 \u202eabc"),
    ],
)
def test_a_text_is_kept_as_it_was_typed_with_one_kind_of_line_end(sent: str | None, kept: str) -> None:
    assert sent_text(sent) == kept


@pytest.mark.parametrize("choice", ["1", "4"])
def test_a_choice_names_a_level_of_the_scale(choice: str) -> None:
    assert sent_level(choice, a_matrix()) == int(choice)


@pytest.mark.parametrize("choice", ["0", "5", "-1", "1.0", "²", "٣", "", "level", "1" * 5_000])
def test_anything_else_is_refused(choice: str) -> None:
    with pytest.raises(LevelNotInMatrix):
        sent_level(choice, a_matrix())


@pytest.mark.parametrize("sent", ["", "0f" * 16, "k" * 64])
def test_the_key_of_a_page_is_kept_as_it_was_sent(sent: str) -> None:
    assert page_key(sent) == sent


@pytest.mark.parametrize("sent", [request_key_of(1), request_key_of(1, is_undone=True), "after undoing version move 1"])
def test_nobody_saves_under_a_key_under_which_the_product_writes_by_itself(sent: str) -> None:
    assert page_key(sent) == page_key(sent) != sent
    assert " " not in page_key(sent)
    assert len(page_key("k " * 500)) == 64


def test_a_page_is_told_that_and_when_its_save_was_made_or_that_there_was_nothing_to_save() -> None:
    with Flask("any").test_request_context():
        said = saved_answer(version=4, saved_at=NOW, note="Say why.").get_json()
        without = saved_answer(version=1, saved_at=None).get_json()
        nothing = saved_answer(version=0, saved_at=None, note="Say why.").get_json()
        refused = refused_answer(status="conflict", message="Not saved.", code=409)
    assert said["status"] == "saved"
    assert said["version"] == 4
    assert said["message"].startswith("Saved at ")
    assert said["message"].endswith("Say why.")
    assert without["message"] == "Saved."
    assert nothing == {"status": "saved", "version": 0, "message": "Nothing to keep yet. Say why."}
    assert (refused.status_code, refused.get_json()) == (409, {"status": "conflict", "message": "Not saved."})
