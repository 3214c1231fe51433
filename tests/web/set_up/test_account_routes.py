from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.administer import disable_account
from maturity.usecases.sign_in import add_account
from tests.factories.installations import NOW, Setting, an_account
from tests.web.browser import Browser, Page, words
from tests.web.conftest import CountQueries, SignIn


def test_an_administrator_adds_an_account_that_may_set_up_collaboratives(
    administrator: Browser, stranger: Browser
) -> None:
    page = administrator.get("/administer").follow("Add an account")
    page = page.submit(name="Ada Brook", email="ada@example.org", may_set_up="y")
    assert page.h1 == "Send Ada Brook this link"
    assert words(page.soup.select(".nhsuk-breadcrumb__list-item")[0]) == "People who can sign in"
    address = str(page.soup.select_one("#link")["value"]).removeprefix("http://localhost")  # type: ignore[index]  # found
    assert stranger.get(address).h1 == "Set your password"
    rows = administrator.get("/administer").rows()
    assert ["Ada Brook ada@example.org", "Set up collaboratives", "0", "No password yet"] in [row[:4] for row in rows]


def test_without_the_tick_an_account_may_not_set_up(administrator: Browser) -> None:
    administrator.get("/administer/accounts/new").submit(name="Ada", email="ada@example.org", may_set_up=None)
    assert ["Ada ada@example.org", "–"] in [row[:2] for row in administrator.get("/administer").rows()]


def test_a_wrong_account_form_says_so(administrator: Browser) -> None:
    form = administrator.get("/administer/accounts/new")
    assert form.submit(expect=422).errors == ["Enter the name of the person.", "Enter an email address."]
    again = form.submit(name="Jo", email="ADMINISTRATOR@example.org", expect=422)
    assert again.errors == ["There is an account with this email address already."]
    assert again.value("name") == "Jo"
    assert form.submit(name="Jo", email="jo", expect=422).errors == [
        "Enter an email address in the format name@example.org."
    ]


def test_a_disabled_account_is_signed_out_and_can_be_enabled_again(
    administrator: Browser, database: Database, sign_in: SignIn
) -> None:
    account = an_account(database)
    person = sign_in(account)
    page = administrator.get("/administer").follow("Disable the account of Ada Brook")
    assert page.h1 == "Disable the account of Ada Brook?"
    done = page.submit()
    assert done.notice == "The account of Ada Brook is disabled."
    assert "Disabled" in done.text
    assert person.get("/").h1 == "Sign in"
    assert sign_in(account).get("/").h1 == "Sign in"
    again = done.submit(button="Enable the account of Ada Brook")
    assert again.notice == "Ada Brook can sign in again."
    assert sign_in(account).get("/").h1 == "Your work"


def test_no_link_is_made_for_a_disabled_account(administrator: Browser, database: Database) -> None:
    an_account(database)
    listed = administrator.get("/administer")
    listed.follow("Disable the account of Ada Brook").submit()
    refused = listed.submit(button="Make a password link for Ada Brook", expect=409)
    assert "This account is disabled." in refused.text


def test_who_was_disabled_meanwhile_does_not_disable_the_last_administrator(
    administrator: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        other = add_account(session, name="Sam", email="sam@example.org", is_administrator=True, by=None, now=NOW)

    def be_disabled_first(session: Session, **asked: Any) -> None:
        session.get_one(Account, asked["by"]).is_disabled = True
        session.flush()
        disable_account(session, **asked)

    monkeypatch.setattr("maturity.web.set_up.account_routes.disable_account", be_disabled_first)
    refused = administrator.get(f"/administer/accounts/{other}/disable").submit(expect=409)
    assert "Nobody else can administer now" in refused.text


def test_administrators_do_not_lock_themselves_out(administrator: Browser) -> None:
    page = administrator.get("/administer")
    assert "Disable the account of Jo Tennant" not in page.links
    refused = administrator.get("/administer/accounts/1/disable").submit(expect=409)
    assert "You cannot disable your own account." in refused.text


def test_an_administrator_resets_a_password(administrator: Browser, database: Database) -> None:
    an_account(database)
    page = administrator.get("/administer").submit(button="Make a password link for Ada Brook")
    assert page.h1 == "Send Ada Brook this link"


def test_an_administrator_says_who_may_write_matrices(administrator: Browser, database: Database) -> None:
    an_account(database)
    page = administrator.get("/administer").follow("Permissions of Ada Brook")
    assert page.h1 == "What Ada Brook may do"
    saved = page.submit(may_author="y")
    assert saved.notice == "The permissions of Ada Brook are saved."
    assert permission_of(saved, "Ada Brook") == "Write matrices"
    again = administrator.get("/administer").follow("Permissions of Ada Brook").submit(may_set_up="y")
    assert permission_of(again, "Ada Brook") == "Set up collaboratives; Write matrices"
    none = administrator.get("/administer").follow("Permissions of Ada Brook").submit(may_set_up=None, may_author=None)
    assert permission_of(none, "Ada Brook") == "–"
    with database.reading() as session:
        actions = list(session.scalars(select(AuditEvent.action).where(AuditEvent.action == "change permissions")))
    assert len(actions) == 3


def test_a_new_account_can_be_an_author_at_once(administrator: Browser, sign_in: SignIn, database: Database) -> None:
    page = administrator.get("/administer/accounts/new")
    page.submit(name="Ada Brook", email="ada@example.org", may_set_up=None, may_author="y")
    with database.reading() as session:
        account = session.scalars(select(Account.id).where(Account.email == "ada@example.org")).one()
    assert sign_in(account).get("/matrices/add").h1 == "Add a matrix"


def test_the_permissions_of_an_administrator_are_not_offered_to_change(administrator: Browser) -> None:
    assert "Permissions of Jo Tennant" not in administrator.get("/administer").links


def permission_of(page: Page, name: str) -> str:
    return next(row[1] for row in page.rows() if row[0].startswith(name))


def test_no_one_else_manages_accounts(setting: Setting, sign_in: SignIn) -> None:
    for account in (setting.lead, setting.viewer):
        for address in ("", "/accounts/new", "/accounts/1/disable", "/accounts/1/permissions"):
            sign_in(account).get(f"/administer{address}", expect=403)


def test_an_administrator_sees_no_collaborative(administrator: Browser, setting: Setting) -> None:
    setting.add_round()
    assert "Three Rivers" not in administrator.get("/administer").text
    for address in (setting.address, setting.round_address(), f"{setting.round_address()}/participants"):
        administrator.get(address, expect=404)


def test_a_long_list_is_shown_fifty_at_a_time_by_as_many_queries(
    administrator: Browser, database: Database, count_queries: CountQueries
) -> None:
    few = count_queries(lambda: administrator.get("/administer"))
    for number in range(60):
        an_account(database, name=f"Person {number:02}")
    assert count_queries(lambda: administrator.get("/administer")) == few
    page = administrator.get("/administer")
    assert len(page.rows()) == 50
    assert "Accounts before these" not in page.links
    after = page.follow("Accounts after these")
    assert len(after.rows()) == 11
    assert after.follow("Accounts before these").rows() == page.rows()
    for wrong in ("0", "3", "-1", "99999999999999999999"):
        administrator.get(f"/administer?page={wrong}", expect=404)


def test_an_account_that_is_not_there_is_not_found(administrator: Browser) -> None:
    administrator.get("/administer/accounts/77/disable", expect=404)
