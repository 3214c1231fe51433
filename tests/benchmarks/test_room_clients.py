"""What the screens in a measured room hear: only coming back after the kill counts as coming back."""

from __future__ import annotations

import time

from tests.benchmarks.room_clients import Heard


def test_a_screen_is_back_with_the_first_answer_to_what_it_asked_after_the_kill() -> None:
    heard = Heard()
    before = time.perf_counter()
    heard.note_answer(before, screen=1)
    heard.killed()
    heard.note_answer(before, screen=1)
    assert heard.back == {}, "this was asked before the kill, and answered by the server that is gone"
    heard.note_answer(time.perf_counter(), screen=1)
    first = heard.back[1]
    time.sleep(0.01)
    heard.note_answer(time.perf_counter(), screen=1)
    heard.note_answer(time.perf_counter(), screen=None)
    assert heard.back == {1: first}, "what comes later, over a new connection or not, is no coming back"
    assert heard.answers == 5
