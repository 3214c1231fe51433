"""Where PDFs are asked for: it remembers what each report says, and wakes the process that makes them."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.recently_used import RecentlyUsed
from maturity.core.round_report import RoundReport
from maturity.persistence.engine import Database
from maturity.reports.edition import report_edition
from maturity.reports.pdf import ReportKind
from maturity.settings import Settings, product_folder
from maturity.usecases.closed_rounds import NotClosedYet, RoundHeads, open_round_heads
from maturity.usecases.compare import result_key
from maturity.usecases.lineage import versions_between
from maturity.usecases.share import load_report, report_key, request_pdf
from maturity.web.database import now, reading, writing

logger = logging.getLogger(__name__)

_NAME: Final = "maturity-report-desk"
_MOST_KEYS: Final = 512


class ReportMaker:
    """The process that makes PDFs, started when there is something to make and not before."""

    def __init__(self, database: Path, reports: Path) -> None:
        self._command = [sys.executable, "-m", "maturity.cli.report_worker", str(database), str(reports)]
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def wake(self) -> None:
        """See to it that the process runs. Where it cannot be started, whoever waits asks again in a moment."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            try:
                self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            except OSError as problem:
                logger.warning("The process that makes PDFs could not be started: %s", problem.strerror)


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """What the running application knows of reports. `shelf` is the folder of the finished ones."""

    maker: ReportMaker
    shelf: Path
    edition: str
    _keys: RecentlyUsed[str] = field(default_factory=lambda: RecentlyUsed(_MOST_KEYS))

    def key_of(self, session: Session, heads: RoundHeads) -> str:
        """What the PDF of these rounds is kept under.

        Worked out once for as long as none of them changes and no version of their matrices is published, which may
        say how they are compared.
        """
        known = self._keys.find(self._name_of(heads, versions_between(session, heads.all)))
        return known or self.remember(heads, load_report(session, heads))

    def key_anew(self, session: Session, heads: RoundHeads) -> str:
        """The same, worked out again: what was remembered may be why no PDF is found under it."""
        return self.remember(heads, load_report(session, heads))

    def remember(self, heads: RoundHeads, report: RoundReport) -> str:
        """Keep the key of a report that was loaded in the same session as its heads."""
        between = () if report.comparison is None else report.comparison.between
        return self._keys.keep(self._name_of(heads, between), report_key(report, edition=self.edition))

    def _name_of(self, heads: RoundHeads, between: Iterable[Matrix]) -> tuple[object, ...]:
        database: Database = current_app.extensions["maturity-database"]
        versions = tuple(matrix.content_hash for matrix in between)
        return (database.path, versions, *(result_key(head) for head in heads.all))


def open_report_desk(app: Flask, *, settings: Settings) -> None:
    """Give the application its report desk."""
    app.extensions[_NAME] = ReportDesk(
        maker=ReportMaker(settings.database, settings.reports),
        shelf=settings.reports,
        edition=report_edition(product_folder("templates")),
    )


def report_desk() -> ReportDesk:
    """The report desk of the running application."""
    desk: ReportDesk = current_app.extensions[_NAME]
    return desk


def order_reports(collaborative: int, number: int) -> None:
    """Have both PDFs of a closed round made in the background, so that they are there when somebody asks.

    Whoever closed the round is not told when this fails: the round is closed, and the report's page asks again.
    """
    try:
        _order(collaborative, number)
    except (SQLAlchemyError, OSError, NotClosedYet):
        logger.exception("The reports of a round could not be ordered")


def _order(collaborative: int, number: int) -> None:
    desk = report_desk()
    with reading() as session:
        heads = open_round_heads(session, collaborative=collaborative, number=number, may_see_draft=False)
        key = desk.key_of(session, heads)
    with writing() as session:
        for kind in ReportKind:
            request_pdf(session, round_id=heads.head.id, kind=kind.value, key=key, now=now())
    desk.maker.wake()
