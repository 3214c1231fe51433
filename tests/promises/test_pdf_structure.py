"""Everyone can read the PDF: it passes PDF/UA-1 and what that leaves open, whatever is written in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from maturity.core.round import Stage
from maturity.core.round_report import RoundReport, build_round_report
from maturity.reports.pdf import ReportKind, print_html, render_html, render_pdf
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.reports import PRINT_FILES, lived_in_report, shipped_matrix
from tests.factories.rounds import a_round_record
from tests.promises.pdf_gate import faults_in

WRITTEN = {
    "emoji": lambda text: f"{text} 🎉 and 👩🏽‍⚕️🏳️‍🌈",
    "Arabic": lambda text: f"الشراكة بين المستشفيات {text}",
    "Hebrew and a turned line": lambda text: f"{text} \u202eשלם\u202c",
    "Welsh": lambda text: f"Partneriaeth Ŵyl y Tŷ, dŵr a phŵer: {text}",
    "combining marks": lambda text: f"e\u0301 n\u0303 x\u030c\u0323 q\u0307 {text}",
    "Chinese and mathematics": lambda text: f"合作 ∑ ≥ → {text}",
    "a word of 5,000 letters": lambda text: f"{text} {'w' * 5000}" if len(text) > 60 else text,
    "characters that cannot be seen": lambda text: f"\u200b\ufeff{text}\u2028\u00ad\u0007",
    "nothing": lambda _: "",
    "one blank": lambda _: " ",
}


def small_report(say: Callable[[str], str]) -> RoundReport:
    return lived_in_report(a_matrix(domains=some_domains(2, 3)), rounds=2, say=say)


def without_positions(domains: int, criteria: int) -> RoundReport:
    matrix = a_matrix(domains=some_domains(domains, criteria))
    levels = {criterion.id: 1 + place % 4 for place, criterion in enumerate(matrix.criteria)}
    return build_round_report(a_round_record(matrix=matrix, consensus=levels, number=2), earlier=[])


@pytest.mark.parametrize("say", WRITTEN.values(), ids=WRITTEN)
def test_a_report_passes_whatever_people_wrote(say: Callable[[str], str]) -> None:
    assert faults_in(render_pdf(small_report(say), ReportKind.FULL, PRINT_FILES)) == []


def test_the_whole_report_of_a_lived_in_round_passes() -> None:
    assert faults_in(render_pdf(lived_in_report(), ReportKind.FULL, PRINT_FILES)) == []


@pytest.mark.parametrize("key", ["transformation-lenses", "integrated-care-dimensions"])
def test_the_boards_pages_pass_for_scales_with_and_without_names(key: str) -> None:
    assert faults_in(render_pdf(lived_in_report(shipped_matrix(key)), ReportKind.BOARD, PRINT_FILES)) == []


def test_a_draft_passes() -> None:
    report = lived_in_report(stage=Stage.AGREEING)
    assert faults_in(render_pdf(report, ReportKind.BOARD, PRINT_FILES)) == []


def test_a_round_in_which_nothing_was_recorded_passes() -> None:
    report = build_round_report(a_round_record(matrix=shipped_matrix()), earlier=[])
    assert faults_in(render_pdf(report, ReportKind.FULL, PRINT_FILES)) == []


def test_a_matrix_of_twelve_domains_of_twenty_criteria_passes() -> None:
    assert faults_in(render_pdf(without_positions(12, 20), ReportKind.FULL, PRINT_FILES)) == []


PLANTED = {
    "a heading cell across two columns": ('<th scope="col">Level</th>', '<th colspan="2">Level</th>'),
    "a tag inside a link": ('<a href="#method">How', '<a href="#method"><strong>How</strong> '),
    "a skipped level of heading": ('<h2 class="nhsuk-heading-l">Where we are</h2>', "<h4>Where we are</h4>"),
    "a character without a glyph": ("<h2>Contents</h2>", "<h2>Contents 🎉</h2>"),
    "a picture without words": ('<title id="profile-title">', '<title id="profile-title"></title><desc>'),
    "a document without a language": ('<html lang="en-GB">', "<html>"),
    "a document without a title": ("<title>", '<meta name="unread" content="'),
}


@pytest.fixture(scope="module")
def good_document() -> str:
    html = render_html(small_report(str), ReportKind.FULL, PRINT_FILES)
    assert faults_in(print_html(html, PRINT_FILES)) == []
    return html


@pytest.mark.parametrize("good,bad", PLANTED.values(), ids=PLANTED)
def test_the_gate_catches_a_planted_fault(good_document: str, good: str, bad: str) -> None:
    assert good in good_document
    assert faults_in(print_html(good_document.replace(good, bad, 1), PRINT_FILES)) != []
