from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField

from maturity.core.matrix_change.asked_then import AS_NOW, AskedThen
from maturity.core.response import LONGEST_TEXT
from maturity.web.versioned_form import ASKED_OTHERWISE, VersionedForm, version_seen, with_level_of_then
from tests.factories.next_versions import FIRST


def form_of(**sent: str) -> VersionedForm:
    with Flask("any").test_request_context():
        form = VersionedForm(MultiDict(sent))
        form.validate()
        return form


@pytest.mark.parametrize("sent, version", [("3", 3), ("0", 0), ("", -1), ("seven", -1), ("1e9", -1)])
def test_a_version_that_is_no_number_was_never_seen(sent: str, version: int) -> None:
    form = form_of(based_on=sent)
    assert form.version_seen == version
    assert form.was_sent


class AnyForm(Form):
    based_on = HiddenField()


@pytest.mark.parametrize("sent, version", [("3", 3), ("0", 0), ("", -1), ("seven", -1), ("-4", -1), ("1" * 10, -1)])
def test_a_hidden_version_that_is_no_number_was_never_seen(sent: str, version: int) -> None:
    assert version_seen(AnyForm(MultiDict({"based_on": sent})).based_on) == version


def test_a_page_without_the_form_did_not_send_it() -> None:
    assert not form_of(choice="2").was_sent


def test_each_field_says_the_first_thing_that_is_wrong_with_it() -> None:
    longest = "x" * (LONGEST_TEXT + 1)
    assert form_of(based_on="1", reason=longest, evidence="Minutes").problems == (
        ("reason", "Reason must be 10,000 characters or fewer."),
    )


def test_texts_come_as_they_are_kept() -> None:
    assert form_of(reason=" a\r\nb ").reason.data == "a\nb"


def test_the_level_of_then_is_told_under_a_reason_that_stays_whole_where_there_is_no_room_for_it() -> None:
    then = AskedThen(other_levels=True, matrix=FIRST)
    told = "(Chosen before the scale of levels changed: 3 Maturing.)"
    assert with_level_of_then("", "3", then=then) == told
    assert with_level_of_then("So we agreed.", "3", then=then) == f"So we agreed.\n\n{told}"
    assert "changed: 99.)" in with_level_of_then("", "99", then=then)
    longest = "x" * (LONGEST_TEXT - 5)
    assert with_level_of_then(longest, "3", then=then) == longest


def test_a_level_of_a_page_of_no_known_version_is_not_said_to_be_of_another_scale() -> None:
    told = with_level_of_then("", "3", then=AskedThen(other_question=True, other_levels=True))
    assert told == "(Chosen on a page that may have had another scale of levels: 3.)"


@pytest.mark.parametrize(
    "then, choice, seen",
    [
        (AS_NOW, "3", 2),
        (AskedThen(other_question=True), "", -1),
        (AskedThen(other_levels=True), "3", -1),
        (AskedThen(other_levels=True), "dont-know", 2),
    ],
)
def test_a_form_of_another_question_or_with_a_level_of_another_scale_saw_no_version(
    then: AskedThen, choice: str, seen: int
) -> None:
    form = form_of(based_on="2", choice=choice)
    form.then = then
    assert form.version_seen == seen
    assert form.why_stale("Somebody was quicker.") == ("Somebody was quicker." if seen == 2 else ASKED_OTHERWISE)
    assert form.problems == ()


def test_what_is_wrong_is_told_beside_that_something_else_is_asked() -> None:
    form = form_of(based_on="2", reason="x" * (LONGEST_TEXT + 1))
    form.then = AskedThen(other_question=True)
    assert [name for name, _ in form.problems] == ["choice", "reason"]
