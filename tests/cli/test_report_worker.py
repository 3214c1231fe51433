from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from maturity.cli.report_worker import Worker, work
from maturity.core.round import WayOfScoring
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.report import ReportRow, ReportState
from maturity.reports.edition import report_edition
from maturity.reports.shelf import pdf_place
from maturity.settings import product_folder
from maturity.usecases.closed_rounds import open_round_heads
from maturity.usecases.share import load_report, report_key, request_pdf
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round


@pytest.fixture
def waiting(tmp_path: Path) -> LivingRound:
    """A closed round whose board report was asked for."""
    living = a_living_round(a_database(tmp_path), way=WayOfScoring.TOGETHER)
    living.move("close")
    with living.database.writing() as session:
        heads = open_round_heads(session, collaborative=living.collaborative, number=living.number, may_see_draft=False)
        key = report_key(load_report(session, heads), edition=report_edition(product_folder("templates")))
        request_pdf(session, round_id=heads.head.id, kind="board", key=key, now=NOW)
    return living


def row_of(living: LivingRound) -> ReportRow:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        return session.query(ReportRow).filter_by(round_id=head.id).one()


def test_the_process_makes_the_pdf_and_ends_when_its_server_has_gone(waiting: LivingRound, tmp_path: Path) -> None:
    program = (
        "import subprocess, sys\n"
        "command = [sys.executable, '-m', 'maturity.cli.report_worker', *sys.argv[1:]]\n"
        "print(subprocess.Popen(command, stdout=subprocess.DEVNULL).pid, flush=True)\n"
        "sys.stdin.readline()\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program, str(waiting.database.path), str(tmp_path / "reports")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    worker = int(server.stdout.readline())
    assert _comes_true(lambda: row_of(waiting).state is ReportState.DONE)
    file_hash = row_of(waiting).file_hash
    assert file_hash is not None
    assert pdf_place(tmp_path / "reports", file_hash).read_bytes().startswith(b"%PDF")
    assert pdf_place(tmp_path / "reports", file_hash).stat().st_mode & 0o077 == 0
    server.communicate("\n")
    assert _comes_true(lambda: not Path(f"/proc/{worker}").exists() or _is_waiting_to_be_reaped(worker))


def _comes_true(condition: object, *, seconds: float = 60) -> bool:
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def _is_waiting_to_be_reaped(process: int) -> bool:
    return "\nState:\tZ" in Path(f"/proc/{process}/status").read_text()


def test_it_ends_when_there_has_been_nothing_to_do_for_a_while(waiting: LivingRound, tmp_path: Path) -> None:
    worker = Worker(waiting.database, tmp_path / "reports")
    work(worker, wanted=lambda: True, idle_seconds=0.1)
    assert row_of(waiting).state is ReportState.DONE


def test_it_stops_at_once_when_it_is_no_longer_wanted(waiting: LivingRound, tmp_path: Path) -> None:
    work(Worker(waiting.database, tmp_path / "reports"), wanted=lambda: False)
    assert row_of(waiting).state is ReportState.QUEUED


def test_a_report_that_hangs_takes_its_process_with_it_and_nothing_else(waiting: LivingRound, tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "import maturity.cli.report_worker as worker\n"
        "from datetime import timedelta\n"
        "worker.LEASE = timedelta(seconds=11)\n"  # less ten seconds: one
        "worker.render_pdf = lambda *_: time.sleep(60)\n"
        "worker.main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(waiting.database.path), str(tmp_path)], check=False, timeout=50
    )
    assert ended.returncode == -14  # SIGALRM
    assert row_of(waiting).state is ReportState.RUNNING


def test_a_report_that_wants_all_memory_fails_by_itself(waiting: LivingRound, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "import maturity.cli.report_worker as worker\n"
        "import maturity.reports.pdf as pdf\n"
        "pdf._Press.print = lambda *_: bytes(2 * 1024**3)\n"
        "work = worker.work\n"
        "worker.work = lambda one, wanted: work(one, wanted=wanted, idle_seconds=0.1)\n"
        "worker.main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(waiting.database.path), str(tmp_path)],
        check=False,
        timeout=50,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    assert row_of(waiting).state is ReportState.FAILED
    assert row_of(waiting).problem == "The PDF could not be made (MemoryError). The same report is a web page."
