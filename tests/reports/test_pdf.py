from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from maturity.core.round import Stage
from maturity.core.round_report import RoundReport, build_round_report
from maturity.reports.pdf import ReportKind, ReportNotMade, print_html, render_html, render_pdf
from maturity.reports.report_page import report_page
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains
from tests.factories.reports import PRINT_FILES, ROOT, lived_in_report, shipped_matrix
from tests.factories.rounds import a_ballot, a_round_record

LONG = "The way in which all of the partners decide together who leads on which part of the work and who pays for it"

TITLES = {criterion.title for criterion in shipped_matrix().criteria if not criterion.applies_to}
STATES = ("Emerging", "Developing", "Maturing", "Thriving", "Not agreed", "Not applicable", "Not recorded")


def long_report(domains: int) -> RoundReport:
    parts = [
        a_domain(f"d{d}", [a_criterion(f"d{d}-c{c}", title=f"{d}.{c} {LONG}") for c in range(3)], title=f"{d} {LONG}")
        for d in range(domains)
    ]
    return lived_in_report(a_matrix(domains=parts, title=LONG), rounds=2, say=lambda text: f"{text} {LONG}")


def nothing_recorded() -> RoundReport:
    return build_round_report(a_round_record(matrix=shipped_matrix()), earlier=[])


def after_votes_on_all(report: RoundReport) -> RoundReport:
    """The same with a vote on every criterion: each second one brings its partners together, the others apart."""
    lowest, highest = report.matrix.lowest_level.value, report.matrix.highest_level.value
    ballots = {
        criterion.id: (a_ballot(1, *([highest] * 6 if place % 2 else [lowest, highest] * 3)),)
        for place, criterion in enumerate(report.matrix.criteria)
    }
    return build_round_report(replace(report.record, ballots=ballots), earlier=[])


@pytest.mark.parametrize(
    "report",
    [
        lived_in_report(),
        after_votes_on_all(lived_in_report()),
        after_votes_on_all(long_report(12)),
        lived_in_report(stage=Stage.AGREEING),
        lived_in_report(rounds=1),
        lived_in_report(shipped_matrix("transformation-lenses")),
        lived_in_report(shipped_matrix("integrated-care-dimensions")),
        lived_in_report(a_matrix(), rounds=2),
        lived_in_report(a_matrix(domains=some_domains(12, 20)), rounds=2),
        lived_in_report(a_matrix(domains=some_domains(40, 1)), rounds=2),
        long_report(12),
        nothing_recorded(),
    ],
    ids=[
        "typical",
        "voted",
        "long and voted",
        "draft",
        "first",
        "lenses",
        "dimensions",
        "one",
        "12x20",
        "forty",
        "long",
        "empty",
    ],
)
def test_a_board_gets_two_pages_whatever_the_round_holds(report: RoundReport) -> None:
    assert len(PdfReader(io.BytesIO(render_pdf(report, ReportKind.BOARD, PRINT_FILES))).pages) == 2


@pytest.fixture(scope="module")
def full() -> PdfReader:
    """The full report of a lived-in round."""
    return PdfReader(io.BytesIO(render_pdf(lived_in_report(), ReportKind.FULL, PRINT_FILES)))


def test_the_full_report_begins_with_the_boards_pages_and_then_its_contents(full: PdfReader) -> None:
    pages = full.pages
    assert "Where we are" in pages[0].extract_text()
    assert "What moved since" in pages[1].extract_text()
    assert "Contents" in pages[2].extract_text()
    assert f"Page 3 of {len(pages)}" in pages[2].extract_text()


def test_twenty_seven_criteria_and_six_partners_take_at_most_twenty_pages(full: PdfReader) -> None:
    assert len(full.pages) <= 20


def test_no_criterion_leaves_its_title_and_level_at_the_foot_of_a_page(full: PdfReader) -> None:
    of_the_page = (lived_in_report().record.collaborative_name, "For development", "Page ", "Round 3")
    titled = set()
    for page in full.pages[4:]:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        for place, line in enumerate(lines[:-1]):
            if line in TITLES and any(lines[place + 1].startswith(level) for level in STATES):
                titled.add(line)
                assert not lines[place + 2].startswith(of_the_page), line
    assert titled == TITLES


def test_the_contents_of_a_small_matrix_stand_above_what_follows_and_each_lens_above_its_text() -> None:
    lenses = lived_in_report(shipped_matrix("transformation-lenses"), rounds=1)
    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(lenses, ReportKind.FULL, PRINT_FILES))).pages
    ]
    assert "Contents" in pages[2]
    assert "Each row is filled up to its agreed level" in pages[2]
    titles = {domain.domain.title for domain in lenses.result.domains}
    for page in pages[3:]:
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        said = [line for line in lines if not line.startswith(("For development", "Page ", "Round 1"))]
        assert said[-1] not in titles


def test_each_of_the_boards_pages_is_set_as_openly_as_it_can_be_by_itself() -> None:
    wordy = lived_in_report(rounds=2, say=lambda text: f"{text} {LONG}." if text.startswith("The partners") else text)
    first, second = PdfReader(io.BytesIO(render_pdf(wordy, ReportKind.BOARD, PRINT_FILES))).pages
    assert "Fernhollow Ambulance Service and Greyfriars Care Network" in " ".join(first.extract_text().split())
    assert "…" not in first.extract_text() + second.extract_text()


def test_every_domain_has_a_bookmark_and_an_entry_in_the_contents(full: PdfReader) -> None:
    bookmarks = str(full.outline)
    contents = full.pages[2].extract_text()
    for domain in lived_in_report().result.domains:
        assert f"'/Title': '{domain.domain.title}'" in bookmarks
        assert domain.domain.title in contents


def test_draft_stands_across_every_page_until_the_round_is_closed() -> None:
    def pages_with_draft(stage: Stage) -> list[bool]:
        report = lived_in_report(a_matrix(domains=some_domains(2, 2)), rounds=2, stage=stage)
        reader = PdfReader(io.BytesIO(render_pdf(report, ReportKind.FULL, PRINT_FILES)))
        return ["Draft: the round is not closed" in page.extract_text() for page in reader.pages]

    assert all(pages_with_draft(Stage.AGREEING))
    assert not any(pages_with_draft(Stage.CLOSED))
    html = render_html(lived_in_report(a_matrix(), stage=Stage.AGREEING), ReportKind.BOARD, PRINT_FILES)
    assert 'class="is-draft"' in html


@pytest.mark.parametrize(
    "html",
    ["<div>" * 600, '<p style="font-size: 1e7px">x</p>'],
    ids=["nested without end", "larger than any page"],
)
def test_whatever_stops_the_printer_is_one_plain_error(html: str) -> None:
    with pytest.raises(ReportNotMade, match="could not be made") as raised:
        print_html(f"<html><body>{html}", PRINT_FILES)
    assert html[:20] not in str(raised.value)


def test_missing_fonts_are_one_plain_error(tmp_path: Path) -> None:
    with pytest.raises(ReportNotMade, match="FileNotFoundError"):
        render_pdf(lived_in_report(a_matrix()), ReportKind.BOARD, replace(PRINT_FILES, fonts=tmp_path))


def test_the_printer_is_loaded_where_a_pdf_is_made_and_not_before() -> None:
    program = (
        "import sys, maturity.reports.pdf, maturity.reports.report_page, maturity.web.app, maturity.cli.serve\n"
        "print(sorted(name for name in sys.modules if name in {'weasyprint', 'fontTools', 'pydyf'}))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "[]"


def test_beside_the_list_of_what_moved_stands_how_many_would_be_likely_real_by_chance() -> None:
    report = lived_in_report()
    assert report.comparison is not None
    said = report.comparison.by_chance_in_words
    assert said
    html = render_html(report, ReportKind.BOARD, PRINT_FILES)
    below_the_picture = html.split('id="what-moved"')[1].split("</section>")[0].split("</svg>")[-1]
    moved = report_page(report).moved
    assert moved is not None
    assert f"{moved.footnote}</span> {said}</p>" in below_the_picture


@pytest.mark.parametrize("kind", ReportKind)
def test_a_first_round_says_what_its_list_of_ends_leaves_out(kind: ReportKind) -> None:
    matrix = a_matrix(domains=some_domains(3, 8))
    levels = {criterion.id: 2 if place < 2 else 3 for place, criterion in enumerate(matrix.criteria)}
    report = build_round_report(a_round_record(matrix=matrix, consensus=levels), earlier=[])
    html = BeautifulSoup(render_html(report, kind, PRINT_FILES), "html.parser")
    [table] = html.select("table.report-table--ends")
    assert table.caption is not None
    assert table.caption.get_text(strip=True) == "Criteria at the lowest level given"
    assert [row.get_text(strip=True) for row in table.select("tbody th")] == ["D1 c1", "D1 c2"]
    assert "22 criteria are at the highest level given, Maturing." in html.get_text()
