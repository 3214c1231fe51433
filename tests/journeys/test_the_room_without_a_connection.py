"""What is done in the room while nothing, or only half of it, reaches the server: it is said, kept, and done once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from maturity.core.response import AnswerState
from tests.journeys.browsers import Window, says
from tests.journeys.room_of_two import Meeting, follows

NOT_SENT = "Not sent: no connection. It is still here. Try again."


def lose(window: Window, address: str) -> None:
    """Let nothing reach the server at some addresses."""
    window.expects("net::ERR_FAILED", "Failed to load resource")
    window.page.route(address, lambda route: route.abort())


def lose_the_answer(window: Window, address: str) -> None:
    """Let the next request at some addresses be served, and its answer be lost."""
    window.expects("net::ERR_FAILED", "Failed to load resource")

    def serve(route: Route) -> None:
        route.fetch()
        route.abort()

    window.page.route(address, serve, times=1)


def test_a_screen_that_learnt_of_something_new_and_could_not_fetch_it_catches_up(meeting: Meeting) -> None:
    phone = meeting.partner(0)
    follows(phone)
    lose(phone, "**/room?part=screen")
    meeting.room.go("d2-c1")
    expect(phone.page.locator("[data-line]")).to_have_text("Connection lost, trying again")
    phone.page.unroute("**/room?part=screen")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(meeting.room.living.matrix.criterion("d2-c1").title)
    follows(phone)


def test_an_act_of_the_facilitator_that_does_not_arrive_is_said_and_can_be_done_again(meeting: Meeting) -> None:
    screen, phone = meeting.conductor(), meeting.partner(0)
    follows(screen)
    lose(screen, "**/room/acts/*")
    screen.page.keyboard.press("v")
    says(screen, NOT_SENT)
    assert not meeting.room.is_voting()
    screen.page.unroute("**/room/acts/*")
    screen.page.keyboard.press("v")
    for window in (screen, phone):
        says(window, "0 of 2 are in")


def test_an_act_whose_answer_is_lost_is_done_once_and_seen_by_whoever_did_it(meeting: Meeting) -> None:
    screen = meeting.conductor()
    follows(screen)
    lose_the_answer(screen, "**/room/acts/*")
    screen.page.keyboard.press("v")
    says(screen, "0 of 2 are in")
    assert meeting.room.is_voting()


@pytest.mark.parametrize("lost", [lose, lose_the_answer], ids=["the request", "the answer"])
def test_a_level_that_was_not_called_saved_is_still_there_and_recorded_once(
    meeting: Meeting, lost: Callable[[Window, str], None]
) -> None:
    screen = meeting.conductor()
    follows(screen)
    screen.choose("2 Developing")
    screen.fill("Why this level?", "We met.")
    lost(screen, "**/room/levels/*")
    screen.press("Record")
    says(screen, NOT_SENT)
    expect(screen.page.get_by_label("Why this level?")).to_have_value("We met.")
    screen.page.unroute_all()
    screen.press("Record")
    says(screen, "What we agree: 2 Developing")
    assert meeting.room.events()["agree level"] == 1


def test_a_vote_whose_answer_is_lost_is_still_there_and_counted_once(meeting: Meeting) -> None:
    meeting.room.ask()
    phone = meeting.partner(0)
    phone.choose("2 Developing")
    phone.fill("Why? (you can leave this empty)", "As before.")
    lose_the_answer(phone, "**/room/votes/*")
    phone.press("Send our vote")
    says(phone, NOT_SENT)
    phone.press("Send our vote")
    says(phone, "You are in for Alder Trust: 2 Developing")
    kept = meeting.kept_vote(0)
    assert (kept.version, kept.said.state, kept.said.reason) == (1, AnswerState.LEVEL, "As before.")
