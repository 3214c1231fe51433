"""A save that was shown as “Saved” is there after the server was killed in the middle of its work.

The server is killed 25 times, after 10 to 400 milliseconds, while eight people save. Every acknowledged save is then
looked for. The seed of a run is printed, so that a failure can be repeated. `make soak` does the same 1,000 times.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.factories.living_rounds import LivingRound, a_database, a_living_round, level
from tests.promises.kills import faults, kill_under_load, lost_saves

KILLS = 25
PEOPLE = 8


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path)
    yield a_living_round(database, partners=[f"Partner {number}" for number in range(PEOPLE)])
    database.close()


def test_nothing_that_was_called_saved_is_lost_in_25_kills(living: LivingRound, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  (shown with a failure, to repeat it)
    # Two saves between any two kills say that there was work to interrupt, however busy the machine is.
    assert kill_under_load(living, tmp_path, kills=KILLS, seed=seed) > 2 * KILLS


def test_the_search_finds_a_save_that_is_missing_and_one_that_is_half_written(living: LivingRound) -> None:
    living.answer(level(2, "kept"), key="kept")
    assert lost_saves(living.database, {"kept": "kept", "lost": "these words"}) == {"lost": "these words"}
    assert lost_saves(living.database, {"kept": "other words"}) == {"kept": "other words"}
    assert faults(living.database) == []
    with living.database.writing() as session:
        session.execute(text("UPDATE response SET version = 7"))
    assert faults(living.database) == ["1 answers are not their newest save"]
    with living.database.writing() as session:
        session.execute(text("DROP TRIGGER audit_event_refuses_delete"))
        session.execute(text("DELETE FROM audit_event WHERE action = 'save answer'"))
    assert "1 saves and 0 events" in faults(living.database)
