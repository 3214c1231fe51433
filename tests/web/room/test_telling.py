"""One press tells everybody who responds that the room is open, with a link that leads into it."""

from __future__ import annotations

from datetime import timedelta

from maturity.persistence.engine import Database
from tests.factories.living_rounds import NOW
from tests.factories.mailboxes import Mailbox, text_of, token_in
from tests.factories.rooms import TheRoom, a_room_in
from tests.web.browser import Browser
from tests.web.conftest import Clock, SignIn
from tests.web.mail import QuietOffice

TELL = "Tell everyone the room is open"
FIRST = "person0@northmere.example.org"


def conduct(room: TheRoom, sign_in: SignIn) -> Browser:
    return sign_in(room.living.lead)


def test_one_press_leads_everybody_who_responds_into_the_room(
    room: TheRoom, sign_in: SignIn, office: QuietOffice, mailbox: Mailbox, stranger: Browser
) -> None:
    page = conduct(room, sign_in).get(f"{room.address}/facilitate")
    calls = office.calls
    page = page.submit(button=TELL)
    assert page.notice == "3 messages are on their way."
    assert office.calls == calls + 1
    assert office.send_waiting() == 3
    (message,) = mailbox.to(FIRST)
    assert "the room is open" in message["Subject"]
    assert "vote for Alder Trust" in text_of(message)
    page = stranger.get(f"/enter/{token_in(message)}")
    assert "Where each partner stands" not in page.text, "opening a link signs nobody in: mail scanners open them too"
    arrived = page.submit()
    assert arrived.address == room.address
    assert "Where each partner stands" in arrived.text


def test_a_second_press_on_the_same_day_writes_to_nobody(
    room: TheRoom, sign_in: SignIn, office: QuietOffice, clock: Clock
) -> None:
    page = conduct(room, sign_in).get(f"{room.address}/facilitate")
    page.submit(button=TELL)
    assert office.send_waiting() == 3
    assert page.submit(button=TELL).notice == "There was nobody left to write to now."
    clock.now = NOW + timedelta(hours=25)
    page = conduct(room, sign_in).get(f"{room.address}/facilitate").submit(button=TELL)
    assert page.notice == "3 messages are on their way."


def test_a_room_is_opened_and_told_of_by_one_press(database: Database, sign_in: SignIn, office: QuietOffice) -> None:
    room = a_room_in(database, is_open=False)
    page = conduct(room, sign_in).get(f"{room.address}/facilitate")
    page = page.submit(button="Open it and tell everyone by email")
    assert page.notice == "3 messages are on their way."
    assert "Where each partner stands" in page.text
    assert office.send_waiting() == 3


def test_nobody_is_led_into_a_room_that_has_ended_meanwhile(
    room: TheRoom, sign_in: SignIn, office: QuietOffice, mailbox: Mailbox
) -> None:
    page = conduct(room, sign_in).get(f"{room.address}/facilitate").submit(button=TELL)
    page.submit(button="End the meeting")
    assert office.send_waiting() == 0
    assert mailbox.messages == []


def test_without_mail_there_is_the_address_to_copy_and_nothing_to_press(room: TheRoom, sign_in: SignIn) -> None:
    conductor = conduct(room, sign_in)
    page = conductor.get(f"{room.address}/facilitate")
    assert TELL not in page.buttons
    assert page.soup.select("#room-link")[0]["value"] == f"http://localhost{room.address}"
    token = page.soup.select("[name=csrf_token]")[0]["value"]
    assert conductor.client.post(f"{room.address}/acts/tell", data={"csrf_token": token}).status_code == 404


def test_only_who_conducts_the_room_tells_everybody(room: TheRoom, sign_in: SignIn, office: QuietOffice) -> None:
    voter = sign_in(room.living.respondent)
    page = voter.get(room.address)
    assert TELL not in page.buttons
    assert "room-link" not in page.response.text
    token = voter.client.get(room.address.removesuffix("room") + "agree/token").get_json()["csrf_token"]
    assert voter.client.post(f"{room.address}/acts/tell", data={"csrf_token": token}).status_code == 403
    assert office.send_waiting() == 0
