from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
from flask import Flask

from maturity.cli.report_worker import Worker
from maturity.core.record.archive import unpack
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.reports.archive_check import check_archive
from maturity.web.report_desk import ReportDesk
from maturity.web.share import routes
from tests.factories.closed_rounds import hold_round
from tests.factories.installations import Setting
from tests.web.browser import Browser
from tests.web.conftest import Clock, RestingMaker


@pytest.fixture
def worker(app: Flask, tmp_path: Path, database: Database, clock: Clock) -> Worker:
    """What makes the PDFs, on a shelf of its own."""
    desk: ReportDesk = replace(app.extensions["maturity-report-desk"], shelf=tmp_path / "reports", maker=RestingMaker())
    app.extensions["maturity-report-desk"] = desk
    return Worker(database, desk.shelf, clock=clock)


@pytest.mark.parametrize("naming", [Naming.PARTNER_ONLY, Naming.ANONYMOUS])
def test_a_lead_downloads_an_archive_that_is_unchanged_once_the_reports_are_made(
    setting: Setting, lead: Browser, worker: Worker, naming: Naming
) -> None:
    hold_round(setting, partners=(2, 3), naming=naming)
    page = lead.get(f"{setting.round_address()}/report")
    waiting = page.follow("Archive of the round (ZIP)")
    assert "Download it again once they are there." in waiting.notice
    while worker.make_next():
        pass
    answer = lead.client.get(f"{setting.round_address()}/report/archive.zip")
    assert answer.mimetype == "application/zip"
    archive = unpack(answer.data)
    assert {"reports/board.pdf", "reports/full.pdf"} <= set(archive.parts)
    checked = check_archive(archive)
    assert checked.differences == ()
    assert not archive.is_whole
    for part in ("state.json", "evidence.csv", "events.json", "figures.json"):
        assert b"Because we see it." not in archive.parts[part], "what partners said is kept back"
    assert "people.json" not in archive.parts


def test_only_a_lead_is_offered_the_archive(setting: Setting, viewer: Browser, lead: Browser) -> None:
    hold_round(setting, partners=(2, 3))
    assert "Archive of the round (ZIP)" not in viewer.get(f"{setting.round_address()}/report").links
    viewer.get(f"{setting.round_address()}/report/archive.zip", expect=403)
    lead.get(f"{setting.round_address(2)}/report/archive.zip", expect=404)


def test_a_round_that_is_not_closed_has_none(setting: Setting, lead: Browser) -> None:
    hold_round(setting, partners=(2, 3), closes=False)
    assert "Archive of the round (ZIP)" not in lead.get(f"{setting.round_address()}/report").links
    lead.get(f"{setting.round_address()}/report/archive.zip", expect=409)


def test_nothing_is_gathered_for_an_archive_whose_reports_are_not_there(
    setting: Setting, lead: Browser, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    del worker
    hold_round(setting, partners=(2, 3))
    gathering = Mock(side_effect=AssertionError("gathered in vain"))
    monkeypatch.setattr(routes, "gather_archive", gathering)
    waiting = lead.get(f"{setting.round_address()}/report/archive.zip")
    assert "Download it again once they are there." in waiting.notice
    gathering.assert_not_called()
