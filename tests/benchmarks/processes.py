"""What processes use, as Linux tells it: CPU and memory of a process with everything that it started."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

GONE: Final = (FileNotFoundError, ProcessLookupError)
"""What is raised for a process that ended while it was looked at."""


def family(process: int) -> list[int]:
    """A process, its children and theirs."""
    found = [process]
    with suppress(*GONE):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += family(int(child))
    return found


def cpu_seconds(process: int) -> float:
    """The CPU time that a process and its living children have used, in user space and in the kernel."""
    ticks = 0
    for one in family(process):
        with suppress(*GONE):
            after_name = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_megabytes(process: int) -> float:
    """The proportional set size of a process and its children: memory that several share is counted once."""
    kilobytes = 0
    for one in family(process):
        with suppress(*GONE):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024
