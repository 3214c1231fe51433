"""The same report gives the same file, byte for byte, whatever process, clock or place makes it."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256

from maturity.reports.pdf import ReportKind, render_pdf
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.reports import PRINT_FILES, ROOT, lived_in_report

_MAKE = """
import sys, time
from hashlib import sha256
real, shift = time.time, float(sys.argv[1])
time.time = lambda: real() + shift
from maturity.reports.pdf import ReportKind, render_pdf
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.reports import PRINT_FILES, lived_in_report
report = lived_in_report(a_matrix(domains=some_domains(2, 3)), rounds=2)
for kind in ReportKind:
    print(sha256(render_pdf(report, kind, PRINT_FILES)).hexdigest())
"""


def hashes_made_elsewhere(*, zone: str, seed: str, shift: int) -> list[str]:
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    made = subprocess.run(
        [sys.executable, "-c", _MAKE, str(shift)], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    return made.stdout.split()


def test_two_processes_in_two_places_and_years_make_the_same_file() -> None:
    first = hashes_made_elsewhere(zone="Pacific/Auckland", seed="1", shift=0)
    second = hashes_made_elsewhere(zone="Europe/London", seed="2", shift=40_000_000)
    report = lived_in_report(a_matrix(domains=some_domains(2, 3)), rounds=2)
    here = [sha256(render_pdf(report, kind, PRINT_FILES)).hexdigest() for kind in ReportKind]
    assert first == second == here


def test_a_report_made_again_in_one_process_is_the_same_file() -> None:
    report = lived_in_report(a_matrix(), rounds=2)
    assert len({render_pdf(report, ReportKind.FULL, PRINT_FILES) for _ in range(3)}) == 1


def test_one_changed_letter_changes_the_file() -> None:
    one = lived_in_report(a_matrix(), rounds=1)
    other = lived_in_report(a_matrix(), rounds=1, say=lambda text: text.replace("winter", "Winter"))
    assert render_pdf(one, ReportKind.FULL, PRINT_FILES) != render_pdf(other, ReportKind.FULL, PRINT_FILES)
