from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from maturity.core.round import Stage
from maturity.persistence.engine import Database
from maturity.web.access import Needs, find_current_visitor, hide_draft, needs, permission_of
from tests.factories.installations import Setting, a_setting, an_account, an_administrator
from tests.web.browser import Browser
from tests.web.conftest import SignIn


def test_a_view_that_names_no_permission_is_not_there(
    app: Flask, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_to_nobody() -> str:
        return "anything"

    lead.get("/who-sees-what")
    monkeypatch.setitem(app.view_functions, "home.who_sees_what", open_to_nobody)
    lead.get("/who-sees-what", expect=404)
    monkeypatch.setitem(app.view_functions, "home.who_sees_what", needs(Needs.NOTHING)(open_to_nobody))
    assert lead.client.get("/who-sees-what").text == "anything"


def test_the_permission_of_a_view_is_what_stands_above_it(app: Flask) -> None:
    with app.app_context():
        assert permission_of("static") is Needs.NOTHING
        assert permission_of("home.home") is Needs.SIGN_IN
        assert permission_of("respond.submit") is Needs.RESPONDENT


def test_who_is_not_signed_in_is_sent_to_sign_in_and_then_on(stranger: Browser, setting: Setting) -> None:
    answer = stranger.client.get(f"{setting.address}/progress?from=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/sign-in?next={setting.address}/progress?from%3D1"
    with stranger.client as client:
        client.get("/who-sees-what")
        assert find_current_visitor() is None


@pytest.mark.parametrize(
    "who, address, status",
    [
        (lambda s: s.viewer, "/edit", 403),
        (lambda s: s.respondents[0], "/people", 403),
        (lambda s: s.respondents[0], "/partners", 200),
        (lambda s: s.viewer, "/rounds/1/agree", 403),
        (lambda s: s.lead, "/rounds/1/respond/1", 404),
    ],
)
def test_a_role_opens_its_own_pages(
    setting: Setting, sign_in: SignIn, who: Callable[[Setting], int], address: str, status: int
) -> None:
    setting.add_round()
    sign_in(who(setting)).get(f"{setting.address}{address}", expect=status)


def test_another_collaborative_is_not_there_even_for_an_administrator(
    database: Database, setting: Setting, sign_in: SignIn
) -> None:
    other = a_setting(database, name="Elsewhere Alliance")
    for account in (other.lead, an_administrator(database), an_account(database)):
        sign_in(account).get(setting.address, expect=404)


def test_only_who_may_set_up_or_administers_adds_collaboratives(database: Database, sign_in: SignIn) -> None:
    sign_in(an_account(database, name="Ada Brook")).get("/collaboratives/new", expect=403)
    sign_in(an_account(database, name="Ben Carr", may_set_up=True)).get("/collaboratives/new")
    sign_in(an_administrator(database)).get("/collaboratives/new")


@pytest.mark.parametrize("stage", list(Stage))
def test_a_draft_is_there_for_its_leads_alone(
    app: Flask, setting: Setting, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    def view() -> str:
        hide_draft(setting.collaborative, stage)
        return "there"

    monkeypatch.setitem(app.view_functions, "home.home", needs(Needs.SIGN_IN)(view))
    assert sign_in(setting.lead).client.get("/").text == "there"
    for account in (setting.viewer, setting.respondents[0]):
        assert sign_in(account).client.get("/").status_code == (404 if stage is Stage.DRAFT else 200)
