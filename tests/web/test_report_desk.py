from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from maturity.persistence.engine import Database
from maturity.usecases.closed_rounds import open_round_heads
from maturity.web.report_desk import ReportMaker, order_reports, report_desk
from tests.factories.closed_rounds import hold_round
from tests.factories.installations import a_setting


class CountingMaker(ReportMaker):
    """Starts a process that only notes that it was started, and waits for so long."""

    def __init__(self, note: Path, *, seconds: float) -> None:
        super().__init__(note, note)
        program = f"import time\nopen({str(note)!r}, 'a').write('x')\ntime.sleep({seconds})"
        self._command = [sys.executable, "-c", program]

    def wait(self) -> None:
        assert self._process is not None
        self._process.wait()

    def end(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()


def test_while_the_process_runs_no_second_one_is_started(tmp_path: Path) -> None:
    maker = CountingMaker(tmp_path / "note", seconds=60)
    maker.wake()
    first = maker._process  # noqa: SLF001
    maker.wake()
    assert maker._process is first  # noqa: SLF001
    maker.end()


def test_a_process_that_has_ended_is_replaced(tmp_path: Path) -> None:
    maker = CountingMaker(tmp_path / "note", seconds=0)
    for _ in range(2):
        maker.wake()
        maker.wait()
    assert (tmp_path / "note").read_text() == "xx"


def test_a_process_that_cannot_be_started_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    maker = CountingMaker(tmp_path / "note", seconds=0)
    maker._command = [str(tmp_path / "no such program")]  # noqa: SLF001
    maker.wake()
    assert "could not be started" in caplog.text


def test_a_database_that_does_not_answer_leaves_what_was_done_as_it_is(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked() -> NoReturn:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr("maturity.web.report_desk.reading", locked)
    with app.app_context():
        order_reports(1, 1)
    assert "could not be ordered" in caplog.text


def test_a_key_is_worked_out_once_and_again_when_the_round_changes(app: Flask, database: Database) -> None:
    setting = a_setting(database, partners=3)
    hold_round(setting)

    def key() -> str:
        with app.app_context(), database.reading() as session:
            heads = open_round_heads(session, collaborative=setting.collaborative, number=1, may_see_draft=True)
            return report_desk().key_of(session, heads)

    closed = key()
    assert key() == closed
    setting.move("reopen", reason="One more talk.")
    assert key() != closed
