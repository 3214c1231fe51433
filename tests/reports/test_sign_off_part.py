from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

from maturity.core.record.sign_off import PartnersSignOff, Signature, SignOffDecision, SignOffs
from maturity.core.round_report import RoundReport, build_round_report, content_key
from maturity.reports.pdf import ReportKind, render_html
from maturity.reports.report_page import report_page
from maturity.reports.round_csv import round_csv
from maturity.reports.sign_off_part import sign_off_part, sign_offs_for_the_board
from tests.factories.reports import PRINT_FILES
from tests.factories.rounds import a_round_record

AGREES = Signature(
    decision=SignOffDecision.AGREES,
    words="",
    signed_name="Ada Moor",
    role_title="Chair",
    on_behalf=False,
    signed_at=datetime(2026, 3, 4, 10, 30, tzinfo=UTC),
    state="0" * 64,
    is_stale=False,
)
DOUBTS = replace(AGREES, decision=SignOffDecision.RESERVATIONS, words="The budget is missing.", on_behalf=True)
STALE = replace(AGREES, is_stale=True)
SIGN_OFFS = SignOffs(
    partners=(
        PartnersSignOff(1, "Alder Trust", (AGREES,)),
        PartnersSignOff(2, "Birch Trust", (DOUBTS, STALE)),
        PartnersSignOff(3, "Cedar Trust", (STALE,)),
        PartnersSignOff(4, "Dale Trust"),
    ),
    was_asked=True,
)
NOT_ASKED = SignOffs(partners=(PartnersSignOff(1, "Alder Trust"),), was_asked=False)


def a_report(sign_offs: SignOffs | None) -> RoundReport:
    return replace(build_round_report(a_round_record(), earlier=()), sign_offs=sign_offs)


def test_every_partner_has_a_line_and_a_stale_one_says_so() -> None:
    part = sign_off_part(SIGN_OFFS)
    assert part.said == (
        "Of 4 partners, 1 agrees and 1 agrees with reservations. Not signed: Dale Trust. "
        "Said before the round changed, and so no longer of this result: Cedar Trust agreed."
    )
    assert [(line.partner, line.label) for line in part.lines] == [
        ("Alder Trust", "Agrees"),
        ("Birch Trust", "Agrees with reservations"),
        ("Cedar Trust", "Stale: signed before the round changed (agrees)"),
        ("Dale Trust", "Not signed"),
    ]
    assert part.lines[1].who == "Ada Moor, Chair (entered from paper), 4 March 2026"


def test_where_nobody_was_asked_that_is_all_that_is_said() -> None:
    assert sign_off_part(NOT_ASKED).lines == ()
    assert list(sign_offs_for_the_board(NOT_ASKED)) == []
    document = render_html(a_report(NOT_ASKED), ReportKind.FULL, PRINT_FILES)
    assert "The partners have not been asked to sign this result off." in document
    assert "Sign-off by the partners" not in render_html(a_report(None), ReportKind.FULL, PRINT_FILES)


def test_reservations_stand_on_the_boards_pages_and_in_the_full_report() -> None:
    for kind in ReportKind:
        document = render_html(a_report(SIGN_OFFS), kind, PRINT_FILES)
        assert "1 agrees with reservations" in document
        assert "The budget is missing." in document
        assert "Cedar Trust" in document


def test_a_new_signature_makes_another_report() -> None:
    keys = {content_key(a_report(said)) for said in (None, NOT_ASKED, SIGN_OFFS)}
    assert len(keys) == 3
    assert ("sign-off", "Sign-off by the partners") in report_page(a_report(SIGN_OFFS)).contents


def test_the_data_end_with_everything_that_was_signed() -> None:
    text = round_csv(a_report(None).result, sign_offs=SIGN_OFFS).decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["tier"] == "sign-off"]
    assert [(row["partner"], row["state"]) for row in rows] == [
        ("Alder Trust", "agrees"),
        ("Birch Trust", "reservations"),
        ("Birch Trust", "stale"),
        ("Cedar Trust", "stale"),
        ("Dale Trust", "not-signed"),
    ]
    assert (rows[1]["person"], rows[1]["reason"], rows[1]["on_behalf"]) == (
        "Ada Moor, Chair",
        "The budget is missing.",
        "yes",
    )
