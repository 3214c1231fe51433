from __future__ import annotations

import colorsys
from itertools import pairwise

import pytest

from maturity.reports.charts.drawing import BLUE, DARK, INK, LINE, PALE, PAPER, QUIET
from maturity.reports.charts.ramp import contrast, shades

SCALES = range(2, 11)


@pytest.mark.parametrize("levels", SCALES)
def test_text_can_be_read_on_every_shade(levels: int) -> None:
    assert all(contrast(shade.fill, shade.text) >= 4.5 for shade in shades(levels))


@pytest.mark.parametrize("levels", SCALES)
def test_a_higher_level_is_always_darker_and_can_be_told_from_its_neighbour(levels: int) -> None:
    against_white = [contrast(shade.fill, PAPER) for shade in shades(levels)]
    assert all(darker / lighter > 1.12 for lighter, darker in pairwise(against_white))


@pytest.mark.parametrize("levels", SCALES)
def test_all_shades_have_one_hue_of_blue(levels: int) -> None:
    for shade in shades(levels):
        red, green, blue = (int(shade.fill[at : at + 2], 16) / 255 for at in (1, 3, 5))
        assert 0.56 < colorsys.rgb_to_hsv(red, green, blue)[0] < 0.62


def test_marks_and_words_stand_out_from_the_paper() -> None:
    assert all(contrast(mark, PAPER) >= 3 for mark in (BLUE, DARK, LINE, QUIET, INK))
    assert all(contrast(words, paper) >= 4.5 for words in (INK, QUIET, DARK) for paper in (PAPER, "#e6ecf2"))
    assert contrast(DARK, PALE) >= 3


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
