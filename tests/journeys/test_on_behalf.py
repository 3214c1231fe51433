"""A partner that answers on paper or by telephone: what is entered for it counts as its own, and says that it was."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.factories.rounds import partner_name
from tests.journeys.browsers import OpenWindow, headed, says
from tests.journeys.page_checks import PHONE
from tests.journeys.room_of_two import Meeting, follows
from tests.journeys.served import Served

REASON = "It came on paper."


def test_a_position_from_paper_is_entered_from_the_page_of_the_round_and_marked_when_it_is_revealed(
    served: Served, open_window: OpenWindow
) -> None:
    name = partner_name(1)
    lead = open_window(served.address)
    served.sign_in(lead.context, served.setting.lead)
    lead.open(served.setting.round_address())
    lead.page.get_by_text("Enter positions from paper").click()
    lead.follow(f"Enter positions for {name}")
    headed(lead, f"Enter positions for {name}")
    lead.page.locator("main").get_by_role("link", name="Vision", exact=True).first.click()
    question = lead.page.locator("#vision")
    question.get_by_role("radio", name="Level 2", exact=True).check()
    question.get_by_label("Why this level?").fill(REASON)
    expect(question.get_by_role("status")).to_have_text(re.compile("^Saved at"))
    lead.check()
    lead.press("Save and go to the list")
    headed(lead, f"Enter positions for {name}")

    served.setting.move("close-responding")
    lead.open(f"{served.setting.round_address()}/agree/criteria/vision")
    says(lead, REASON, f"Entered on behalf of {name}")
    lead.check()


def test_a_vote_of_a_partner_is_entered_from_the_screen_for_all_eyes_and_marked_when_it_is_revealed(
    meeting: Meeting,
) -> None:
    screen, phone = meeting.conductor(), meeting.partner(0, width=PHONE)
    follows(screen)
    criterion = screen.heading()
    screen.page.keyboard.press("v")
    says(screen, "0 of 2 are in")
    screen.page.get_by_text("Enter a vote for a partner").click()
    screen.follow("Vote for Birch Trust")
    headed(screen, "Vote for Birch Trust")
    screen.choose("3 Maturing")
    screen.fill("Why? (you can leave this empty)", "By telephone.")
    screen.check()
    screen.press("Send the vote")
    headed(screen, criterion)
    says(phone, "1 of 2 is in")
    phone.choose("1 Emerging")
    phone.press("Send our vote")
    for window in (screen, phone):
        says(window, "Every partner voted.", "By telephone.", "on behalf of")
