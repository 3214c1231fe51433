"""What is typed in the room is neither lost nor taken for saved, whatever happens while it is on its way."""

from __future__ import annotations

from playwright.sync_api import Locator, Route, expect

from tests.journeys.browsers import Window, says
from tests.journeys.room_of_two import Meeting, follows

SIGNED_OUT = "You have been signed out."
WHY = "Why? (you can leave this empty)"


def reason_on(phone: Window) -> Locator:
    return phone.page.get_by_label(WHY)


def is_in(window: Window) -> None:
    says(window, "You are in for Alder Trust: 2 Developing")


def signed_out_while_typing(meeting: Meeting) -> Window:
    """A phone with a vote that was typed and not sent, whose sign-in ended meanwhile."""
    meeting.room.ask()
    phone = meeting.partner(0)
    phone.expects("Failed to load resource")
    phone.choose("2 Developing")
    reason_on(phone).fill("We meet each month.")
    phone.context.clear_cookies()
    says(phone, SIGNED_OUT)
    return phone


def test_what_is_typed_while_a_vote_is_on_its_way_stays_and_can_be_sent(meeting: Meeting) -> None:
    # given a vote that takes its time to arrive
    meeting.room.ask()
    phone = meeting.partner(0)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.page.route("**/room/votes/*", hold)
    phone.choose("2 Developing")
    reason_on(phone).fill("Half a sent")
    with phone.page.expect_request("**/room/votes/*"):
        phone.press("Send our vote")

    # when the sentence is finished meanwhile
    reason_on(phone).press_sequentially("ence")
    held[0].continue_()
    phone.page.unroute("**/room/votes/*")

    # then the words are still there when the vote is in, and the page says that it follows no further
    says(phone, "Saved at")
    expect(phone.page.locator("[data-moved]")).to_be_visible()
    expect(reason_on(phone)).to_have_value("Half a sentence")
    assert meeting.kept_vote(0).said.reason == "Half a sent"

    # and sending them is one more step of one's own, with nothing in the way
    phone.press("Send our vote")
    is_in(phone)
    expect(phone.page.locator("[data-moved]")).to_be_hidden()
    assert meeting.kept_vote(0).said.reason == "Half a sentence"
    phone.page.mouse.move(0, 0)
    phone.check()


def test_words_changed_after_an_answer_was_lost_are_a_vote_of_their_own(meeting: Meeting) -> None:
    # given a vote that reached the server, though its answer never came
    meeting.room.ask()
    phone = meeting.partner(0)
    phone.expects("net::ERR_FAILED", "Failed to load resource")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.page.route("**/room/votes/*", lose_the_answer)
    phone.choose("2 Developing")
    reason_on(phone).fill("First.")
    phone.press("Send our vote")
    says(phone, "Not sent: no connection.")
    phone.page.unroute("**/room/votes/*")

    # when the words are changed and sent
    reason_on(phone).fill("Second.")
    phone.press("Send our vote")

    # then the page of the vote says what is there, with the new words still in it
    says(phone, "Your partner’s vote was changed meanwhile")
    expect(reason_on(phone)).to_have_value("Second.")
    phone.press("Send our vote")
    is_in(phone)
    assert meeting.kept_vote(0).said.reason == "Second."


def test_a_vote_sent_after_the_sign_in_ended_is_kept_on_the_page_that_says_so(meeting: Meeting) -> None:
    # given words typed by somebody who is signed out meanwhile
    phone = signed_out_while_typing(meeting)

    # when they are sent all the same
    phone.press("Send our vote")

    # then they come along to the way back in, and arrive
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("You have been signed out")
    says(phone, "We meet each month.")
    phone.check()
    meeting.sign_in(phone, meeting.person(0))
    phone.press("Save it now")
    phone.press("Save it now")
    is_in(phone)
    assert meeting.kept_vote(0).said.reason == "We meet each month."


def test_a_screen_follows_again_once_its_person_is_back_and_keeps_what_was_typed(meeting: Meeting) -> None:
    # given words typed by somebody who is signed out, and is signed in again in another tab
    phone = signed_out_while_typing(meeting)
    meeting.sign_in(phone, meeting.person(0))

    # when the room goes on
    meeting.room.start_timer(5)

    # then the screen follows it and the words are there
    expect(phone.page.get_by_role("timer")).to_be_visible()
    expect(reason_on(phone)).to_have_value("We meet each month.")

    # and sent they are first shown to whoever is signed in now
    phone.press("Send our vote")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Check and save again")
    phone.press("Save it now")
    is_in(phone)


def test_a_screen_on_which_nothing_was_typed_works_as_before_once_its_person_is_back(meeting: Meeting) -> None:
    screen = meeting.conductor()
    screen.expects("Failed to load resource")
    follows(screen)
    screen.context.clear_cookies()
    says(screen, SIGNED_OUT)
    meeting.sign_in(screen, meeting.room.living.lead)
    screen.page.evaluate("window.dispatchEvent(new Event('online'))")
    follows(screen)
    screen.press("Open a vote")
    says(screen, "0 of 2 are in")


def test_why_a_button_was_refused_stays_until_the_next_act(meeting: Meeting) -> None:
    # given a screen that has not yet seen that the vote is over
    meeting.room.ask()
    screen = meeting.conductor()
    follows(screen)
    screen.expects("Failed to load resource")
    screen.page.route("**/room/state*", lambda route: route.fulfill(status=204))
    meeting.room.reveal()

    # when its button is pressed
    screen.page.keyboard.press("w")
    refused = "This vote was revealed or withdrawn already, so nothing was changed."
    says(screen, refused)

    # then the reason is still there after the screen has followed the room and asked again
    screen.page.unroute("**/room/state*")
    says(screen, "Revealed by the facilitator when 0 of 2 were in.")
    with screen.page.expect_response("**/room/state*"):
        pass
    follows(screen)
    says(screen, refused)
    screen.check()

    # until something else is done
    screen.page.keyboard.press("t")
    expect(screen.page.get_by_role("timer")).to_be_visible()
    expect(screen.page.get_by_text(refused)).to_have_count(0)


def test_what_a_saved_level_still_lacks_is_said_after_its_form_was_drawn_anew(meeting: Meeting) -> None:
    screen = meeting.conductor()
    follows(screen)
    screen.choose("Not agreed: say why below")
    screen.press("Record")
    expect(screen.page.locator("[data-part=agreed]")).to_contain_text("It counts once its reason is written down.")
    says(screen, "Say why, so that it counts.")
    follows(screen)
    says(screen, "Say why, so that it counts.")
