"""The same work without JavaScript: buttons save, mistakes are shown by the server, a conflict is settled by a form."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browsers import OpenWindow, Window, headed
from tests.journeys.served import Served, open_criterion

REASON = "Why this level?"


@pytest.fixture
def plain(served: Served, open_window: OpenWindow) -> Window:
    """The first respondent in a browser that runs no scripts."""
    window = open_window(served.address, java_script_enabled=False)
    served.sign_in(window.context, served.setting.respondents[0])
    return window


def test_a_whole_response_is_given_and_submitted_without_javascript(served: Served, plain: Window) -> None:
    # given the list of what there is to answer
    plain.open("/")
    plain.page.get_by_role("link", name="Spring 2026: ").click()
    plain.follow("Vision")

    # when every criterion is answered by its form
    answered = []
    while plain.heading() != "Check your answers":
        answered.append(plain.heading())
        plain.choose("Level 3")
        plain.fill(REASON, f"We see it in {plain.heading().lower()}.")
        plain.press("Save and continue")
    assert len(answered) == 7

    # then all of it can be checked and submitted
    assert plain.page.get_by_text("Level 3").count() == 7
    plain.press("Submit")
    expect(plain.page.get_by_role("alert")).to_contain_text("is submitted")
    assert served.saved_reason("vision") == "We see it in vision."


def test_a_mistake_is_summed_up_above_the_form_and_the_text_is_kept(served: Served, plain: Window) -> None:
    plain.expects("status of 422")
    # given an answer that needs a reason and has none
    open_criterion(plain, served)
    plain.choose("Not applicable: say why below")
    plain.fill("Where is the evidence?", "The annual plan.")

    # when it is sent
    plain.press("Save and continue")

    # then the page says what is missing, leads to the field, and has kept the rest
    assert plain.watch.status == 422
    summary = plain.page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    target = summary.get_by_role("link").get_attribute("href")
    assert target is not None
    assert plain.page.locator(target).count() == 1
    assert plain.page.get_by_label("Where is the evidence?").input_value() == "The annual plan."
    assert plain.page.title().startswith("Error: ")


def test_submitting_with_gaps_asks_first(served: Served, plain: Window) -> None:
    plain.expects("status of 422")
    plain.open(f"{served.response()}/check")
    plain.press("Submit")
    assert plain.watch.status == 422

    plain.page.get_by_role("checkbox", name="Leave 7 criteria unanswered").check()
    plain.press("Submit")

    expect(plain.page.get_by_role("alert")).to_contain_text("is submitted")


def test_two_tabs_without_javascript_end_in_a_choice_and_not_in_a_loss(served: Served, plain: Window) -> None:
    plain.expects("status of 409")
    # given the same criterion in two tabs
    open_criterion(plain, served)
    other = plain.another_tab()
    open_criterion(other, served)

    # when both are sent
    other.choose("Level 4")
    other.fill(REASON, "From the other tab.")
    other.press("Save and continue")
    headed(other, "Design")
    plain.choose("Level 2")
    plain.fill(REASON, "From this tab.")
    plain.press("Save and continue")

    # then both versions stand side by side, and what is chosen is kept
    headed(plain, "Choose which answer to keep")
    expect(plain.page.get_by_role("table")).to_contain_text("From the other tab.")
    expect(plain.page.get_by_role("table")).to_contain_text("From this tab.")
    assert served.saved_reason("vision") == "From the other tab."
    plain.press("Save this")
    headed(plain, "Design")
    assert served.saved_reason("vision") == "From this tab."


def test_a_form_that_was_sent_after_the_sign_in_ended_is_kept_and_can_be_sent_again(
    served: Served, plain: Window
) -> None:
    plain.expects("status of 401", "status of 400")
    # given a form that is filled in while the sign-in ends
    open_criterion(plain, served)
    plain.choose("Level 2")
    plain.fill(REASON, "Written before lunch.")
    plain.context.clear_cookies()

    # when it is sent
    plain.press("Save and continue")
    headed(plain, "You have been signed out")
    assert served.saved_reason("vision") == ""
    expect(plain.page.get_by_label("Vision: reason")).to_have_value("Written before lunch.")

    # then after signing in elsewhere the same text can be saved from this page
    served.sign_in(plain.context, served.setting.respondents[0])
    plain.press("Save it now")
    headed(plain, "Check and save again")
    plain.press("Save it now")
    headed(plain, "Design")
    assert served.saved_reason("vision") == "Written before lunch."


def test_the_lead_agrees_a_level_without_javascript(served: Served, open_window: OpenWindow) -> None:
    served.setting.answer(0)
    served.setting.answer(1)
    served.setting.move("close-responding")
    lead = open_window(served.address, java_script_enabled=False)
    served.sign_in(lead.context, served.setting.lead)

    lead.open(f"{served.setting.round_address()}/agree/criteria/vision")
    lead.page.get_by_role("radio", name="Level 2").check()
    lead.fill(REASON, "We agreed it in the room.")
    lead.press("Save and go to all criteria")

    headed(lead, "Agree levels")
    expect(lead.page.get_by_role("main")).to_contain_text("1 of 7 criteria recorded.")
