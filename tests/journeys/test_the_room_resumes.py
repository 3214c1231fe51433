"""A laptop that closes in the middle of a vote: who conducts comes back by the sign-in page, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from maturity.persistence.rows.account import Role
from maturity.usecases.set_up import add_person
from tests.conftest import copy_of
from tests.factories.living_rounds import a_living_round
from tests.factories.rooms import TheRoom, a_room
from tests.journeys.browsers import OpenWindow, Window, headed, says
from tests.journeys.page_checks import PHONE, PROJECTOR
from tests.journeys.posted import Posted, serve_with_mail
from tests.journeys.responding import REASON

PARTNERS = ("Alder Trust", "Birch Trust", "Cedar Trust")
FAY = "fay@northmere.example.org"


@pytest.fixture
def room_and_post(
    fresh_database_file: Path, instance: Path, open_window: OpenWindow
) -> Iterator[tuple[TheRoom, Posted]]:
    """The open room of three partners with a facilitator, on a server that sends mail."""
    database = copy_of(fresh_database_file, instance)
    room = a_room(a_living_round(database, partners=PARTNERS))
    with database.writing() as session:
        add_person(
            session,
            collaborative=room.living.collaborative,
            name="Fay Marsh",
            email=FAY,
            role=Role.FACILITATOR,
            partner=None,
            by=room.living.lead,
            now=datetime.now(UTC),
        )
    with serve_with_mail(database, instance, open_window) as posted:
        yield room, posted
    database.close()


def conduct(posted: Posted) -> Window:
    """Come in by the sign-in page, and go to the screen for all eyes by what the pages offer."""
    screen = posted.enter_from_sign_in_page(FAY, "Fay Marsh", width=PROJECTOR, height=1080)
    screen.page.get_by_role("link", name="Spring 2026: ").click()
    screen.follow("Lead the room")
    expect(screen.page.locator("[data-line]")).to_have_text("Following")
    return screen


def test_a_facilitator_whose_laptop_closes_in_an_open_vote_goes_on_where_the_room_was(
    room_and_post: tuple[TheRoom, Posted],
) -> None:
    room, posted = room_and_post

    # given a second criterion with a vote on it, one partner in, and a timer
    screen = conduct(posted)
    first = screen.heading()
    screen.page.keyboard.press("b")
    expect(screen.page.get_by_role("heading", level=1)).not_to_have_text(first)
    criterion = screen.heading()
    screen.page.keyboard.press("t")
    expect(screen.page.get_by_role("timer")).to_contain_text("left")
    screen.page.keyboard.press("v")
    says(screen, "0 of 3 are in")
    phone = posted.enter_from_sign_in_page("person0@northmere.example.org", "Person 0", width=PHONE)
    phone.open(room.address)
    phone.choose("4 Thriving")
    phone.fill("Why? (you can leave this empty)", "We did it twice this year.")
    phone.press("Send our vote")
    says(screen, "1 of 3 is in")

    # when the laptop is gone, and another partner votes meanwhile
    screen.context.close()
    ballot = room.talk().tally
    assert ballot is not None
    room.ballot = ballot.ballot.id
    room.vote(1, 2)
    says(phone, "2 of 3 are in", "Not in yet: Cedar Trust")

    # then the one who comes back is where the room is, and sees no vote
    screen = conduct(posted)
    headed(screen, criterion)
    says(screen, "2 of 3 are in", "Not in yet: Cedar Trust")
    expect(screen.page.get_by_role("timer")).to_be_visible()
    assert "We did it twice this year." not in screen.page.content()

    # and the meeting goes on: the last vote reveals them all, and what is agreed is recorded
    room.vote(2, 3)
    for window in (screen, phone):
        says(window, "Every partner voted.")
        expect(window.page.locator("[data-part=strips]")).to_contain_text("We did it twice this year.")
    screen.choose("3 Maturing")
    screen.fill(REASON, "We heard all three.")
    screen.press("Record")
    says(phone, "What we agree: 3 Maturing", "We heard all three.")
