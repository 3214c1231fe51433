"""Coming in by a link that arrived in a mail, as the mail server took it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from maturity.persistence.engine import Database
from maturity.persistence.rows.account import Role
from maturity.persistence.rows.message import MessageKind, MessageRow
from maturity.usecases.passwords import hash_password, is_right_password
from maturity.usecases.post import invite_to_collaborative
from maturity.usecases.set_up import add_person
from maturity.usecases.sign_in import add_account
from tests.factories.installations import an_account
from tests.factories.living_rounds import NOW, PASSWORD, LivingRound, a_living_round, level
from tests.factories.mailboxes import Mailbox, text_of, token_in
from tests.factories.posting import write_to_all
from tests.web.browser import Browser, Page
from tests.web.conftest import Clock, SignIn
from tests.web.mail import PUBLIC, QuietOffice

FIRST = "person0@northmere.example.org"


@pytest.fixture
def living(database: Database) -> LivingRound:
    return a_living_round(database)


@pytest.fixture
def link(living: LivingRound, office: QuietOffice, mailbox: Mailbox) -> str:
    """The link in the invitation of the first person."""
    write_to_all(living)
    assert office.send_waiting() == 3
    (message,) = mailbox.to(FIRST)
    return f"/enter/{token_in(message)}"


def test_an_invited_person_comes_in_once_and_is_where_the_work_is(
    stranger: Browser, living: LivingRound, link: str
) -> None:
    page = stranger.get(link)
    assert page.h1 == "Continue as Person 0?"
    arrived = page.submit(button="Continue as Person 0")
    assert arrived.address == f"/collaboratives/{living.collaborative}/rounds/1/respond/{living.partner}"
    assert "Person 0" in arrived.soup.get_text()


def test_looking_at_a_link_uses_nothing_up(app: Flask, stranger: Browser, link: str) -> None:
    for method in ("get", "head", "get"):
        assert getattr(app.test_client(), method)(link).status_code == 200
    stranger.get(link).submit()
    assert stranger.get("/").h1 == "Your work"


def test_the_links_in_mails_come_from_the_settings_and_from_no_host_header(
    app: Flask, living: LivingRound, office: QuietOffice, mailbox: Mailbox
) -> None:
    elsewhere = "http://elsewhere.example"
    client = app.test_client()
    token = Page(Browser(client), client.get("/sign-in/link", base_url=elsewhere)).value("csrf_token")
    sent = client.post("/sign-in/link", base_url=elsewhere, data={"email": FIRST, "csrf_token": token})
    assert sent.status_code == 200
    assert office.send_waiting() == 1
    assert f"{PUBLIC}/enter/" in text_of(mailbox.messages[0])
    assert "elsewhere" not in mailbox.raw


def test_a_link_that_was_used_or_has_expired_or_never_was_says_the_same(
    app: Flask, stranger: Browser, link: str, clock: Clock
) -> None:
    stranger.get(link).submit()
    used = Browser(app.test_client()).get(link, expect=404)
    never = Browser(app.test_client()).get(f"/enter/{'x' * 43}", expect=404)
    assert used.h1 == "This link does not work any more"
    assert used.text == never.text
    assert used.buttons == ["Email me a new link"]
    clock.now = NOW + timedelta(days=15)
    assert Browser(app.test_client()).get(link, expect=404).text == never.text


def test_a_spent_link_sends_a_new_one_to_where_it_went_and_says_the_same_for_any(
    app: Flask, stranger: Browser, office: QuietOffice, mailbox: Mailbox, link: str, clock: Clock
) -> None:
    stranger.get(link).submit()
    clock.now = NOW + timedelta(days=1)
    somebody = Browser(app.test_client())
    known = somebody.get(link, expect=404).submit(button="Email me a new link")
    unknown = somebody.get(f"/enter/{'x' * 43}", expect=404).submit(button="Email me a new link")
    assert known.h1 == "Look at your email"
    assert known.text == unknown.text
    assert office.send_waiting() == 1
    new = f"/enter/{token_in(mailbox.to(FIRST)[-1])}"
    assert new != link
    somebody.get(new).submit()
    assert "Person 0" in somebody.get("/").soup.get_text()


def test_who_opens_their_own_link_again_is_where_it_leads_to(stranger: Browser, link: str) -> None:
    arrived = stranger.get(link).submit()
    assert stranger.get(link).address == arrived.address


def test_a_link_that_was_passed_on_says_whose_it_is_and_ends_the_other_sign_in(
    app: Flask, database: Database, sign_in: SignIn, link: str
) -> None:
    browser = sign_in(an_account(database, name="Ben Hale"))
    before = browser.client.get_cookie("maturity")
    assert before is not None
    page = browser.get(link)
    assert "You are signed in here as Ben Hale." in page.text
    assert "If you are not Person 0, close this page: nothing changes." in page.text
    assert "Ben Hale" in browser.get("/").soup.get_text()
    page.submit()
    after = browser.client.get_cookie("maturity")
    assert after is not None
    assert after.value != before.value
    assert "Ben Hale" not in browser.get("/").soup.get_text()
    copied = app.test_client()
    copied.set_cookie("maturity", before.value)
    assert copied.get("/").headers["Location"].startswith("/sign-in")


def test_a_reminder_opens_the_first_domain_that_is_not_finished(
    stranger: Browser, living: LivingRound, office: QuietOffice, mailbox: Mailbox
) -> None:
    for criterion in living.matrix.criteria[:4]:
        living.answer(level(2), criterion=criterion.id, key=criterion.id)
    write_to_all(living, MessageKind.REMINDER)
    office.send_waiting()
    arrived = stranger.get(f"/enter/{token_in(mailbox.to(FIRST)[0])}").submit()
    assert arrived.address.endswith(f"/criteria/{living.matrix.criteria[4].id}")


@pytest.fixture
def offered(living: LivingRound, office: QuietOffice, mailbox: Mailbox) -> str:
    """The link of somebody with a password, whom a second collaborative offers a role."""
    with living.database.writing() as session:
        account = add_account(
            session, name="Ada Brook", email="ada@example.org", now=NOW, by=None, password_hash=hash_password(PASSWORD)
        )
        add_person(
            session,
            collaborative=living.collaborative,
            name="",
            email="ada@example.org",
            role=Role.VIEWER,
            partner=None,
            by=living.lead,
            now=NOW,
        )
        invite_to_collaborative(session, collaborative=living.collaborative, account=account, by=living.lead, now=NOW)
    office.send_waiting()
    return f"/enter/{token_in(mailbox.to('ada@example.org')[0])}"


def test_a_role_that_waits_is_taken_on_with_the_password(stranger: Browser, living: LivingRound, offered: str) -> None:
    page = stranger.get(offered)
    assert "Northmere offers you this." in page.text
    assert page.submit(expect=422).errors == ["Enter your password."]
    assert page.submit(password="not the right words", expect=422).errors == ["The password is not right."]
    arrived = page.submit(password=PASSWORD)
    assert arrived.notice == "You now take part in Northmere."
    assert arrived.address == f"/collaboratives/{living.collaborative}"


def test_tries_at_the_password_of_a_link_are_counted(stranger: Browser, offered: str) -> None:
    page = stranger.get(offered)
    for _ in range(10):
        page.submit(password="not the right words", expect=422)
    assert "Wait fifteen minutes" in page.submit(password=PASSWORD, expect=429).text


def test_a_role_that_is_offered_while_the_password_is_checked_is_not_taken_on_unseen(
    stranger: Browser, living: LivingRound, offered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check_while_more_is_offered(password_hash: str | None, password: str) -> bool:
        with living.database.writing() as session:
            add_person(
                session,
                collaborative=living.collaborative,
                name="",
                email="ada@example.org",
                role=Role.FACILITATOR,
                partner=None,
                by=living.lead,
                now=NOW,
            )
        monkeypatch.undo()
        return is_right_password(password_hash, password)

    monkeypatch.setattr("maturity.web.sign_in.entry_routes.is_right_password", check_while_more_is_offered)
    page = stranger.get(offered).submit(password=PASSWORD)
    assert page.notice == "Something changed while you came in, so please look again."
    assert Role.FACILITATOR.label in page.text
    assert page.submit(password=PASSWORD).notice == "You now take part in Northmere."


def test_who_does_not_know_the_password_sets_a_new_one(
    app: Flask, stranger: Browser, living: LivingRound, offered: str
) -> None:
    set_password = stranger.get(offered).submit({"forget": "y"})
    assert set_password.h1 == "Set your password"
    new = "a wholly different phrase"
    assert set_password.submit(password=new, password_again=new).h1 == "Your work"
    assert stranger.get(f"/collaboratives/{living.collaborative}").h1
    other = Browser(app.test_client())
    page = other.get("/sign-in").submit(email="ada@example.org", password=PASSWORD, expect=422)
    assert page.errors == ["The email address or the password is not right."]


def test_a_link_to_sign_in_is_sent_and_the_answer_is_the_same_for_every_address(
    stranger: Browser, living: LivingRound, office: QuietOffice, mailbox: Mailbox, database: Database
) -> None:
    page = stranger.get("/sign-in").follow("Email me a link to sign in")
    known = page.submit(email=FIRST)
    unknown = page.submit(email="nobody@northmere.example.org")
    assert known.text.replace(FIRST, "#") == unknown.text.replace("nobody@northmere.example.org", "#")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(MessageRow)) == 1
    assert office.send_waiting() == 1
    assert mailbox.messages[0]["Reply-To"] is None
    arrived = stranger.get(f"/enter/{token_in(mailbox.messages[0])}").submit()
    assert arrived.address == "/"
    assert "Person 0" in arrived.soup.get_text()


def test_wishes_for_links_are_counted(stranger: Browser, office: QuietOffice) -> None:
    page = stranger.get("/sign-in/link")
    for _ in range(10):
        page.submit(email="nobody@example.org")
    assert "Wait fifteen minutes" in page.submit(email="nobody@example.org", expect=429).text
    assert page.submit(expect=422).errors == ["Enter your email address."]


def test_without_a_mail_server_no_link_is_offered(stranger: Browser) -> None:
    assert "Email me a link to sign in" not in stranger.get("/sign-in").links
    stranger.get("/sign-in/link", expect=404)
    page = stranger.get(f"/enter/{'x' * 43}", expect=404)
    assert page.buttons == []
    assert "Ask whoever sent it for a new one" in page.text
