"""Making the PDFs: the first in a process, and those after it.

`python -m tests.benchmarks.printing DATABASE COLLABORATIVE NUMBER TIMES` writes what it measured as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.load import ROOT
from tests.benchmarks.scene import Scene


@dataclass(frozen=True, slots=True)
class Printed:
    """Seconds of CPU that one PDF takes, by the kind: the first of a process, imports included, and a later one."""

    kind: str
    pages: int
    cold: float
    warm: float


def measure_printing(scene: Scene, kinds: Sequence[str], *, times: int) -> list[Printed]:
    """Each kind in a process of its own."""
    return [_print_in_process(scene, kind, times) for kind in kinds]


def _print_in_process(scene: Scene, kind: str, times: int) -> Printed:
    where = [str(scene.setting.database.path), str(scene.setting.collaborative), "2", kind, str(times)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.printing", *where],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    said = json.loads(done.stdout)
    # The quickest of the later ones: whatever else runs on the machine only ever adds.
    return Printed(kind, said["pages"], said["seconds"][0], min(said["seconds"][1:]))


def _run(database: Path, collaborative: int, number: int, kind: str, times: int) -> dict[str, object]:
    from maturity.cli.report_worker import print_files  # noqa: PLC0415  (the imports are part of what is measured)
    from maturity.persistence.engine import Database  # noqa: PLC0415  (as above)
    from maturity.reports.pdf import ReportKind, render_pdf  # noqa: PLC0415  (as above)
    from maturity.usecases.closed_rounds import open_round_heads  # noqa: PLC0415  (as above)
    from maturity.usecases.share import load_report  # noqa: PLC0415  (as above)

    opened = Database(database, threads=1)
    seconds: list[float] = []
    before, pdf = 0.0, b""
    for _ in range(1 + times):
        with opened.reading() as session:
            heads = open_round_heads(session, collaborative=collaborative, number=number, may_see_draft=False)
            report = load_report(session, heads)
        pdf = render_pdf(report, ReportKind(kind), print_files())
        seconds.append(time.process_time() - before)
        before = time.process_time()
    opened.close()
    return {"seconds": seconds, "pages": _pages(pdf)}


def _pages(pdf: bytes) -> int:
    import io  # noqa: PLC0415  (not part of what is measured)

    import pikepdf  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


if __name__ == "__main__":
    json.dump(_run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5])), sys.stdout)
