"""The room on several screens at once: what is done on one is on all, and nothing that is being written is lost."""

from __future__ import annotations

import re

from playwright.sync_api import Dialog, expect

from tests.journeys.browsers import says
from tests.journeys.page_checks import PROJECTOR
from tests.journeys.room_of_two import Meeting, follows

NEVER = "A meeting of the chairs each month."
REFRESHES_AFTER = 5
"""Seconds, on a page without a script."""


def test_a_criterion_is_voted_on_and_agreed_on_three_screens(meeting: Meeting) -> None:
    # given a projector driven by the keyboard, and a phone of each partner
    screen = meeting.conductor(width=PROJECTOR, height=1080)
    phones = [meeting.partner(place) for place in (0, 1)]
    for window in (screen, *phones):
        follows(window)
        says(window, "Where each partner stands")
        window.check()

    # when the vote is opened by a single key
    screen.page.keyboard.press("v")

    # then it is on every screen, and nobody sees a vote before both are in
    says(screen, "0 of 2 are in")
    for place, phone in enumerate(phones):
        says(phone, "0 of 2 are in" if place == 0 else "1 of 2 is in")
        phone.check()
        phone.choose(("1 Emerging", "3 Maturing")[place])
        phone.press("Send our vote")
        if place == 0:
            says(phone, "You are in for Alder Trust: 1 Emerging")
            says(screen, "1 of 2 is in", "Not in yet: Birch Trust")
            assert "1 Emerging" not in screen.page.locator("[data-part=vote]").inner_text()
    for window in (screen, *phones):
        says(window, "Every partner voted.")
        window.check()

    # and what is agreed is on the phones as it is recorded
    screen.page.get_by_role("radio", name="2 Developing", exact=True).check()
    screen.fill("Why this level?", "In the middle.")
    screen.fill("What would move us up?", NEVER)
    screen.press("Record")
    for window in (screen, *phones):
        says(window, "What we agree: 2 Developing", NEVER)
    phones[0].follow("Record the dissent of Alder Trust")
    phones[0].check()
    phones[0].fill("What does Alder Trust hold against this level?", "We hold that it is 1.")
    phones[0].press("Record the dissent")
    for window in (screen, *phones):
        says(window, "Dissent of Alder Trust: We hold that it is 1.")
        window.check()

    # and everybody goes on together
    before = screen.heading()
    screen.page.keyboard.press("n")
    expect(screen.page.get_by_role("heading", level=1)).not_to_have_text(before)
    for phone in phones:
        expect(phone.page.get_by_role("heading", level=1)).to_have_text(screen.heading())


def test_what_is_being_written_stays_when_the_room_moves_on(meeting: Meeting) -> None:
    meeting.room.ask()
    phone = meeting.partner(0)
    field = phone.page.get_by_label("Why? (you can leave this empty)")
    field.fill("Half a sent")
    meeting.room.vote(1, 2)
    expect(phone.page.locator("[data-moved]")).to_be_visible()
    field.press_sequentially("ence")
    expect(field).to_be_focused()
    expect(field).to_have_value("Half a sentence")
    phone.check()
    phone.page.get_by_role("button", name="Drop it and follow the room").click()
    expect(phone.page.locator("[data-moved]")).to_be_hidden()
    says(phone, "1 of 2 is in")


def test_what_is_being_written_is_not_said_to_be_overtaken_by_what_has_nothing_to_do_with_it(meeting: Meeting) -> None:
    screen = meeting.conductor()
    field = screen.page.get_by_label("Why this level?")
    field.fill("Half a sent")
    meeting.room.start_timer(5)
    expect(screen.page.get_by_role("timer")).to_be_visible()
    expect(screen.page.locator("[data-moved]")).to_be_hidden()
    follows(screen)
    expect(field).to_have_value("Half a sent")
    # as a control, what does overtake it is said
    meeting.room.record(2)
    expect(screen.page.locator("[data-moved]")).to_be_visible()
    expect(field).to_have_value("Half a sent")


def test_the_screen_for_all_eyes_is_conducted_by_keys_and_the_focus_stays(meeting: Meeting) -> None:
    screen = meeting.conductor(width=PROJECTOR, height=1080)
    follows(screen)
    keys = screen.page.keyboard

    # the reasons open and close by their key, with the focus on what was opened
    keys.press("d")
    says(screen, "Reason 1.")
    expect(screen.page.locator("summary:focus")).to_contain_text("Reasons and evidence")
    screen.check()

    # what happens elsewhere leaves them open and the focus there, and on another criterion it is on the heading
    meeting.room.start_timer(5)
    expect(screen.page.get_by_role("timer")).to_be_visible()
    expect(screen.page.locator("summary:focus")).to_contain_text("Reasons and evidence")
    meeting.room.record(2, criterion="d1-c2")
    meeting.room.go("d1-c2")
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("D1 c2")
    expect(screen.page.locator("#talk")).to_be_focused()
    expect(screen.page.locator("[data-part=strips] details[open]")).to_have_count(1)

    # the level and its reason are written from the keys on, and Escape leads out of the field
    keys.press("a")
    expect(screen.page.get_by_role("radio", name="2 Developing", exact=True)).to_be_focused()
    keys.press("Tab")
    keys.type("vnb")
    expect(screen.page.get_by_label("Why this level?")).to_have_value("vnbSo we agreed.")
    assert not meeting.room.is_voting()
    screen.page.get_by_role("button", name="Record", exact=True).focus()
    keys.press("Enter")
    says(screen, "vnbSo we agreed.")
    expect(screen.page.get_by_role("button", name="Record", exact=True)).to_be_focused()
    screen.page.get_by_label("Why this level?").focus()
    keys.press("Escape")
    keys.press("k")
    expect(screen.page.get_by_label("Go to")).to_be_visible()
    keys.press("Tab")
    keys.type("D2 c1")
    keys.press("Tab")
    keys.press("Enter")
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("D2 c1")
    expect(screen.page.get_by_label("Go to")).to_be_visible()


def test_a_screen_that_lost_its_connection_says_so_and_catches_up(meeting: Meeting) -> None:
    phone = meeting.partner(0)
    phone.expects("net::ERR_FAILED", "Failed to load resource")
    follows(phone)
    phone.page.route("**/room/state*", lambda route: route.abort())
    expect(phone.page.locator("[data-line]")).to_have_text("Connection lost, trying again")
    meeting.room.go("d2-c1")
    phone.page.unroute("**/room/state*")
    expect(phone.page.locator("[data-line]")).to_have_text("Connected again, and up to date")
    follows(phone)
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(meeting.room.living.matrix.criterion("d2-c1").title)


def test_a_vote_that_does_not_reach_the_server_is_still_there(meeting: Meeting) -> None:
    meeting.room.ask()
    phone = meeting.partner(0)
    phone.expects("net::ERR_FAILED", "Failed to load resource")
    phone.page.route("**/room/votes/*", lambda route: route.abort())
    phone.choose("2 Developing")
    phone.press("Send our vote")
    says(phone, "Not sent: no connection. It is still here. Try again.")
    phone.page.unroute("**/room/votes/*")
    phone.press("Send our vote")
    says(phone, "You are in for Alder Trust: 2 Developing")


def test_a_single_key_does_nothing_in_a_field_or_once_it_is_switched_off(meeting: Meeting) -> None:
    screen = meeting.conductor()
    follows(screen)
    screen.page.get_by_label("Why this level?").press("v")
    expect(screen.page.get_by_label("Why this level?")).to_have_value("v")
    screen.page.get_by_label("Why this level?").fill("")
    screen.page.get_by_text("All criteria, keys, and the end of the meeting").click()
    screen.page.get_by_label("Keys work alone").uncheck()
    screen.page.get_by_role("heading", level=1).click()
    screen.page.keyboard.press("v")
    screen.check()
    assert not meeting.room.is_voting()
    screen.page.get_by_label("Keys work alone").check()
    screen.page.get_by_role("heading", level=1).click()
    screen.page.keyboard.press("v")
    says(screen, "0 of 2 are in")


def test_without_a_script_a_page_refreshes_by_itself_unless_something_can_be_written(meeting: Meeting) -> None:
    # given words on a page that would refresh itself every five seconds, if nothing could be written on it
    phone = meeting.partner(0, java_script_enabled=False)
    meeting.room.ask()
    phone.page.reload()
    phone.choose("2 Developing")
    phone.fill("Why? (you can leave this empty)", "Half a sent")

    # when a refresh would long have come
    phone.page.wait_for_timeout(1000 * (REFRESHES_AFTER + 1))

    # then they are still there, and can be sent
    expect(phone.page.get_by_label("Why? (you can leave this empty)")).to_have_value("Half a sent")
    phone.press("Send our vote")
    says(phone, "You are in for Alder Trust: 2 Developing")

    # as a control, the same page with nothing to write on it follows by itself
    meeting.room.vote(1, 2)
    says(phone, "Every partner voted.")


def test_nothing_written_is_left_without_being_asked(meeting: Meeting) -> None:
    screen = meeting.conductor()
    follows(screen)
    screen.fill("Why this level?", "Half a sentence")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    screen.page.on("dialog", stay)
    screen.page.goto(re.sub("/facilitate$", "", screen.page.url))
    assert asked == ["beforeunload"]
