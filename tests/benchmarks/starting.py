"""From `maturity serve` to the first page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.load import get, measure
from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.scene import Scene


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds until the sign-in page was there, and of CPU that the server had used by then."""

    seconds: float
    cpu: float


def measure_start(scene: Scene, *, times: int) -> Started:
    """The median of so many starts."""
    seconds, cpu = [], []
    for _ in range(times):
        start = time.perf_counter()
        with scene.server() as server:
            took = time.perf_counter() - start
            first = measure(server.port, [[get("/sign-in")]], seconds=0, expect="</html>")
            assert server.process is not None
            cpu.append(cpu_seconds(server.process.pid))
            seconds.append(took + first.milliseconds[0] / 1000)
    return Started(median(seconds), median(cpu))
