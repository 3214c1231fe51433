from __future__ import annotations

from datetime import date

import pytest

from maturity.core.membership import Member, Succession
from maturity.reports.charts.drawing import Box, Dot, Words, text_width
from maturity.reports.charts.membership_timeline import membership_timeline

TODAY = date(2026, 9, 1)
ALDER = Member(1, "Alder Trust", None, date(2026, 4, 1), Succession.MERGED, 2)
BIRCH = Member(2, "Birch Trust", date(2025, 1, 1))


def test_the_picture_is_told_in_words_and_as_a_table() -> None:
    chart = membership_timeline([ALDER, BIRCH], today=TODAY, chart_id="m")
    assert chart.title == (
        "Membership over time. Alder Trust: from the start to 1 April 2026, merged into Birch Trust; "
        "Birch Trust: from 1 January 2025."
    )
    assert chart.table.rows == (
        ("Alder Trust", "From the start", "1 April 2026", "Merged into Birch Trust"),
        ("Birch Trust", "1 January 2025", "", ""),
    )


def test_a_bar_ends_where_the_partner_left_and_a_ring_says_that_it_goes_on() -> None:
    chart = membership_timeline([ALDER, BIRCH], today=TODAY, chart_id="m")
    alder, birch = [mark for mark in chart.wide.marks if isinstance(mark, Box)]
    [ring] = [mark for mark in chart.wide.marks if isinstance(mark, Dot)]
    assert ring.x == alder.x + alder.width < birch.x + birch.width


@pytest.mark.parametrize("years", [1, 30])
def test_every_mark_lies_inside_its_picture(years: int) -> None:
    long = Member(
        3, "The partnership of everybody with everybody else in the whole of the vale " * 2, date(2027 - years, 1, 1)
    )
    chart = membership_timeline([ALDER, BIRCH, long], today=TODAY, chart_id="m")
    for picture in (chart.wide, chart.narrow):
        for mark in picture.marks:
            if isinstance(mark, Words):
                assert mark.x + text_width(mark.text, mark.size, mark.weight) <= picture.width + 8
            elif isinstance(mark, Box):
                assert 0 <= mark.x <= mark.x + mark.width <= picture.width
