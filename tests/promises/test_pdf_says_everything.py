"""The PDF says what the round holds: every reason, level and label, in full and nowhere cut."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from maturity.core.movement.moved import Direction
from maturity.core.round_report import RoundReport
from maturity.reports.board_words import where_we_are
from maturity.reports.pdf import ReportKind, render_pdf
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.reports import PRINT_FILES, lived_in_report
from tests.promises.everything_said import everything_said, only_letters


def text_of(pdf: bytes) -> str:
    return only_letters("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def unsaid(report: RoundReport, pdf: bytes) -> list[str]:
    printed = text_of(pdf)
    return [text for text in everything_said(report) if only_letters(text) not in printed]


def test_the_full_report_says_everything_that_the_round_holds() -> None:
    report = lived_in_report()
    assert unsaid(report, render_pdf(report, ReportKind.FULL, PRINT_FILES)) == []


def test_a_reason_of_ten_thousand_letters_is_printed_to_its_end() -> None:
    long = " ".join(f"word{n}" for n in range(1_100)) + " and the very end."
    report = lived_in_report(
        a_matrix(), rounds=1, say=lambda text: long if text.startswith("Chief executives") else text
    )
    assert len(report.result.criteria[0].consensus.reason) > 8_000
    printed = text_of(render_pdf(report, ReportKind.FULL, PRINT_FILES))
    assert "andtheveryend." in printed


def test_the_boards_pages_say_the_summary_the_counts_and_every_verdict_shown() -> None:
    report = lived_in_report()
    printed = text_of(render_pdf(report, ReportKind.BOARD, PRINT_FILES))
    assert report.comparison is not None
    assert all(only_letters(sentence) in printed for sentence in where_we_are(report))
    assert f"{report.comparison.count(Direction.UP)}wentup" in printed
    for movement in (*report.comparison.most_improved, *report.comparison.most_concern):
        assert only_letters(movement.title) in printed
    assert "Likelyreal" in printed
    assert "Withinnoise" in printed


@pytest.mark.parametrize("kind", ReportKind)
def test_both_reports_say_how_many_would_be_likely_real_by_chance_alone(kind: ReportKind) -> None:
    report = lived_in_report()
    assert report.comparison is not None
    said = report.comparison.by_chance_in_words
    assert said.startswith("Of ")
    assert only_letters(said) in text_of(render_pdf(report, kind, PRINT_FILES))


def test_the_full_report_says_so_of_domains_too_and_how_it_is_worked_out() -> None:
    report = lived_in_report()
    assert report.comparison is not None
    printed = text_of(render_pdf(report, ReportKind.FULL, PRINT_FILES))
    said = report.comparison.views.by_chance_in_words
    assert "domains that could be judged" in said
    assert only_letters(said) in printed
    assert only_letters("so among many a few are likely real by chance alone.") in printed


def test_the_check_notices_a_reason_that_was_left_out() -> None:
    report = lived_in_report(a_matrix(domains=some_domains(1, 3)), rounds=1)
    other = lived_in_report(a_matrix(domains=some_domains(1, 3)), rounds=1, say=lambda text: text[: len(text) // 2])
    assert unsaid(report, render_pdf(other, ReportKind.FULL, PRINT_FILES)) != []


@pytest.mark.parametrize("kind", ReportKind)
def test_what_cannot_be_printed_is_shown_as_missing_and_explained(kind: ReportKind) -> None:
    report = lived_in_report(a_matrix(domains=some_domains(1, 2)), rounds=1, say=lambda text: f"{text} 🎉")
    printed = text_of(render_pdf(report, kind, PRINT_FILES))
    assert "[?]" in printed
    assert ("Charactersthatcannotbeprinted" in printed) == (kind is ReportKind.FULL)
