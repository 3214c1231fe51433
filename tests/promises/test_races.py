"""People of one collaborative come in one another's way at the same moment, and only what may follow follows.

A save that was called saved before the end is in what was closed; one after it is refused, and its text stays with its
writer. Of two leads who move a round at once one does, and the record says so once. A report is of one state. The
control is a server that trusts for a moment what it looked at before, as a careless cache would.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from maturity.core.round import Stage
from tests.factories.worlds import OPEN
from tests.promises.arena import Arena, an_arena
from tests.promises.every_save import Office
from tests.promises.planted import A_MOMENT, planted
from tests.promises.race_of_leads import two_leads_at_once
from tests.promises.races import closing_against_agreeing, closing_against_saving
from tests.promises.reading_race import reading_while_reopened
from tests.promises.real_server import RealServer

TIMES = 12
PAGES: Final = ("report", "report/data.csv")


@contextmanager
def a_new_arena(master: Office, folder: Path, *, program: tuple[str, ...] = ()) -> Iterator[Arena]:
    office = master.copied_to(folder / "instance")
    server = RealServer(office.instance)
    server.program = program or server.program
    server.start()
    try:
        with an_arena(office, server) as arena:
            yield arena
    finally:
        server.stop()


@pytest.fixture
def arena(master: Office, tmp_path: Path) -> Iterator[Arena]:
    with a_new_arena(master, tmp_path) as arena:
        yield arena


@pytest.fixture
def careless_arena(master: Office, tmp_path: Path) -> Iterator[Arena]:
    """A server that remembers for a moment what a round and a response were."""
    with a_new_arena(master, tmp_path, program=planted("remember")) as arena:
        yield arena


def test_what_was_saved_before_responding_closed_is_kept_and_what_came_after_is_refused(arena: Arena) -> None:
    assert [wrong for _ in range(TIMES) for wrong in closing_against_saving(arena)] == []


def test_what_was_agreed_before_a_round_closed_is_in_it_and_what_came_after_is_refused(arena: Arena) -> None:
    assert [wrong for _ in range(TIMES) for wrong in closing_against_agreeing(arena)] == []


def test_of_two_leads_who_move_a_round_at_once_one_does(arena: Arena) -> None:
    found = []
    for _ in range(TIMES // 2):
        for move in ("close-responding", "close", "reopen", "reopen-responding"):
            found += two_leads_at_once(arena, move, move)
            arena.make_closable()
    assert found == []


def test_of_two_leads_who_move_a_round_apart_at_once_one_does(arena: Arena) -> None:
    found = []
    for _ in range(TIMES // 2):
        arena.put_back("close-responding", number=OPEN)
        arena.make_closable()
        found += two_leads_at_once(arena, "close", "reopen-responding")
        if arena.stage(OPEN) == Stage.CLOSED:
            arena.put_back("reopen", number=OPEN)
            arena.put_back("reopen-responding", number=OPEN)
    assert found == []


def test_a_report_of_a_closed_round_never_mixes_what_was_agreed_before_and_after(arena: Arena) -> None:
    assert reading_while_reopened(arena, editions=TIMES, pages=PAGES, reader=arena.world.viewer) == []


def test_a_server_that_trusts_what_it_saw_a_moment_ago_would_be_noticed(careless_arena: Arena) -> None:
    careless_arena.settle = 2 * A_MOMENT
    assert shows("save answer after close-responding round", lambda: closing_against_saving(careless_arena))
    assert shows("agree level after close round", lambda: closing_against_agreeing(careless_arena))
    time.sleep(careless_arena.settle)
    moved = two_leads_at_once(careless_arena, "close-responding", "close-responding")
    assert "the round was not moved once" in moved


def shows(wrong: str, race: Callable[[], list[str]]) -> bool:
    """Whether a race breaks a rule when it is run a few times: on a busy machine the moment can be over too soon."""
    return any(wrong in race() for _ in range(5))


def test_a_report_of_two_states_would_be_noticed(arena: Arena) -> None:
    # A lead may read the draft, and so sees what is agreed of both editions while it changes.
    mixed = reading_while_reopened(arena, editions=2, pages=("report",), reader=arena.world.lead)
    assert any("is of the editions" in wrong for wrong in mixed)
