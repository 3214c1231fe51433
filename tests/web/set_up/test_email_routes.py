"""From a message that was not delivered to the right address, and to the message sent again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import update

from maturity.persistence.rows.account import Account
from tests.factories.installations import Setting
from tests.factories.mailboxes import Mailbox
from tests.web.browser import Browser
from tests.web.conftest import SignIn
from tests.web.mail import QuietOffice, sending_to

WRONG, RIGHT = "respondent1@three.example", "right@three.example"
LINK = "Correct the email address of Respondent 1"


@pytest.fixture
def office(app: Flask, mailbox: Mailbox) -> Iterator[QuietOffice]:
    with sending_to(app, mailbox) as office:
        yield office


@pytest.fixture
def failed(lead: Browser, setting: Setting, office: QuietOffice, mailbox: Mailbox) -> str:
    """The page of messages of a round in which the first of two invitations was not delivered."""
    setting.add_round()
    setting.move("open")
    mailbox.says = {WRONG: "550 No such user"}
    address = f"{setting.round_address()}/messages"
    lead.get(address).submit(button="Invite everyone")
    office.send_waiting()
    return address


def test_a_lead_corrects_the_address_and_sends_the_message_again(
    lead: Browser, failed: str, office: QuietOffice, mailbox: Mailbox
) -> None:
    page = lead.get(failed)
    assert [link for link in page.links if link.startswith("Correct the email")] == [LINK], "the other one arrived"
    page = page.follow(LINK)
    assert page.h1 == "The email address of Respondent 1"
    back = page.submit(email=RIGHT, button="Save the address")
    assert back.address == failed
    assert back.notice == f"The email address of Respondent 1 is {RIGHT} now. Nothing was sent to it yet."
    back.submit(button="Invite Respondent 1 for")
    office.send_waiting()
    assert len(mailbox.to(RIGHT)) == 1
    assert LINK not in lead.get(failed).links


def test_an_address_that_is_none_or_somebody_elses_is_refused_beside_the_field(lead: Browser, failed: str) -> None:
    page = lead.get(failed).follow(LINK)
    for email, why in (("nobody", "in the format"), ("lead@three.example", "Add that person instead")):
        refused = page.submit(email=email, button="Save the address", expect=422)
        assert why in refused.text
    assert lead.get(failed).follow(LINK).text.count(RIGHT) == 0


def test_who_corrects_what_somebody_corrected_meanwhile_is_told_and_can_still_save(lead: Browser, failed: str) -> None:
    first, second = lead.get(failed).follow(LINK), lead.get(failed).follow(LINK)
    first.submit(email="first@three.example", button="Save the address")
    refused = second.submit(email=RIGHT, button="Save the address", expect=422)
    assert "changed meanwhile to first@three.example, and not overwritten" in refused.text
    assert refused.submit(button="Save the address").address == failed


def test_the_address_of_an_account_in_use_is_not_a_leads_and_the_page_says_what_to_do(
    lead: Browser, failed: str, setting: Setting
) -> None:
    page = lead.get(failed).follow(LINK)
    with setting.database.writing() as session:
        session.execute(update(Account).where(Account.id == setting.respondents[0]).values(password_hash="set"))
    refused = page.submit(email=RIGHT, button="Save the address", expect=422)
    for shown in (refused, lead.get(failed).follow(LINK)):
        assert "has come in with this account" in shown.text
        assert "Ask Respondent 1 whether the address is right." in shown.text
        assert shown.soup.select("input[type=email]") == []
    assert WRONG in lead.get(f"{setting.address}/people").text


def test_only_a_lead_corrects_it_and_only_of_people_of_the_collaborative(
    lead: Browser, failed: str, setting: Setting, sign_in: SignIn
) -> None:
    place = f"{setting.address}/people/{setting.respondents[0]}/email"
    sign_in(setting.viewer).get(place, expect=403)
    lead.get(f"{setting.address}/people/999/email", expect=404)
    page = lead.get(f"{setting.address}/people").follow(LINK)
    assert page.submit(email=RIGHT, button="Save the address").address == f"{setting.address}/people"
