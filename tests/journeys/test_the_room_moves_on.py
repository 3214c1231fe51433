"""What a screen of the room does by itself: it begins each criterion at its top, says what was kept, and ends."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from maturity.core.matrix import Matrix
from tests.journeys.browsers import Window, says
from tests.journeys.page_checks import PROJECTOR
from tests.journeys.room_of_two import Meeting, follows

SAVED = re.compile(r"^Saved at \d+:\d\d[ap]m")


def title(matrix: Matrix, criterion: str) -> str:
    return matrix.criterion(criterion).title


def is_at_the_top(window: Window) -> None:
    window.page.wait_for_function("() => window.scrollY === 0")


def scroll_down(window: Window) -> None:
    window.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert window.page.evaluate("window.scrollY") > 0


def test_each_criterion_begins_at_the_top_of_every_screen_after_the_last_was_recorded(meeting: Meeting) -> None:
    # given a screen at the bottom of which a level was recorded, and two phones that were scrolled down
    screen, phone, link = meeting.conductor(width=PROJECTOR, height=700), meeting.partner(0), meeting.partner(1)
    for window in (screen, phone, link):
        follows(window)
    screen.choose("2 Developing")
    screen.fill("Why this level?", "We met.")
    screen.press("Record")
    for window in (screen, phone, link):
        says(window, "What we agree: 2 Developing")
        scroll_down(window)
    dissent = link.page.get_by_role("link", name="Record the dissent of Birch Trust")
    dissent.focus()

    # when the next criterion is gone to by its key
    before = screen.heading()
    screen.page.get_by_role("button", name="Record", exact=True).focus()
    screen.page.keyboard.press("n")

    # then all are at its top, and the focus is on its heading where it was on what is gone
    for window in (screen, phone, link):
        expect(window.page.get_by_role("heading", level=1)).not_to_have_text(before)
        is_at_the_top(window)
    expect(screen.page.locator("#talk")).to_be_focused()
    expect(link.page.locator("#talk")).to_be_focused()
    screen.check()
    assert phone.page.evaluate("document.activeElement === document.body"), "who was nowhere is led nowhere"


def test_what_was_done_on_a_criterion_is_said_until_the_room_goes_on_and_not_above_the_next(meeting: Meeting) -> None:
    meeting.room.record(2, reason="We met.")
    phone = meeting.partner(0)
    phone.follow("Record the dissent of Alder Trust")
    phone.fill("What does Alder Trust hold against this level?", "Not with us.")
    phone.press("Record the dissent")
    done = phone.page.get_by_text("The dissent is recorded.")
    expect(done).to_be_visible()
    before = phone.heading()
    meeting.room.go("d1-c2" if before != title(meeting.room.living.matrix, "d1-c2") else "d1-c1")
    expect(phone.page.get_by_role("heading", level=1)).not_to_have_text(before)
    expect(done).to_have_count(0)


def test_a_screen_on_which_something_is_written_stays_where_it_is_when_the_room_goes_on(meeting: Meeting) -> None:
    screen = meeting.conductor(height=400)
    follows(screen)
    field = screen.page.get_by_label("Why this level?")
    field.fill("Half a sentence")
    field.scroll_into_view_if_needed()
    meeting.room.go("d1-c2")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(title(meeting.room.living.matrix, "d1-c2"))
    expect(field).to_be_focused()
    assert screen.page.evaluate("window.scrollY") > 0


def test_what_was_recorded_is_said_to_be_saved_beside_its_button(meeting: Meeting) -> None:
    screen = meeting.conductor(width=PROJECTOR, height=1080)
    follows(screen)
    screen.choose("2 Developing")
    screen.fill("Why this level?", "We met.")
    screen.press("Record")
    says(screen, "What we agree: 2 Developing")
    sign = screen.page.locator("[data-part=recording] [data-answer]")
    expect(sign).to_have_text(SAVED)
    button = screen.page.get_by_role("button", name="Record", exact=True).bounding_box()
    beside = sign.bounding_box()
    assert button is not None
    assert beside is not None
    assert button["y"] <= beside["y"] + beside["height"] / 2 <= button["y"] + button["height"]
    assert 0 <= beside["x"] - button["x"] - button["width"] < 100

    # and it is announced, once, from where nothing is ever drawn anew
    expect(screen.page.locator("[data-told][role=status]")).to_have_text(SAVED)
    screen.check()

    # what is done elsewhere leaves it there, and the next act takes it away
    meeting.room.record(3, reason="We talked on.")
    says(screen, "What we agree: 3 Maturing")
    expect(sign).to_have_text(SAVED)
    screen.page.keyboard.press("t")
    expect(screen.page.get_by_role("timer")).to_be_visible()
    expect(sign).to_be_empty()


def test_a_screen_of_a_round_that_was_closed_leads_to_its_results_and_asks_no_more(meeting: Meeting) -> None:
    screen, phone = meeting.conductor(), meeting.partner(0)
    for window in (screen, phone):
        follows(window)
    living = meeting.room.living
    living.move("close", now=datetime.now(UTC))
    for window in (screen, phone):
        says(window, "This round is closed.")
        expect(window.page.locator("[data-line]")).to_have_text("No longer following")
        with pytest.raises(PlaywrightTimeoutError), window.page.expect_request("**/room/**", timeout=2500):
            pass
        window.check()
        window.follow("The results of this round")
        expect(window.page.get_by_role("heading", level=1)).to_contain_text("Results")

    # and who opens it later is told the same at once
    phone.open(meeting.room.address)
    expect(phone.page.locator("[data-line]")).to_have_text("No longer following")
