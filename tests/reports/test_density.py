"""How closely a board's page is set is found by trying, in few tries."""

from __future__ import annotations

import pytest

from maturity.reports.charts.drawing import Picture
from maturity.reports.density import DENSITIES, Fitting, share_of_width


def searched(fits_from: int) -> tuple[int, int]:
    """Which setting is kept where each from this one on fits, and how many were tried."""
    fitting, tried = Fitting(), 0
    while not fitting.is_over:
        tried += 1
        fitting.note(fits=DENSITIES.index(fitting.density) >= fits_from)
    return DENSITIES.index(fitting.density), tried


@pytest.mark.parametrize("fits_from", range(len(DENSITIES)))
def test_the_most_open_setting_that_fits_is_found_in_a_handful_of_tries(fits_from: int) -> None:
    kept, tried = searched(fits_from)
    assert kept == fits_from
    assert tried <= 6


def test_a_page_that_fits_as_openly_as_can_be_is_tried_once() -> None:
    assert searched(0) == (0, 1)


def test_the_closest_setting_is_kept_where_none_fits() -> None:
    assert searched(len(DENSITIES))[0] == len(DENSITIES) - 1


def test_each_step_closer_has_no_more_to_set_than_the_one_before() -> None:
    def room(place: int) -> tuple[int, ...]:
        one = DENSITIES[place]
        lengths = (one.name_length, one.title, one.text, one.line, one.question, one.lines, one.meaning)
        return (*lengths, one.dissent, one.moves_up, one.name == "is-open")

    for place in range(1, len(DENSITIES)):
        assert all(now <= before for now, before in zip(room(place), room(place - 1), strict=True))
        for tallest in ("tallest_profile", "tallest_movement"):
            now, before = getattr(DENSITIES[place], tallest), getattr(DENSITIES[place - 1], tallest)
            assert not before or 0 < now <= before


def test_a_picture_is_narrowed_only_where_it_is_too_tall() -> None:
    assert share_of_width(Picture(680, 400, ()), 0) == 100
    assert share_of_width(Picture(680, 400, ()), 400) == 100
    assert share_of_width(Picture(680, 400, ()), 200) == 50
