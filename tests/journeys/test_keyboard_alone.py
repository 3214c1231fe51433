"""A response and an agreed level by the keyboard alone: every stop is seen, in order, and none is a trap."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsers import OpenWindow, Window, headed
from tests.journeys.keyboard import Keyboard
from tests.journeys.page_checks import PHONE
from tests.journeys.served import Served

REASON = "Why this level?"


@pytest.fixture
def keyboard(respondent: Window) -> Keyboard:
    return Keyboard(respondent)


def test_a_response_is_given_and_submitted_by_the_keyboard_alone(
    served: Served, respondent: Window, keyboard: Keyboard
) -> None:
    # given the list of domains, reached from the first page
    respondent.open("/")
    keyboard.go_to("Spring 2026: ")
    keyboard.press("Enter")
    headed(respondent, "Respond for Alder Vale Trust")
    keyboard.new_page()
    keyboard.go_to("Vision")
    keyboard.press("Enter")
    headed(respondent, "Vision")
    keyboard.new_page()

    # when a level is chosen with the arrow keys and a reason typed
    keyboard.go_to("Leave unanswered for now")
    keyboard.press("ArrowDown", "ArrowDown", "ArrowDown")
    expect(respondent.page.get_by_role("radio", name="Level 3")).to_be_checked()
    keyboard.go_to(REASON)
    keyboard.write("We see it every month.")
    keyboard.go_to("Save and continue")
    expect(respondent.page.get_by_role("status")).to_have_text(re.compile("^Saved at"))
    keyboard.press("Enter")
    headed(respondent, "Design")

    # and the answers are checked and submitted
    respondent.open(f"{served.response()}/check")
    keyboard.new_page()
    keyboard.go_to("Submit")
    keyboard.press("Enter")

    # then the first thing that is read is what is missing
    respondent.expects("status of 422")
    summary = respondent.page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(respondent.page.locator(".nhsuk-error-summary")).to_be_focused()
    keyboard.new_page()
    keyboard.tab()
    keyboard.press("Enter")
    box = respondent.page.get_by_role("checkbox", name="Leave 6 criteria unanswered")
    expect(box).to_be_focused()
    keyboard.press("Space")
    keyboard.new_page()
    keyboard.go_to("Submit")
    keyboard.press("Enter")
    expect(respondent.page.get_by_role("alert")).to_contain_text("is submitted")
    assert served.saved_reason("vision") == "We see it every month."
    assert keyboard.faults == []


@pytest.mark.parametrize("height", [480, 568, 720])
def test_on_a_phone_no_line_about_saving_covers_what_has_the_focus(
    served: Served, open_window: OpenWindow, height: int
) -> None:
    phone = open_window(served.address, width=PHONE, height=height)
    served.sign_in(phone.context, served.setting.respondents[0])
    keyboard = Keyboard(phone)
    phone.open(f"{served.response()}/criteria/vision")
    forward = keyboard.stops_until("Save and go to the list")
    keyboard.stops_until(forward[0], back=True)
    assert len(forward) > 8
    assert keyboard.faults == []


def test_a_control_under_the_line_about_saving_is_noticed(served: Served, open_window: OpenWindow) -> None:
    """The control: the same page with nothing that keeps the two apart."""
    phone = open_window(served.address, width=PHONE, height=480)
    served.sign_in(phone.context, served.setting.respondents[0])
    keyboard = Keyboard(phone)
    phone.open(f"{served.response()}/criteria/vision")
    phone.page.evaluate("document.documentElement.style.scrollPaddingBottom = '0'")
    keyboard.stops_until("Save and go to the list")
    assert any("is covered" in fault for fault in keyboard.faults)


def test_the_lead_agrees_a_level_by_the_keyboard_alone(served: Served, open_window: OpenWindow) -> None:
    # given two positions that stand side by side
    served.setting.answer(0)
    served.setting.answer(1)
    served.setting.move("close-responding")
    lead = open_window(served.address)
    served.sign_in(lead.context, served.setting.lead)
    keyboard = Keyboard(lead)
    lead.open(f"{served.setting.round_address()}/agree")

    # when the lead goes to a criterion and chooses
    keyboard.go_to("Vision")
    keyboard.press("Enter")
    headed(lead, "Vision")
    keyboard.new_page()
    keyboard.go_to("Nothing recorded yet")
    keyboard.press("ArrowRight", "ArrowRight")
    keyboard.go_to(REASON)
    keyboard.write("We agreed it in the room.")
    keyboard.go_to("Save and continue")
    keyboard.press("Enter")

    # then it is recorded
    headed(lead, "Design")
    lead.open(f"{served.setting.round_address()}/agree")
    expect(lead.page.get_by_role("main")).to_contain_text("1 of 7 criteria recorded.")
    assert keyboard.faults == []


def test_tab_goes_through_the_whole_page_and_back_again(served: Served, respondent: Window, keyboard: Keyboard) -> None:
    respondent.open(f"{served.response()}/criteria/vision")

    there = keyboard.stops_until("Accessibility statement")
    back = keyboard.stops_until("Skip to main content", back=True)

    assert there[0] == "Skip to main content"
    assert [*reversed(back), there[-1]] == there
    assert keyboard.faults == []


def test_the_skip_link_leads_into_the_main_part(served: Served, respondent: Window, keyboard: Keyboard) -> None:
    respondent.open(f"{served.response()}/criteria/vision")
    keyboard.tab()
    keyboard.press("Enter")

    expect(respondent.page.get_by_role("main")).to_be_focused()


def test_focus_that_cannot_be_seen_and_order_that_jumps_are_caught(open_window: OpenWindow) -> None:
    window = open_window("http://127.0.0.1:9")
    window.page.set_content(
        "<style>.unseen:focus { outline: none }</style>"
        "<button class='unseen'>Unseen</button><button tabindex='1'>First</button><button>Last</button>"
    )
    keyboard = Keyboard(window)
    for _ in range(3):
        keyboard.tab()

    assert keyboard.faults == [
        "<button> “Unseen” comes before <button> “First” in the document",
        "nothing shows that <button> “Unseen” has the focus",
    ]
