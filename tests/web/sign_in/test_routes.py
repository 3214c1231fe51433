"""Signing in and out: who gets in, how often one may try, and what a cookie is worth afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from maturity.persistence.engine import Database
from maturity.usecases.passwords import hash_password, is_right_password
from maturity.usecases.sign_in import add_account, make_password_link, set_password
from maturity.usecases.worked_example import DEMO_ACCOUNTS, DEMO_PASSWORD
from tests.factories.installations import an_account
from tests.factories.living_rounds import NOW, PASSWORD
from tests.web.browser import Browser, Page
from tests.web.conftest import Clock, SignIn


@pytest.fixture
def account(database: Database) -> int:
    with database.writing() as session:
        return add_account(
            session, name="Ann Ash", email="Ann@Example.org", now=NOW, by=None, password_hash=hash_password(PASSWORD)
        )


def try_to_sign_in(
    stranger: Browser, *, email: str = "ann@example.org", password: str = PASSWORD, expect: int = 200
) -> Page:
    return stranger.get("/sign-in").submit(email=email, password=password, expect=expect)


def test_the_right_password_opens_the_page_that_was_asked_for(stranger: Browser, account: int) -> None:
    page = stranger.get("/matrices").submit(email="ann@example.org", password=PASSWORD)
    assert page.address == "/matrices"
    assert "Ann Ash" in page.soup.get_text()


def test_an_account_of_the_worked_example_signs_in_with_one_press_and_a_real_installation_lists_none(
    app: Flask, stranger: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(stranger.get("/sign-in").soup.select("#maincontent form")) == 1
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=True))
    email, _who = DEMO_ACCOUNTS[0]
    with database.writing() as session:
        add_account(
            session, name="Helen Okoro", email=email, now=NOW, by=None, password_hash=hash_password(DEMO_PASSWORD)
        )
    page = stranger.get("/matrices").submit(button=f"Sign in as {email}")
    assert page.address == "/matrices"
    assert "Helen Okoro" in page.soup.get_text()


@pytest.mark.parametrize("email", ["ANN@example.ORG", "  ann@example.org  "])
def test_case_and_spaces_around_an_address_do_not_matter(stranger: Browser, account: int, email: str) -> None:
    assert try_to_sign_in(stranger, email=email).address == "/"


@pytest.mark.parametrize(
    "email, password", [("ann@example.org", "not the password at all"), ("nobody@example.org", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    stranger: Browser, account: int, email: str, password: str
) -> None:
    page = try_to_sign_in(stranger, email=email, password=password, expect=422)
    assert page.errors == ["The email address or the password is not right."]


def test_what_is_missing_is_said_at_its_field(stranger: Browser) -> None:
    page = stranger.get("/sign-in").submit(expect=422)
    assert page.errors == ["Enter your email address.", "Enter your password."]


def test_after_too_many_tries_even_the_right_password_has_to_wait(stranger: Browser, account: int) -> None:
    for _ in range(10):
        try_to_sign_in(stranger, password="wrong, and wrong again", expect=422)
    assert "Wait fifteen minutes" in try_to_sign_in(stranger, expect=429).text


def test_letters_that_only_look_different_are_tries_at_the_same_address(stranger: Browser, account: int) -> None:
    for place in range(10):
        wide = "\N{FULLWIDTH LATIN SMALL LETTER A}" if place % 2 else "a"
        try_to_sign_in(stranger, email=f"{wide}nn@example.org", password="wrong, and wrong again", expect=422)
    try_to_sign_in(stranger, email="\N{FULLWIDTH LATIN SMALL LETTER A}nn@example.org", expect=429)


def test_a_password_is_hashed_before_the_transaction_that_keeps_it(
    stranger: Browser, database: Database, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        link = f"/set-password/{make_password_link(session, account=account, by=None, now=NOW)}"
    others = []

    def hash_while_somebody_else_writes(password: str) -> str:
        with database.writing() as session:  # waits for ever while a transaction of the same request is open
            others.append(add_account(session, name="Bea", email="bea@example.org", now=NOW, by=None))
        return hash_password(password)

    monkeypatch.setattr("maturity.web.sign_in.routes.hash_new_password", hash_while_somebody_else_writes)
    page = stranger.get(link).submit(password="a wholly different phrase", password_again="a wholly different phrase")
    assert page.notice == "Your password is set, and you are signed in."
    assert len(others) == 1


def test_no_session_by_the_old_password_outlives_a_new_one_that_is_set_while_it_is_checked(
    stranger: Browser, database: Database, account: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check_while_the_person_sets_another(password_hash: str | None, password: str) -> bool:
        right = is_right_password(password_hash, password)
        with database.writing() as session:
            link = make_password_link(session, account=account, by=None, now=NOW)
            set_password(session, token=link, password_hash="another hash", now=NOW)
        return right

    monkeypatch.setattr("maturity.web.sign_in.routes.is_right_password", check_while_the_person_sets_another)
    page = try_to_sign_in(stranger, expect=422)
    assert page.errors == ["The email address or the password is not right."]
    assert stranger.get("/").address.startswith("/sign-in")


def test_a_cookie_that_was_copied_is_worth_nothing_after_signing_out(
    app: Flask, stranger: Browser, account: int
) -> None:
    try_to_sign_in(stranger)
    stolen = stranger.client.get_cookie("maturity")
    assert stolen is not None
    out = stranger.client.post("/sign-out", data={"csrf_token": token_on(stranger.get("/"))})
    assert out.headers["Clear-Site-Data"] == '"storage", "cache"'
    thief = app.test_client()
    thief.set_cookie("maturity", stolen.value)
    assert thief.get("/").headers["Location"].startswith("/sign-in")


def token_on(page: Page) -> str:
    field = page.soup.select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def test_a_sign_in_ends_after_twenty_hours(stranger: Browser, account: int, clock: Clock) -> None:
    try_to_sign_in(stranger)
    clock.now = NOW + timedelta(hours=19, minutes=59)
    assert stranger.get("/").address == "/"
    clock.now = NOW + timedelta(hours=20)
    assert stranger.get("/").address == "/sign-in"


def test_a_new_cookie_is_given_at_sign_in(stranger: Browser, account: int) -> None:
    stranger.get("/sign-in")
    before = stranger.client.get_cookie("maturity")
    try_to_sign_in(stranger)
    after = stranger.client.get_cookie("maturity")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert (after.http_only, after.same_site) == (True, "Lax")


def test_a_password_is_set_once_by_its_link_and_ends_every_session(
    app: Flask, stranger: Browser, database: Database, account: int
) -> None:
    try_to_sign_in(stranger)
    with database.writing() as session:
        link = f"/set-password/{make_password_link(session, account=account, by=None, now=NOW)}"
    early = Browser(app.test_client()).get(link)
    other = Browser(app.test_client())
    new = "a wholly different phrase"
    page = other.get(link).submit(password=new, password_again=new)
    assert page.notice == "Your password is set, and you are signed in."
    assert page.h1 == "Your work"
    assert other.get("/").address == "/"
    assert stranger.get("/").address == "/sign-in"
    assert try_to_sign_in(stranger, password=new).address == "/"
    for spent in (other.get(link, expect=404), early.submit(password=new, password_again=new, expect=404)):
        assert spent.h1 == "This link does not work any more"
        assert "Ask whoever sent it for a new one. Go to your work" in spent.text


@pytest.mark.parametrize(
    "password, again, problem",
    [
        ("short", "short", "Password must be 15 characters or more"),
        ("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "too easy to guess"),
        ("one fine long phrase", "another long phrase", "The two passwords are not the same."),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(
    stranger: Browser, database: Database, account: int, password: str, again: str, problem: str
) -> None:
    with database.writing() as session:
        link = f"/set-password/{make_password_link(session, account=account, by=None, now=NOW)}"
    page = stranger.get(link).submit(password=password, password_again=again, expect=422)
    assert problem in page.errors[0]


def test_both_mistakes_of_a_new_password_are_said_together(stranger: Browser, database: Database, account: int) -> None:
    with database.writing() as session:
        link = f"/set-password/{make_password_link(session, account=account, by=None, now=NOW)}"
    page = stranger.get(link).submit(password="short", password_again="other", expect=422)
    assert page.errors == [
        "Password must be 15 characters or more. Three or four unrelated words work well.",
        "The two passwords are not the same.",
    ]
    assert stranger.get(link).submit(expect=422).errors == ["Enter a password.", "Enter the password again."]


def test_who_sets_a_password_is_signed_in_anew_and_whoever_was_before_is_signed_out(
    app: Flask, database: Database, account: int, sign_in: SignIn
) -> None:
    somebody = an_account(database, name="Ben Hale")
    browser = sign_in(somebody)
    before = browser.client.get_cookie("maturity")
    assert before is not None
    with database.writing() as session:
        link = f"/set-password/{make_password_link(session, account=account, by=None, now=NOW)}"
    new = "a wholly different phrase"
    page = browser.get(link).submit(password=new, password_again=new)
    assert "Ben Hale" not in page.soup.get_text()
    after = browser.client.get_cookie("maturity")
    assert after is not None
    assert after.value != before.value
    copied = app.test_client()
    copied.set_cookie("maturity", before.value)
    assert copied.get("/").headers["Location"].startswith("/sign-in")


def test_a_real_installation_lists_no_accounts(stranger: Browser) -> None:
    assert "worked example" not in stranger.get("/sign-in").soup.get_text()
