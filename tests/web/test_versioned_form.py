from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField

from maturity.core.response import LONGEST_TEXT
from maturity.web.versioned_form import VersionedForm, version_seen, with_level_of_then


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
    told = "(Chosen before the scale of levels changed: 3.)"
    assert with_level_of_then("", "3") == told
    assert with_level_of_then("So we agreed.", "3") == f"So we agreed.\n\n{told}"
    longest = "x" * (LONGEST_TEXT - 5)
    assert with_level_of_then(longest, "3") == longest
