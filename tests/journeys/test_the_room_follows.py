"""How soon every screen of the room shows what was done: with the next question of a screen that asks each second.

Nothing is timed here, so that a busy machine turns nothing red: the clock of the browser stands still and is moved on
by hand. What remains of the two seconds is for the way there and back and the drawing, which `make bench` measures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from playwright.sync_api import Request, Route, expect

from tests.journeys.browsers import Window, says
from tests.journeys.room_of_two import Meeting, follows

AT_MOST: Final = 1000
"""Milliseconds from a change to the question that finds it: half of the two seconds."""

ASKS: Final = re.compile(r"/room/state\?")
DRAWS: Final = re.compile(r"\?part=screen$")
GO_ON: Final = """() => new Promise(done => {
  const turn = new MessageChannel();
  turn.port1.onmessage = done;
  turn.port2.postMessage("");
})"""
"""Lets a page go on with what has come, whatever its clock says."""


def stop_the_clock(window: Window) -> None:
    """Let no time pass for a page that follows the room but what is given to it, from after an answer on."""
    window.page.clock.install()
    window.page.reload()
    follows(window)
    with window.page.expect_response(ASKS) as answer:
        window.page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=5))
    answer.value.finished()
    window.page.evaluate(GO_ON)


@contextmanager
def requests_of(window: Window) -> Iterator[list[str]]:
    """What a page asks the server meanwhile."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    window.page.on("request", note)
    yield asked
    window.page.remove_listener("request", note)


def test_whatever_is_done_is_on_every_screen_by_its_next_question(meeting: Meeting) -> None:
    # given a projector and a phone, for which no time passes
    room, windows = meeting.room, (meeting.conductor(), meeting.partner(0))
    for window in windows:
        stop_the_clock(window)

    # when something is done, then one question and its answer bring it to every screen
    happens: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: room.go("d1-c2"), "D1 c2 at Thriving."),
        (lambda: room.ask("d1-c2"), "0 of 2 are in"),
        (lambda: room.vote(1, 2), "1 of 2 is in"),
        (lambda: room.vote(0, 4), "Every partner voted."),
        (lambda: room.record(2, criterion="d1-c2", reason="We met."), "What we agree: 2 Developing"),
    )
    for act, words in happens:
        act()
        for window in windows:
            expect(window.page.locator("#maincontent")).not_to_contain_text(words)
            with requests_of(window) as asked:
                window.page.clock.run_for(AT_MOST)
                says(window, words)
            assert [bool(ASKS.search(address)) for address in asked] == [True, False]
            assert DRAWS.search(asked[1])


def test_a_screen_that_asks_less_often_would_be_noticed(meeting: Meeting) -> None:
    """The control: with a script that rests three seconds, one second brings nothing."""

    def rest(route: Route) -> None:
        script = route.fetch().text()
        assert "const EVERY = 1000;" in script
        route.fulfill(body=script.replace("EVERY = 1000", "EVERY = 3000"), content_type="text/javascript")

    screen = meeting.conductor()
    screen.context.route("**/js/room*.js*", rest)
    stop_the_clock(screen)
    meeting.room.go("d1-c2")
    shown = screen.page.locator("#maincontent")
    screen.page.clock.run_for(AT_MOST)
    with pytest.raises(AssertionError):
        expect(shown).to_contain_text("D1 c2 at Thriving.", timeout=1000)
    screen.page.clock.run_for(2 * AT_MOST)
    expect(shown).to_contain_text("D1 c2 at Thriving.")
