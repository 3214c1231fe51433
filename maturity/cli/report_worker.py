"""The process that makes PDFs, apart from the one that answers, so that a save never waits for a report.

The server starts it when a PDF is asked for: `python -m maturity.cli.report_worker DATABASE REPORTS`. It ends by
itself when there has been nothing to do for a while, or when the server that started it has gone.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from maturity.cli.log import log_to_standard_error
from maturity.core.meeting.pre_read import NoSuchPartner
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import NoSuchRound
from maturity.reports.edition import report_edition
from maturity.reports.pdf import PrintFiles, ReportKind, ReportNotMade, render_pdf, render_pre_read
from maturity.reports.shelf import keep_pdf, pdf_place
from maturity.settings import product_folder
from maturity.usecases.closed_rounds import NotClosedYet
from maturity.usecases.pre_read import open_pre_read, partner_of_kind, pre_read_key
from maturity.usecases.prepare import NotRevealed
from maturity.usecases.report_queue import (
    LEASE,
    Claim,
    ask_instead,
    claim_next,
    fail,
    finish,
    heads_of_claim,
    is_work_waiting,
    withdraw,
)
from maturity.usecases.share import load_report, report_key

IDLE_SECONDS: Final = 20
LOOK_EVERY: Final = 0.25
LARGEST_MEMORY: Final = 1024**3
"""Bytes of address space: a report that needs more fails by itself and takes nothing else with it."""

logger = logging.getLogger(__name__)


def main() -> None:
    """Make every PDF that is asked for until there is nothing left to do."""
    database, reports = Path(sys.argv[1]), Path(sys.argv[2])
    log_to_standard_error()
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    parent = os.getppid()
    work(Worker(Database(database, threads=1), reports), wanted=lambda: os.getppid() == parent)


class Worker:
    """Makes one PDF after another and keeps each in the folder."""

    def __init__(self, database: Database, reports: Path, *, clock: Callable[[], datetime] | None = None) -> None:
        self._database = database
        self._reports = reports
        self._now = clock or (lambda: datetime.now(UTC))
        self._files = print_files()

    def make_next(self) -> bool:
        """Make the next PDF; whether there was one."""
        with self._database.reading() as session:
            if not is_work_waiting(session, now=self._now()):
                return False
        with self._database.writing() as session:
            claim = claim_next(session, now=self._now())
        if claim is None:
            return False
        # The default answer to this signal is to end the process: nothing that hangs can catch it.
        signal.alarm(int(LEASE.total_seconds()) - 10)
        try:
            self._make(claim)
        finally:
            signal.alarm(0)
        return True

    def _make(self, claim: Claim) -> None:
        try:
            with self._database.reading() as session:
                order = self._order(session, claim)
        except (NoSuchRound, NotClosedYet, NoSuchPartner, NotRevealed):
            order = None
        if order is None:
            with self._database.writing() as session:
                withdraw(session, claim)
            return
        if order.key != claim.key:
            with self._database.writing() as session:
                ask_instead(session, claim, key=order.key, now=self._now())
            return
        try:
            file_hash = keep_pdf(self._reports, order.print())
        except (ReportNotMade, OSError) as problem:
            said = str(problem) if isinstance(problem, ReportNotMade) else "The PDF could not be kept on the disk."
            # Without a traceback: what the libraries below say may quote the text of the report.
            logger.warning("Report %s: %s", claim.report, said)
            with self._database.writing() as session:
                fail(session, claim, problem=said, now=self._now())
            return
        with self._database.writing() as session:
            unnamed = finish(session, claim, file_hash=file_hash, now=self._now())
        for old in unnamed:
            pdf_place(self._reports, old).unlink(missing_ok=True)

    def _order(self, session: Session, claim: Claim) -> _Order:
        """What a claim is for, as the round is now."""
        heads, edition = heads_of_claim(session, claim), report_edition(self._files.templates)
        partner = partner_of_kind(claim.kind)
        if partner is None:
            report = load_report(session, heads)
            return _Order(
                report_key(report, edition=edition), lambda: render_pdf(report, ReportKind(claim.kind), self._files)
            )
        where = heads.head
        _, pre_read = open_pre_read(session, collaborative=where.collaborative, number=where.number, partner=partner)
        return _Order(pre_read_key(pre_read, edition=edition), lambda: render_pre_read(pre_read, self._files))


@dataclass(frozen=True, slots=True)
class _Order:
    """One PDF to print, and what it is kept under."""

    key: str
    print: Callable[[], bytes]


def work(worker: Worker, *, wanted: Callable[[], bool], idle_seconds: float = IDLE_SECONDS) -> None:
    """Make PDFs while there are any, and wait a while for more, for as long as they are wanted."""
    last = time.monotonic()
    while wanted() and time.monotonic() - last < idle_seconds:
        if worker.make_next():
            last = time.monotonic()
        else:
            time.sleep(LOOK_EVERY)


def print_files() -> PrintFiles:
    """Where this installation has its templates and fonts."""
    fonts = Path(str(resources.files("maturity"))) / "web/static/built/fonts"
    return PrintFiles(templates=product_folder("templates"), fonts=fonts)


if __name__ == "__main__":
    main()
