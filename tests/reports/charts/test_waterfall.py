from __future__ import annotations

import re
from fractions import Fraction

import pytest

from maturity.reports.charts.drawing import Box, Outline, Picture, Words, text_width
from maturity.reports.charts.waterfall import signed, waterfall
from tests.factories.two_rounds import IDS, all_at, viewed


def test_every_part_and_the_whole_of_each_domain_stand_in_the_table() -> None:
    chart = waterfall(viewed(all_at(2), all_at(3), agreed=(dict.fromkeys(IDS, 2), dict.fromkeys(IDS, 4))), chart_id="w")
    assert chart is not None
    assert chart.table.rows[:3] == (
        ("D1", "Change of level", "up 1"),
        ("D1", "What the conversation added", "up 1"),
        ("D1", "The whole", "up 2"),
    )
    assert "D1 up 2: change of level up 1, what the conversation added up 1" in chart.title


def test_a_part_begins_where_the_one_before_it_ended() -> None:
    chart = waterfall(viewed(all_at(2), all_at(3), agreed=(dict.fromkeys(IDS, 2), dict.fromkeys(IDS, 2))), chart_id="w")
    assert chart is not None
    level, conversation, whole = [mark for mark in chart.wide.marks if isinstance(mark, Box)][:3]
    assert (level.x, level.width) == (conversation.x, conversation.width)
    assert level.fill != conversation.fill
    assert whole.width == 2


def arrowheads(picture: Picture) -> list[list[float]]:
    """The tip and the back of each arrowhead, across the picture."""
    paths = [mark.path for mark in picture.marks if isinstance(mark, Outline) and mark.path.endswith("Z")]
    return [[float(point.split()[0]) for point in re.split("[ML]", path)[1:3]] for path in paths]


def test_a_part_that_goes_down_points_the_other_way_than_one_that_goes_up() -> None:
    views = viewed(all_at(2), all_at(3), agreed=(dict.fromkeys(IDS, 2), dict.fromkeys(IDS, 2)))
    chart = waterfall(views, chart_id="w")
    assert chart is not None
    for picture in (chart.wide, chart.narrow):
        (up, up_back), (down, down_back) = arrowheads(picture)[:2]
        assert up > up_back
        assert down < down_back
    assert "arrowhead points to the right for up and to the left for down" in chart.description


def test_no_bar_reaches_what_is_written_beside_it() -> None:
    views = viewed(all_at(3), all_at(2), agreed=(dict.fromkeys(IDS, 3), dict.fromkeys(IDS, 3)))
    chart = waterfall(views, chart_id="w")
    assert chart is not None
    for picture in (chart.wide, chart.narrow):
        ends = [mark.x + mark.width for mark in picture.marks if isinstance(mark, Box)]
        starts = [
            m.x - text_width(m.text, m.size, m.weight)
            for m in picture.marks
            if isinstance(m, Words) and m.anchor == "end"
        ]
        assert min(starts) - max(ends) >= 10


def test_what_cannot_be_told_apart_is_hatched() -> None:
    chart = waterfall(viewed(all_at(2, 2), all_at(3, 2)), chart_id="w")
    assert chart is not None
    assert any(isinstance(mark, Outline) and not mark.path.endswith("Z") for mark in chart.wide.marks)


def test_nothing_is_drawn_where_nothing_differs() -> None:
    assert waterfall(viewed(all_at(2), all_at(2)), chart_id="w") is None


@pytest.mark.parametrize("size, said", [(Fraction(1, 3), "up 0.33"), (Fraction(-1, 2), "down 0.5"), (Fraction(0), "0")])
def test_a_difference_is_written_with_its_direction(size: Fraction, said: str) -> None:
    assert signed(size) == said
