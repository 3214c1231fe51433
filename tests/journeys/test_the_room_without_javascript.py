"""The room without JavaScript: buttons do everything, and a page on which nothing can be written follows by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import copy_of
from tests.factories.living_rounds import a_living_round
from tests.factories.rooms import TheRoom, a_room
from tests.journeys.browsers import OpenWindow, Window, headed, says
from tests.journeys.page_checks import PHONE
from tests.journeys.posted import Posted, serve_with_mail
from tests.journeys.responding import REASON

ALDER, BIRCH = "Alder Trust", "Birch Trust"


@pytest.fixture
def room_and_post(
    fresh_database_file: Path, instance: Path, open_window: OpenWindow
) -> Iterator[tuple[TheRoom, Posted]]:
    """A round of two partners in which levels are agreed, on a server that sends mail; its room is not open yet."""
    database = copy_of(fresh_database_file, instance)
    room = a_room(a_living_round(database, partners=(ALDER, BIRCH)), is_open=False)
    with serve_with_mail(database, instance, open_window) as posted:
        yield room, posted
    database.close()


def to_the_room(posted: Posted, place: int) -> Window:
    """A phone that runs no scripts, signed in by mail, in the room of the round that its person responds in."""
    email = f"person{place}@northmere.example.org"
    phone = posted.enter_from_sign_in_page(email, f"Person {place}", width=PHONE, java_script_enabled=False)
    phone.page.get_by_role("link", name="Spring 2026: ").click()
    phone.follow("Go to the room")
    return phone


def test_two_criteria_are_gone_through_without_a_script(room_and_post: tuple[TheRoom, Posted]) -> None:
    room, posted = room_and_post
    screen = posted.enter_from_sign_in_page("lead@northmere.example.org", "Lena Lead", java_script_enabled=False)
    phones = [to_the_room(posted, place) for place in (0, 1)]
    for phone in phones:
        says(phone, "The room is not open yet.")

    # when the room is opened and a vote begins by the buttons of the screen
    screen.page.get_by_role("link", name="Spring 2026: ").click()
    screen.follow("Lead the room")
    screen.press("Open the room")
    for phone in phones:
        headed(phone, screen.heading())
    screen.press("Open a vote")

    # then it comes to both phones by itself, and each sends its vote
    for phone, name, label in zip(phones, (ALDER, BIRCH), ("1 Emerging", "3 Maturing"), strict=True):
        says(phone, f"The vote of {name}")
        says(screen, f"Not in yet: {name}" if name == BIRCH else f"Not in yet: {ALDER}, {BIRCH}")
        assert "1 Emerging" not in screen.page.locator("[data-part=vote]").inner_text()
        phone.choose(label)
        phone.press("Send our vote")

    # and all that is in is shown to everybody, what is agreed as well
    for window in (screen, *phones):
        says(window, "Every partner voted.")
    screen.choose("2 Developing")
    screen.fill(REASON, "In the middle.")
    screen.press("Record")
    for phone in phones:
        says(phone, "What we agree: 2 Developing", "In the middle.")
    phones[0].follow(f"Record the dissent of {ALDER}")
    phones[0].page.get_by_role("textbox").fill("We hold that it is 1.")
    phones[0].press("Record the dissent")
    says(phones[1], f"Dissent of {ALDER}: We hold that it is 1.")

    # and everybody goes on, up to the end of the meeting
    before = screen.heading()
    screen.page.get_by_role("button", name="Next: ").click()
    expect(screen.page.get_by_role("heading", level=1)).not_to_have_text(before)
    for phone in phones:
        headed(phone, screen.heading())
    screen.page.get_by_text("All criteria, keys, and the end of the meeting").click()
    screen.press("End the meeting")
    for phone in phones:
        says(phone, "The meeting has ended.")
    assert room.seen_by(room.living.lead).conversation is None
