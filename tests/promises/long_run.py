"""Hours of work in minutes of attention: people save and read without a pause, and nothing may grow or go wrong.

Watched are the memory of the process that answers, its open files, and the log of the database, which has to be taken
up into the database as it goes. Anything but “Saved” and a page is a failure at once.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Final

from tests.factories.living_rounds import LivingRound
from tests.promises.kills import Work, everybody_at_work, faults, lost_saves
from tests.promises.real_server import RealServer, children_of

LARGEST_LOG: Final = 64 * 1024 * 1024
"""Bytes that the write-ahead log may have at any time."""

LARGEST_GROWTH: Final = 1.05
"""How much more memory at the end than once warm. What SQLite and Python keep settles in the first fifth."""

MORE_FILES: Final = 4
"""Connections to the database open and close with the load, so the number of open files is never quite still."""

PAUSE: Final = 0.02
"""Seconds between two things that one person does: many times as busy as people are, and no contest for the cores."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process that answers uses at one moment, and how large the log is, in bytes."""

    minutes: float
    saves: int
    memory: int
    files: int
    log: int


def sample(server: RealServer, *, minutes: float, saves: int) -> Sample:
    """Look at a server, as Linux tells it."""
    assert server.process is not None
    (answering,) = children_of(server.process.pid)
    status = Path(f"/proc/{answering}/status").read_text(encoding="ascii")
    memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    log = server.instance / "maturity.sqlite3-wal"
    return Sample(
        minutes=minutes,
        saves=saves,
        memory=memory * 1024,
        files=len(list(Path(f"/proc/{answering}/fd").iterdir())),
        log=log.stat().st_size if log.exists() else 0,
    )


def what_grew(samples: list[Sample]) -> list[str]:
    """Everything about a run that may not be, in words; nothing where all is well."""
    warm, last = samples[len(samples) // 5], samples[-1]
    found = []
    if last.memory > warm.memory * LARGEST_GROWTH:
        found.append(f"memory grew from {warm.memory:,} to {last.memory:,} bytes")
    if last.files > warm.files + MORE_FILES:
        found.append(f"open files grew from {warm.files} to {last.files}")
    largest = max(one.log for one in samples)
    if largest > LARGEST_LOG:
        found.append(f"the log of the database reached {largest:,} bytes")
    return found


def work_long(
    living: LivingRound, instance: Path, *, minutes: float, every: float, say: Callable[[Sample], None]
) -> list[Sample]:
    """Work so many minutes and look every so many seconds. Raises `AssertionError` for anything that goes wrong."""
    server = RealServer(instance)
    server.start()
    work = everybody_at_work(living, server)
    stop = Event()
    problems: list[BaseException] = []
    threads = [Thread(target=_work_and_read, args=(one, stop, problems)) for one in work]
    for one in work:
        one.catch_up()
    for thread in threads:
        thread.start()
    samples: list[Sample] = []
    start = time.monotonic()
    try:
        while time.monotonic() - start < 60 * minutes and not problems:
            stop.wait(every)
            saves = sum(len(one.acknowledged) for one in work)
            samples.append(sample(server, minutes=(time.monotonic() - start) / 60, saves=saves))
            say(samples[-1])
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        server.stop()
    assert problems == []
    assert lost_saves(living.database, {key: words for one in work for key, words in one.acknowledged.items()}) == {}
    assert faults(living.database) == []
    return samples


def _work_and_read(one: Work, stop: Event, problems: list[BaseException]) -> None:
    """Save, save, save, and open a page again, as somebody does who goes through a matrix."""
    try:
        while not stop.wait(PAUSE):
            one.save_once()
            if one.made % 5 == 0:
                one.catch_up()
    except (AssertionError, OSError, http.client.HTTPException) as problem:
        problems.append(problem)
    finally:
        one.typist.hang_up()
