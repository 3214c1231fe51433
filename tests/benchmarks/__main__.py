"""`make bench`: every measurement, printed as the tables of docs/performance.md.

`--seconds` is how long each load lasts, `--only` takes some of the parts. Nothing here passes or fails: times depend on
the machine and on what else it does. What is measured is checked to be right all the same.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks.growth import measure_growth
from tests.benchmarks.printing import measure_printing
from tests.benchmarks.reading import measure_reads, measure_reports
from tests.benchmarks.room import measure_room
from tests.benchmarks.saving import measure_saves
from tests.benchmarks.scene import make_scene
from tests.benchmarks.starting import measure_start


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    seconds: float = 5.0
    times: int = 5
    collaboratives: int = 1000
    rounds: int = 8
    kinds: tuple[str, ...] = ("board", "full")
    polls: int = 1000


USUAL: Final = Size()
TINY: Final = Size(seconds=0.1, times=1, collaboratives=3, rounds=3, kinds=("board",), polls=10)


def saving(size: Size) -> None:
    """Save one answer, beside the floor."""
    with TemporaryDirectory(prefix="maturity-bench-") as folder:
        rows = [
            (
                one.clients,
                f"{one.product.rate:.0f}",
                f"{one.product.quantile(0.5):.1f}",
                f"{one.product.quantile(0.95):.1f}",
                f"{one.milliseconds_of_cpu:.2f}",
                *(f"{floor.rate:.0f} ({one.ratio_to(floor):.0%})" for floor in one.floors),
            )
            for one in measure_saves(make_scene(Path(folder)), seconds=size.seconds, rounds=2)
        ]
    _table(
        "Save one answer",
        ("clients", "saves/s", "p50 ms", "p95 ms", "CPU ms", "the same use case, bare", "its statements, bare"),
        rows,
    )


def reading(size: Size) -> None:
    """Read the pages that are read most, and reports that are kept."""
    with TemporaryDirectory(prefix="maturity-bench-") as folder:
        scene = make_scene(Path(folder))
        reads = list(measure_reads(scene, seconds=size.seconds))
        memory, kept = measure_reports(scene, size.kinds, seconds=size.seconds)
    rows = [
        (
            one.name,
            one.clients,
            f"{one.measured.rate:.0f}",
            f"{one.measured.quantile(0.5):.1f}",
            f"{one.measured.quantile(0.95):.1f}",
            f"{one.milliseconds_of_cpu:.2f}",
        )
        for one in [*reads, *kept]
    ]
    _table("Read", ("page", "clients", "pages/s", "p50 ms", "p95 ms", "CPU ms"), rows)
    _table(
        "Memory (PSS)",
        ("processes", "MB"),
        [
            ("the server", f"{memory.server:.0f}"),
            ("the server and the report worker, at the most", f"{memory.with_worker:.0f}"),
        ],
    )


def printing(size: Size) -> None:
    """Make the PDFs."""
    with TemporaryDirectory(prefix="maturity-bench-") as folder:
        printed = measure_printing(make_scene(Path(folder)), size.kinds, times=size.times)
    rows = [(one.kind, one.pages, f"{one.cold:.2f}", f"{one.warm:.2f}") for one in printed]
    _table("Make a PDF", ("kind", "pages", "the first, CPU s", "later ones, CPU s"), rows)


def starting(size: Size) -> None:
    """Start the server."""
    with TemporaryDirectory(prefix="maturity-bench-") as folder:
        started = measure_start(make_scene(Path(folder)), times=size.times)
    _table("From start to first page", ("seconds", "CPU s"), [(f"{started.seconds:.2f}", f"{started.cpu:.2f}")])


def growth(size: Size) -> None:
    """Open the pages of one collaborative among very many."""
    with TemporaryDirectory(prefix="maturity-bench-") as folder:
        scene = make_scene(Path(folder), closed=size.rounds - 1)
        rows = [
            (
                one.page,
                f"{one.alone.steps:,}",
                f"{one.among_many.steps:,}",
                f"{one.among_many.steps / one.alone.steps:.3f}",
                f"{one.alone.milliseconds:.2f}",
                f"{one.among_many.milliseconds:.2f}",
            )
            for one in measure_growth(scene, collaboratives=size.collaboratives)
        ]
    _table(
        f"One collaborative among {size.collaboratives:,}, {size.rounds} rounds each",
        ("page", "steps alone", "among all", "ratio", "CPU ms alone", "among all"),
        rows,
    )


def room(size: Size) -> None:
    """Follow the room on thirty screens while partners vote, with the server killed half way."""
    with TemporaryDirectory(prefix="maturity-bench-") as folder:
        one = measure_room(make_scene(Path(folder)), seconds=size.seconds, polls=size.polls)
    _table(
        "The room",
        (
            "clients",
            "seconds",
            "answers/s",
            "fresh p50 s",
            "p95 s",
            "max s",
            "CPU cores",
            "CPU of a poll ms",
            "of a screen ms",
            "MB (PSS)",
        ),
        [
            (
                one.clients,
                f"{one.seconds:.0f}",
                f"{one.answers / one.seconds:.0f}",
                *(f"{one.fresh_within(share):.2f}" for share in (0.5, 0.95, 1)),
                f"{one.cpu / one.seconds:.2f}",
                f"{one.poll:.2f}",
                f"{one.drawing:.1f}",
                f"{one.memory:.0f}",
            )
        ],
    )
    _table(
        "The server killed in the middle of a vote",
        ("votes called saved", "lost", "half written", "every screen back after, s"),
        [(one.votes, one.lost, one.faults, f"{one.back:.1f}")],
    )


PARTS: Final[dict[str, Callable[[Size], None]]] = {
    part.__name__: part for part in (saving, reading, room, printing, starting, growth)
}


def _table(title: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    heads = list(heads)
    _say(f"\n### {title}\n")
    _say(f"| {' | '.join(heads)} |")
    _say(f"| {' | '.join('---' for _ in heads)} |")
    for row in rows:
        _say(f"| {' | '.join(str(cell) for cell in row)} |")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure what was asked for."""
    options = argparse.ArgumentParser(prog="make bench", description="Measure speed and memory.")
    options.add_argument("--seconds", type=float, default=USUAL.seconds, help="how long each load lasts")
    options.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS), help="some of the parts")
    options.add_argument("--tiny", action="store_true", help="see that everything runs; the figures mean nothing")
    chosen = options.parse_args()
    _say(
        f"{datetime.now(UTC):%d %B %Y %H:%M} UTC, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )
    for name in chosen.only:
        PARTS[name](TINY if chosen.tiny else Size(seconds=chosen.seconds))


if __name__ == "__main__":
    main()
