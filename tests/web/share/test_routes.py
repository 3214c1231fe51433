from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from maturity.cli.report_worker import Worker
from maturity.core.movement.trend import trend_of
from maturity.core.recently_used import RecentlyUsed
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.rows.report import ReportRow, ReportState
from maturity.usecases.closed_rounds import open_round_heads
from maturity.usecases.share import load_report
from maturity.usecases.sign_in import add_account
from maturity.web.report_desk import ReportDesk
from tests.factories.closed_rounds import hold_round
from tests.factories.installations import Setting, a_setting
from tests.factories.rounds import partner_name
from tests.web.browser import Browser
from tests.web.conftest import Clock, RestingMaker, SignIn


@pytest.fixture
def setting(database: Database) -> Setting:
    """A collaborative with three partners: fewer are too few to judge agreement."""
    return a_setting(database, partners=3)


@pytest.fixture
def desk(app: Flask, tmp_path: Path) -> ReportDesk:
    """A report desk with a shelf of its own, whose process rests."""
    desk: ReportDesk = replace(app.extensions["maturity-report-desk"], shelf=tmp_path / "reports", maker=RestingMaker())
    app.extensions["maturity-report-desk"] = desk
    return desk


@pytest.fixture
def worker(desk: ReportDesk, database: Database, clock: Clock) -> Worker:
    """What would make the PDFs in a process of its own."""
    return Worker(database, desk.shelf, clock=clock)


def report_of(setting: Setting, number: int = 1) -> str:
    return f"{setting.round_address(number)}/report"


def test_the_page_says_what_the_round_came_to_with_the_parts_of_the_pdf(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, label="Spring 2026")
    page = viewer.get(report_of(setting))
    assert page.h1 == "Three Rivers Collaborative"
    assert "Round 1: Spring 2026" in page.text
    assert "It is not an inspection, an assurance return or a grade" in page.text
    for part in ("Where we are", "What this rests on", "A first round", "Questions for the board", "The matrix"):
        assert part in page.text
    assert "Draft" not in page.text


def test_every_entry_of_the_contents_leads_somewhere(setting: Setting, viewer: Browser) -> None:
    hold_round(setting)
    hold_round(setting, label="Autumn 2026")
    page = viewer.get(report_of(setting, 2))
    targets = {str(tag["id"]) for tag in page.soup.find_all(id=True)}
    inside = [address for address in page.links.values() if address.startswith("#")]
    assert len(inside) > 8
    assert {address.removeprefix("#") for address in inside} <= targets | {"maincontent"}


def test_what_people_wrote_stays_text(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, label="<b>Spring</b>")
    page = viewer.get(report_of(setting))
    assert "<b>Spring</b>" in page.text
    assert "<b>" not in page.response.text


def test_a_viewer_waits_until_the_round_is_closed_and_a_lead_sees_a_draft(
    setting: Setting, viewer: Browser, lead: Browser
) -> None:
    setting.add_round()
    setting.move("open")
    assert "not closed yet" in lead.get(report_of(setting), expect=409).text
    setting.answer()
    setting.move("close-responding")
    assert "Draft" in lead.get(report_of(setting)).text
    assert "not closed yet" in viewer.get(report_of(setting), expect=409).text
    assert "Data of the round (CSV)" not in lead.get(report_of(setting)).links
    assert viewer.client.get(f"{report_of(setting)}/data.csv").status_code == 409


def test_a_round_that_is_not_there_is_not_found(setting: Setting, viewer: Browser) -> None:
    viewer.get(report_of(setting, 7), expect=404)


def does_the_script_have_to_wait(browser: Browser, setting: Setting) -> bool:
    answer = browser.client.get(f"{report_of(setting)}/board", headers={"Accept": "application/json"})
    return bool(answer.get_json()["is_waiting"])


def test_a_pdf_is_made_when_it_is_asked_for_and_sent_as_soon_as_it_is_there(
    setting: Setting, viewer: Browser, worker: Worker, desk: ReportDesk
) -> None:
    hold_round(setting, label="Spring 2026")
    waiting = viewer.get(f"{report_of(setting)}/board")
    assert waiting.h1 == "Your report is being made"
    assert does_the_script_have_to_wait(viewer, setting)
    assert worker.make_next()
    assert not worker.make_next()
    ready = waiting.follow("Look now")
    assert ready.h1 == "Your report is ready"
    assert not does_the_script_have_to_wait(viewer, setting)
    sent = viewer.client.get(f"{report_of(setting)}/board.pdf")
    assert sent.mimetype == "application/pdf"
    assert "Three Rivers Collaborative - Spring 2026 - board report.pdf" in sent.headers["Content-Disposition"]
    [file] = desk.shelf.glob("*.pdf")
    assert sent.data == file.read_bytes()
    assert len(PdfReader(file).pages) == 2
    direct = viewer.client.get(f"{report_of(setting)}/board")
    assert direct.headers["Location"] == f"{report_of(setting)}/board.pdf"


def test_opening_the_report_of_a_closed_round_has_its_pdfs_made_once(
    setting: Setting, viewer: Browser, worker: Worker
) -> None:
    hold_round(setting)
    viewer.get(report_of(setting))
    viewer.get(report_of(setting))
    assert [worker.make_next() for _ in range(3)] == [True, True, False]
    assert viewer.get(report_of(setting)).links["Full report (PDF)"].endswith("/full.pdf")


def test_closing_a_round_has_both_pdfs_made(
    setting: Setting, lead: Browser, worker: Worker, desk: ReportDesk, database: Database
) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer()
    setting.move("close-responding")
    setting.agree()
    lead.get(f"{setting.round_address()}/moves/close").submit()
    with database.reading() as session:
        rows = session.query(ReportRow).all()
    assert sorted((row.kind, row.state) for row in rows) == [
        ("board", ReportState.QUEUED),
        ("full", ReportState.QUEUED),
    ]
    assert isinstance(desk.maker, RestingMaker)
    assert desk.maker.calls == 1
    assert worker.make_next()
    assert worker.make_next()
    links = lead.get(report_of(setting)).links
    assert links["Full report (PDF)"] == f"{report_of(setting)}/full.pdf"
    assert lead.client.get(links["Full report (PDF)"]).data.startswith(b"%PDF")


def test_a_file_that_was_lost_is_made_again(
    setting: Setting, viewer: Browser, worker: Worker, desk: ReportDesk
) -> None:
    hold_round(setting)
    viewer.get(f"{report_of(setting)}/board")
    assert worker.make_next()
    for file in desk.shelf.glob("*.pdf"):
        file.unlink()
    assert viewer.get(f"{report_of(setting)}/board.pdf").h1 == "Your report is being made"
    assert worker.make_next()
    assert viewer.client.get(f"{report_of(setting)}/board.pdf").data.startswith(b"%PDF")


def test_a_pdf_of_what_the_round_said_before_is_not_sent_for_what_it_says_now(
    setting: Setting, lead: Browser, worker: Worker, database: Database, desk: ReportDesk
) -> None:
    hold_round(setting)
    lead.get(f"{report_of(setting)}/board")
    setting.move("reopen", reason="One more talk.")
    assert worker.make_next()
    with database.reading() as session:
        assert [row.state for row in session.query(ReportRow)] == [ReportState.QUEUED], "asked for as it is now"
    assert lead.get(f"{report_of(setting)}/board.pdf").h1 == "Your report is being made"
    assert worker.make_next()
    assert len(list(desk.shelf.glob("*.pdf"))) == 1
    sent = lead.client.get(f"{report_of(setting)}/board.pdf")
    assert "draft" in sent.headers["Content-Disposition"]


def test_a_failure_says_so_and_can_be_tried_again(
    setting: Setting, viewer: Browser, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_round(setting)
    viewer.get(f"{report_of(setting)}/full")

    def no_room(*_arguments: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("maturity.cli.report_worker.keep_pdf", no_room)
        assert worker.make_next()
    failed = viewer.get(f"{report_of(setting)}/full")
    assert failed.h1 == "Your report could not be made"
    assert "could not be kept on the disk" in failed.text
    assert failed.submit(button="Try again").h1 == "Your report is being made"
    assert worker.make_next()
    assert viewer.client.get(f"{report_of(setting)}/full.pdf").data.startswith(b"%PDF")


def test_the_data_comes_as_csv_with_its_dictionary(setting: Setting, viewer: Browser) -> None:
    hold_round(setting, label="Spring 2026")
    page = viewer.get(report_of(setting))
    sent = viewer.client.get(page.links["Data of the round (CSV)"])
    assert sent.mimetype == "text/csv"
    assert "Three Rivers Collaborative - Spring 2026 - data.csv" in sent.headers["Content-Disposition"]
    assert sent.data.startswith(b'\xef\xbb\xbf"collaborative","round"')
    columns = page.follow("What each column of the data means")
    assert "recorded_level" in columns.text


@pytest.mark.parametrize("part", ["", "/board", "/board.pdf", "/data.csv", "/columns"])
def test_nobody_outside_the_collaborative_learns_that_there_is_a_report(
    setting: Setting, database: Database, sign_in: SignIn, part: str
) -> None:
    hold_round(setting)
    with database.writing() as session:
        stranger = add_account(session, name="A Stranger", email="stranger@example.org", now=Clock().now, by=None)
    assert sign_in(stranger).client.get(f"{report_of(setting)}{part}").status_code == 404


def test_a_desk_that_remembers_what_the_round_no_longer_says_keeps_nobody_waiting(
    setting: Setting, viewer: Browser, worker: Worker, desk: ReportDesk, database: Database
) -> None:
    hold_round(setting)
    with viewer.client.application.app_context(), database.reading() as session:
        heads = open_round_heads(session, collaborative=setting.collaborative, number=1, may_see_draft=True)
        desk.remember(heads, replace(load_report(session, heads), trend=trend_of([])))
    waiting = viewer.get(f"{report_of(setting)}/board")
    assert waiting.h1 == "Your report is being made"
    while worker.make_next():
        pass
    assert waiting.follow("Look now").h1 == "Your report is ready"


def test_a_server_of_another_edition_says_so_and_lets_nobody_wait_for_ever(
    setting: Setting, viewer: Browser, worker: Worker, desk: ReportDesk
) -> None:
    hold_round(setting)
    old = replace(desk, edition="an older one", _keys=RecentlyUsed(9))
    viewer.client.application.extensions["maturity-report-desk"] = old
    page = viewer.get(f"{report_of(setting)}/board")
    for _ in range(2):
        while worker.make_next():
            pass
        page = page.follow("Look now") if "Look now" in page.links else page
    assert page.h1 == "Your report could not be made"
    assert "has to be restarted" in page.text


@pytest.mark.parametrize("naming", Naming)
def test_an_anonymous_round_names_no_partner_beside_its_level_in_any_report(
    setting: Setting, viewer: Browser, lead: Browser, naming: Naming
) -> None:
    hold_round(setting, partners=(1, 4, 4), naming=naming)
    data = viewer.client.get(f"{report_of(setting)}/data.csv").get_data(as_text=True)
    page = viewer.get(report_of(setting))
    parts = " ".join(part.get_text() for part in page.soup.select("#strips, #partners, #agreement"))
    on_the_table = lead.get(f"{setting.round_address()}/agree").follow("Vision").text
    named = [partner_name(1) in said for said in (data, parts, on_the_table)]
    assert named == [naming is not Naming.ANONYMOUS] * 3
    if naming is Naming.ANONYMOUS:
        assert "A partner" in data
        assert partner_name(1) in page.text, "who took part is no secret"
