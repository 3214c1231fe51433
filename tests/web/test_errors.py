from __future__ import annotations

import pytest
from flask import Flask, Response, abort
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import ImATeapot

from maturity.web.access import Needs, needs
from maturity.web.errors import error_answer, kept_text
from tests.factories.installations import Setting
from tests.web.browser import Browser

JSON = {"Accept": "application/json"}


def answering(app: Flask, monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    """Let the home page fail."""

    def fail() -> Response:
        raise problem

    monkeypatch.setitem(app.view_functions, "home.home", needs(Needs.SIGN_IN)(fail))


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 429, 500, 503, 507])
def test_every_error_has_a_page_that_says_what_happened_and_what_to_do(app: Flask, lead: Browser, status: int) -> None:
    with app.test_request_context():
        answer = error_answer(status)
    assert answer.status_code == status
    html = answer.get_data(as_text=True)
    assert html.count("<h1") == 1
    assert "<title>" in html


def test_an_error_can_say_what_it_is_about(app: Flask) -> None:
    with app.test_request_context():
        answer = error_answer(409, what_happened="The round is <closed>.", what_to_do="Open it.")
    html = answer.get_data(as_text=True)
    assert "The round is &lt;closed&gt;." in html
    assert "Open it." in html


def test_an_error_that_says_what_to_do_already_says_no_more(app: Flask) -> None:
    with app.test_request_context():
        html = error_answer(404, what_happened="Ask for a new one.", what_to_do="").get_data(as_text=True)
    assert "Check the address" not in html
    assert "<p></p>" not in html


def test_the_script_of_a_page_is_answered_in_json(app: Flask) -> None:
    with app.test_request_context(headers=JSON):
        answer = error_answer(503)
    assert (answer.status_code, answer.get_json()["status"]) == (503, "not saved")


@pytest.mark.parametrize(
    "fault, status",
    [("database is locked", 503), ("database or disk is full", 507), ("no such table: account", 500)],
)
def test_a_database_that_refuses_has_its_own_answer_and_names_no_statement(
    app: Flask, lead: Browser, monkeypatch: pytest.MonkeyPatch, fault: str, status: int
) -> None:
    answering(app, monkeypatch, OperationalError("SELECT secrets", {"reason": "candid"}, Exception(fault)))
    page = lead.get("/", expect=status)
    assert "SELECT" not in page.response.text
    assert "candid" not in page.response.text
    assert fault not in page.response.text


@pytest.mark.parametrize(
    "fault, status, title",
    [("database is locked", 503, "The service is busy"), ("disk is full", 507, "The disk is full")],
)
def test_a_page_that_was_only_opened_says_nothing_of_saving(
    app: Flask, lead: Browser, monkeypatch: pytest.MonkeyPatch, fault: str, status: int, title: str
) -> None:
    answering(app, monkeypatch, OperationalError("SELECT secrets", {}, Exception(fault)))
    page = lead.get("/", expect=status)
    assert page.h1 == title
    assert "so this page could not be shown" in page.text
    for words in ("save", "Your text", "Copy"):
        assert words not in page.text


@pytest.mark.parametrize("fault, status", [("database is locked", 503), ("disk is full", 507)])
def test_a_page_that_asks_for_something_to_be_made_has_no_text_to_copy(
    app: Flask, lead: Browser, monkeypatch: pytest.MonkeyPatch, fault: str, status: int
) -> None:
    answering(app, monkeypatch, OperationalError("INSERT INTO report_job", {}, Exception(fault)))
    page = lead.get("/", expect=status)
    assert page.h1.startswith("Not saved: ")
    assert "nothing was saved" in page.text
    assert "our text" not in page.text


@pytest.mark.parametrize("fault", ["disk I/O error", "attempt to write a readonly database"])
def test_a_save_that_the_disk_refused_is_not_saved_and_a_page_that_it_could_not_give_is_a_fault(
    app: Flask, lead: Browser, setting: Setting, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    def fail(**_: int) -> Response:
        raise OperationalError("SELECT secrets", {}, Exception(fault))

    form = lead.get(f"{setting.address}/partners/new")
    monkeypatch.setitem(app.view_functions, "set_up.keep_new_partner", needs(Needs.SIGN_IN)(fail))
    page = form.submit(name="Typed with care", type="other", expect=503)
    assert page.h1 == "Not saved: the disk refused it"
    assert "Typed with care" in page.text
    assert fault not in page.response.text
    answering(app, monkeypatch, OperationalError("SELECT secrets", {}, Exception(fault)))
    assert lead.get("/", expect=500).h1 == "Sorry, something went wrong"


@pytest.mark.parametrize("statement", ["INSERT INTO report_job", None])
def test_a_page_that_asks_for_something_to_be_made_says_so_where_the_disk_refused_to_keep_that(
    app: Flask, lead: Browser, monkeypatch: pytest.MonkeyPatch, statement: str | None
) -> None:
    answering(app, monkeypatch, OperationalError(statement, {}, Exception("disk I/O error")))
    page = lead.get("/", expect=503)
    assert page.h1 == "Not saved: the disk refused it"
    assert "nothing was saved" in page.text


def test_a_fault_is_logged_and_the_page_says_nothing_of_it(
    app: Flask, lead: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answering(app, monkeypatch, RuntimeError("a detail"))
    page = lead.get("/", expect=500)
    assert page.h1 == "Sorry, something went wrong"
    assert "a detail" not in page.response.text
    assert "a detail" in caplog.text


def test_an_error_of_another_kind_keeps_its_status(app: Flask, lead: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(app, monkeypatch, ImATeapot())
    assert lead.client.get("/").status_code == 418


def test_an_answer_that_a_view_stops_with_is_sent_as_it_is(
    app: Flask, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop() -> None:
        abort(Response("as it is", 409))

    monkeypatch.setitem(app.view_functions, "home.home", needs(Needs.SIGN_IN)(stop))
    answer = lead.client.get("/")
    assert (answer.status_code, answer.text) == (409, "as it is")


def test_what_was_typed_is_kept_by_the_name_of_its_field_but_no_secret(app: Flask) -> None:
    typed = {
        "d1-c1-reason": "We see it.",
        "closing_note": "Thank you",
        "password": "three unrelated words",
        "csrf_token": "a token",
        "d1-c1-request_key": "a key of a save",
        "choice": "3",
        "d1-c1-choice": "not-applicable",
        "d1-c1-confidence": "medium",
        "seen": "the mark of a state",
        "type": "acute-trust",
        "way": "partners-first",
        "partner-3-respondent": "12",
        "to": "34",
        "lead": "56",
        "p3-ballot": "78",
        "criterion_id": "d1-c1",
        "minutes": "90",
        "closes_on-day": "12",
        "closes_on-month": "11",
        "closes_on-year": "2026",
    }
    with app.test_request_context(method="POST", data=typed):
        assert kept_text() == {"D1 c1: reason": "We see it.", "Closing note": "Thank you"}
    with app.test_request_context(query_string=typed):
        assert kept_text() == {}


@pytest.mark.parametrize(
    "headers, is_offered",
    [
        ({}, True),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://localhost"}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"}, False),
    ],
)
def test_a_form_that_another_site_sent_is_not_offered_to_be_sent_again(
    stranger: Browser, setting: Setting, headers: dict[str, str], is_offered: bool
) -> None:
    answer = stranger.client.post(f"{setting.address}/edit", data={"name": "A name of theirs"}, headers=headers)
    assert answer.status_code == 401
    assert ("Save it now" in answer.text) is is_offered
    assert "A name of theirs" in answer.text
    assert ("Set-Cookie" in answer.headers) is is_offered, "another site does not end the session that is there"
