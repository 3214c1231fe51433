"""An answer that cannot be saved is never called saved, and its words stay with whoever wrote them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from maturity.usecases.respond import save_answer
from tests.factories.living_rounds import LivingRound
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn
from tests.web.respond.conftest import FIRST, JSON, fields, token_of


def test_a_form_sent_after_the_round_moved_on_is_refused_with_its_text(
    respondent: Browser, living: LivingRound, base: str
) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}")
    living.move("close-responding")
    refused = page.submit(expect=409, d1__c1__choice="2", d1__c1__reason="Too late, but not lost.")
    kept = refused.soup.find("textarea", attrs={"readonly": True})
    assert kept is not None
    assert "Too late, but not lost." in kept.get_text()


def test_a_form_sent_after_signing_out_keeps_every_word_and_can_be_sent_again(
    app: Flask, respondent: Browser, living: LivingRound, sign_in: SignIn, base: str
) -> None:
    page = respondent.get(f"{base}/criteria/{FIRST}")
    other_tab = Browser(respondent.client).get("/who-sees-what")
    token = other_tab.soup.select_one("form[data-sign-out] input[name=csrf_token]")
    assert token is not None
    respondent.client.post("/sign-out", data={"csrf_token": str(token["value"])})
    signed_out = page.submit(expect=401, d1__c1__choice="2", d1__c1__reason="Typed for an hour.")
    assert signed_out.h1 == "You have been signed out"
    assert "Typed for an hour." in signed_out.text

    back = sign_in(living.respondent)
    again = held_by(signed_out, back).submit(button="Save it now", expect=400)
    assert again.h1 == "Check and save again"
    saved = again.submit(button="Save it now")
    assert saved.address.endswith("d1-c2")
    assert back.get(f"{base}/criteria/{FIRST}").value("d1-c1-reason") == "Typed for an hour."


def held_by(page: Page, browser: Browser) -> Page:
    """The page as it still stands in a tab of a browser that has signed in again."""
    page.browser = browser
    browser.client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    browser.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return page


def test_a_form_from_another_site_is_not_offered_to_be_sent_again(respondent: Browser, base: str) -> None:
    answer = respondent.client.post(
        f"{base}/criteria/{FIRST}",
        data=fields(choice="1", reason="forged", based_on="0", request_key="k"),
        headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 400
    assert "Save it now" not in answer.text


def test_a_script_whose_person_was_signed_out_is_told_so(app: Flask, base: str) -> None:
    answer = app.test_client().post(f"{base}/criteria/{FIRST}", data=fields(choice="1"), headers=JSON)
    assert (answer.status_code, answer.get_json()["status"]) == (401, "signed out")


@pytest.mark.parametrize(
    "fault, status, words",
    [("database is locked", 503, "busy"), ("database or disk is full", 507, "disk"), ("disk I/O error", 503, "disk")],
)
def test_a_save_that_the_database_refuses_is_never_called_saved(
    respondent: Browser, base: str, monkeypatch: pytest.MonkeyPatch, fault: str, status: int, words: str
) -> None:
    client = respondent.client
    page = respondent.get(f"{base}/criteria/{FIRST}")
    token = token_of(client, f"{base}/criteria/{FIRST}")

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception(fault))

    monkeypatch.setattr("maturity.web.respond.routes.save_answer", refuse)
    answer = client.post(
        f"{base}/criteria/{FIRST}",
        data={"csrf_token": token, **fields(choice="1", reason="words", based_on="0", request_key="k")},
        headers=JSON,
    )
    assert answer.status_code == status
    assert answer.get_json()["status"] == "not saved"
    assert words in answer.get_json()["message"]
    shown = page.submit(expect=status, d1__c1__reason="These words stay.")
    assert "These words stay." in shown.text


def test_a_form_whose_last_answer_fails_leaves_none_of_it_saved(
    respondent: Browser, living: LivingRound, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = respondent.get(f"{base}/domains/d1")

    def refuse_the_last(*arguments: Any, **named: Any) -> Any:
        if named["criterion_id"] == "d1-c3":
            raise OperationalError("INSERT", {}, Exception("database is locked"))
        return save_answer(*arguments, **named)

    monkeypatch.setattr("maturity.web.respond.routes.save_answer", refuse_the_last)
    refused = page.submit(expect=503, d1__c1__reason="first words", d1__c3__reason="last words")
    assert "first words" in refused.text
    with living.database.reading() as session:
        assert living.sheet(session).answers == {}
