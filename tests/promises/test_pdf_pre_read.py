"""The PDF of a pre-read is as good as a report’s: everyone can read it, it fetches nothing, always the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdf import PdfReader

from maturity.core.meeting.pre_read import PreRead, pre_read_of
from maturity.core.round import Naming, Stage
from maturity.core.scoring import score_round
from maturity.reports.pdf import render_pre_read
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.reports import PRINT_FILES, lived_in_record
from tests.promises.pdf_gate import active_content_in, faults_in
from tests.promises.test_pdf_structure import WRITTEN


def a_pre_read(say: Callable[[str], str] = lambda text: text, *, partner: int = 1, minutes: int | None = 90) -> PreRead:
    matrix = a_matrix(domains=some_domains(2, 3))
    record = lived_in_record(matrix, number=2, stage=Stage.AGREEING, say=say)
    earlier = score_round(lived_in_record(matrix, number=1))
    return pre_read_of(
        score_round(record),
        earlier=earlier,
        naming=Naming.ANONYMOUS,
        partner=partner,
        minutes=minutes,
        settled=frozenset(),
    )


def printed(pre_read: PreRead) -> str:
    pages = PdfReader(io.BytesIO(render_pre_read(pre_read, PRINT_FILES))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("say", WRITTEN.values(), ids=WRITTEN)
def test_it_passes_whatever_people_wrote(say: Callable[[str], str]) -> None:
    pdf = render_pre_read(a_pre_read(say), PRINT_FILES)
    assert faults_in(pdf) == []
    assert active_content_in(pdf) == []


def test_it_passes_for_a_partner_that_said_nothing_and_a_meeting_of_no_known_length() -> None:
    assert faults_in(render_pre_read(a_pre_read(partner=6, minutes=None), PRINT_FILES)) == []


def test_it_prints_that_a_position_was_entered_on_behalf_of_the_partner() -> None:
    plain = a_pre_read()
    entered = replace(plain, items=(replace(plain.items[0], own_reached="Entered on behalf of us"), *plain.items[1:]))
    assert "Entered on behalf of us." in printed(entered)
    assert "on behalf" not in printed(plain)


def test_the_same_pre_read_is_the_same_file_and_one_changed_letter_another() -> None:
    files = {render_pre_read(a_pre_read(), PRINT_FILES) for _ in range(2)}
    assert len(files) == 1
    assert render_pre_read(a_pre_read(lambda text: text.replace("e", "E")), PRINT_FILES) not in files
