from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from maturity.reports.fonts import read_fonts
from maturity.reports.print_text import SUBSTITUTE, PrintableText
from tests.factories.reports import PRINT_FILES

CHARACTERS = frozenset().union(*(font.characters for font in read_fonts(PRINT_FILES.fonts) if font.weight == 400))


@pytest.mark.parametrize(
    "text,printed",
    [
        ("Plain words, 12 × 3 – “quoted”…", "Plain words, 12 × 3 – “quoted”…"),
        ("Dŵr, tŷ, Ŵyl, ẁ", "Dŵr, tŷ, Ŵyl, ẁ"),
        ("e\u0301", "é"),
        ("Well done 🎉", "Well done [?]"),
        ("👩🏽‍⚕️🏳️‍🌈 twice", "[?] twice"),
        ("\u202eturned\u202c", "[?]turned[?]"),
        ("a\u200bb\ufeffc", "abc"),
        ("a\u2028b", "a b"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_what_the_fonts_lack_is_replaced_by_something_that_can_be_seen(text: str, printed: str) -> None:
    assert PrintableText(CHARACTERS).printable(text) == printed


def test_it_remembers_whether_anything_was_replaced() -> None:
    text = PrintableText(CHARACTERS)
    text("Plain words")
    assert not text.replaced_any
    text("🎉")
    assert text.replaced_any


def test_markup_and_numbers_pass_as_they_are() -> None:
    text = PrintableText(CHARACTERS)
    assert text(Markup("<b>🎉</b>")) == "<b>🎉</b>"
    assert text(3) == 3


@given(st.text())
def test_whatever_is_printed_has_a_glyph(text: str) -> None:
    printed = PrintableText(CHARACTERS).printable(text).replace(SUBSTITUTE, "")
    assert set(printed) <= CHARACTERS | {"\n", "\t", " ", "\u200b"}


def test_a_word_without_end_gets_places_to_break_and_an_address_does_not() -> None:
    text = PrintableText(CHARACTERS)
    assert text.printable("w" * 5_000).count("\u200b") == 124
    address = "https://example.org/" + "a" * 150
    assert text.printable(address) == address
