"""A report that partners signed is as good a document as any other, however long their reservations are."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from maturity.core.record.sign_off import PartnersSignOff, SignOffs
from maturity.reports.pdf import BOARD_PAGES, ReportKind, render_pdf
from tests.factories.reports import NAMES, PRINT_FILES, lived_in_report
from tests.promises.pdf_gate import faults_in
from tests.reports.test_sign_off_part import AGREES, DOUBTS, STALE

LAST = "That is all that we hold against it."
LONG = "The budget is missing, and with it the answer to how the shared theatre lists are to be paid for. " * 40 + LAST


@pytest.mark.parametrize("kind", ReportKind)
def test_a_signed_report_is_without_fault_and_the_boards_has_two_pages(kind: ReportKind) -> None:
    ways = ((AGREES,), (replace(DOUBTS, words=LONG), STALE), (STALE,), (), (AGREES,), (replace(DOUBTS, words="No."),))
    partners = tuple(PartnersSignOff(place, name, ways[place % len(ways)]) for place, name in enumerate(NAMES))
    report = replace(lived_in_report(), sign_offs=SignOffs(partners, was_asked=True))
    pdf = render_pdf(report, kind, PRINT_FILES)
    assert faults_in(pdf) == []
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    text = " ".join(" ".join(pages).split())
    assert "2 agree and 2 agree with reservations" in text
    if kind is ReportKind.BOARD:
        assert len(pages) == BOARD_PAGES
    else:
        assert LAST in text, "however long it is, the table prints all of it"
