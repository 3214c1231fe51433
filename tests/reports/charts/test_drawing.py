from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.reports.charts.drawing import hatching, text_width, wrapped


@given(st.text(max_size=300), st.integers(20, 400), st.integers(1, 4))
def test_wrapped_lines_are_never_wider_or_more_than_asked(text: str, width: int, lines: int) -> None:
    found = wrapped(text, width, 12, lines=lines)
    assert len(found) <= lines
    assert all(text_width(line, 12) <= width for line in found)


def test_text_that_fits_is_kept_whole() -> None:
    assert wrapped("Purpose and ambition", 100, 13) == ("Purpose and", "ambition")


def test_text_that_does_not_fit_is_cut_and_says_so() -> None:
    assert wrapped("A very long title that goes on and on for ever", 90, 13)[-1].endswith("…")


@pytest.mark.parametrize("word", ["w" * 5_000, "Pneumonoultramicroscopicsilicovolcanoconiosis"])
def test_a_word_without_end_is_broken(word: str) -> None:
    assert all(text_width(line, 12) <= 100 for line in wrapped(word, 100, 12, lines=3))


def test_hatching_stays_inside_its_rectangle() -> None:
    path = hatching(10, 20, 40, 15).path
    points = [tuple(map(float, point.split())) for point in path.replace("L", "M").split("M") if point]
    assert points
    assert all(10 <= x <= 50 and 20 <= y <= 35 for x, y in points)
