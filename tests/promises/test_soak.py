"""`make soak` takes hours and is no part of `make test`. Here a moment of it shows that it runs, and that it judges."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tests.promises.long_run import LARGEST_LOG, Sample, what_grew

ROOT = Path(__file__).resolve().parents[2]
STEADY = [
    Sample(minutes=minute, saves=100 * minute, memory=90_000_000, files=20, log=4_000_000) for minute in range(20)
]


def test_a_moment_of_it_kills_works_and_shows_its_progress() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.promises.soak", "--kills", "1", "--minutes", "0.02", "--seed", "7"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert "1 kills while 8 people save; repeat with --seed 7" in done.stdout, done.stderr
    assert "none lost, none half written" in done.stdout
    assert "minutes of work by 8 people" in done.stdout
    assert "Error" not in done.stderr


def test_a_run_in_which_nothing_grows_is_well() -> None:
    assert what_grew(STEADY) == []


def test_memory_files_and_a_log_that_grow_are_each_found() -> None:
    last = STEADY[-1]
    assert what_grew([*STEADY, replace(last, memory=95_000_000)]) == ["memory grew from 90,000,000 to 95,000,000 bytes"]
    assert what_grew([*STEADY, replace(last, files=30)]) == ["open files grew from 20 to 30"]
    assert what_grew([*STEADY[:9], replace(last, log=LARGEST_LOG + 1), *STEADY[9:]]) == [
        "the log of the database reached 67,108,865 bytes"
    ]
