from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import dump_options_header

from maturity.reports.safe_cell import download_name, safe_cell

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
BEFORE = ["", " ", "\u00a0", "\ufeff", "\u200b", "\u2060", " \u200b ", "\u3000"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_text_that_could_start_a_formula_is_marked(sign: str, before: str) -> None:
    assert safe_cell(f"{before}{sign}cmd|' /C calc'!A0") == f"'{before}{sign}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["", "Plain words", "a=b", "’tis", "1 - 2", "'=already"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_numbers_stay_numbers() -> None:
    assert (safe_cell(-3), safe_cell(2.5)) == (-3, 2.5)


@given(st.text())
def test_no_text_at_all_begins_with_a_sign_once_its_blanks_are_gone(text: str) -> None:
    assert str(safe_cell(text)).strip()[:1] not in {"=", "+", "-", "@"}


@pytest.mark.parametrize(
    "hostile",
    ["a\r\nSet-Cookie: x=1", 'a"; filename="b.exe', "../../etc/passwd", "\u202egpj.exe", "C:\\x", "x" * 300, "", "..."],
)
def test_a_download_has_a_name_that_splits_no_header_and_leaves_no_folder(hostile: str) -> None:
    name = download_name(hostile, "Round 1", ending="csv")
    assert name.endswith(".csv")
    assert len(name) <= 130
    assert not set(name) & set('\r\n"\\/:;\u202e')
    assert "\n" not in dump_options_header("attachment", {"filename": name})


def test_a_name_of_nothing_that_may_stay_is_replaced() -> None:
    assert download_name("///", ending="pdf") == "report.pdf"


def test_welsh_letters_stay_in_a_name() -> None:
    assert download_name("Dŵr a Thân", "Hydref 2026", ending="pdf") == "Dŵr a Thân - Hydref 2026.pdf"
