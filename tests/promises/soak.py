"""`make soak`: what takes hours. 1,000 kills of the real server under load, then two hours of work without a pause.

`--kills` and `--minutes` take other numbers, 0 leaves a part out, and `--seed` repeats the moments of a run. It ends
with the exit code 0 when every save that was called “Saved” is there and nothing grew.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.factories.living_rounds import LivingRound, a_database, a_living_round
from tests.promises.kills import kill_under_load
from tests.promises.long_run import Sample, what_grew, work_long

PEOPLE: Final = 8
MEGABYTE: Final = 1024 * 1024


def kill_often(kills: int, seed: int) -> None:
    """Kill the server so many times. Raises `AssertionError` for a save that is lost or half written."""
    _say(f"{kills:,} kills while {PEOPLE} people save; repeat with --seed {seed}")
    start = time.monotonic()

    def after_each(kill: int, acknowledged: int) -> None:
        if kill % 10 == 0 or kill == kills:
            minutes = (time.monotonic() - start) / 60
            left = minutes / kill * (kills - kill)
            _say(
                f"  {kill:>5,} kills, {acknowledged:>7,} acknowledged saves, none lost, none half written; "
                f"{minutes:.1f} minutes, about {left:.0f} to go"
            )

    with TemporaryDirectory(prefix="maturity-soak-") as folder:
        living = _a_round(Path(folder))
        kill_under_load(living, Path(folder), kills=kills, seed=seed, after_each=after_each)
        living.database.close()


def work_for(minutes: float) -> list[str]:
    """Work so many minutes. Returns what grew; raises `AssertionError` for anything that goes wrong."""
    _say(f"{minutes:g} minutes of work by {PEOPLE} people")
    _say("  minutes     saves  memory MB  open files  log MB")

    def say(one: Sample) -> None:
        _say(
            f"  {one.minutes:>7.1f} {one.saves:>9,} {one.memory / MEGABYTE:>10.1f} {one.files:>11} "
            f"{one.log / MEGABYTE:>7.1f}"
        )

    with TemporaryDirectory(prefix="maturity-soak-") as folder:
        living = _a_round(Path(folder))
        every = max(60 * minutes / 120, 2.0)
        grew = what_grew(work_long(living, Path(folder), minutes=minutes, every=every, say=say))
        living.database.close()
    return grew


def _a_round(folder: Path) -> LivingRound:
    return a_living_round(a_database(folder), partners=[f"Partner {number}" for number in range(PEOPLE)])


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Do what was asked for."""
    options = argparse.ArgumentParser(prog="make soak", description="Kill the server and work for hours.")
    options.add_argument("--kills", type=int, default=1000, help="how many kills")
    options.add_argument("--minutes", type=float, default=120, help="how long to work after them")
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="repeats a run")
    chosen = options.parse_args()
    if chosen.kills:
        kill_often(chosen.kills, chosen.seed)
    grew = work_for(chosen.minutes) if chosen.minutes else []
    for one in grew:
        _say(f"  NOT WELL: {one}")
    return 1 if grew else 0


if __name__ == "__main__":
    sys.exit(main())
