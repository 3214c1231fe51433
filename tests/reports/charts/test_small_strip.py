from __future__ import annotations

from maturity.core.agreement import agreement_on
from maturity.core.matrix_rules import AgreementRule
from maturity.reports.charts.drawing import BLUE, Box, Chart, Dot, Outline, Words
from maturity.reports.charts.small_strip import WIDTH, small_strip
from tests.factories.matrices import a_matrix, some_levels


def a_strip(*levels: int, own: int | None = None, scale: int = 4) -> Chart:
    matrix = a_matrix(levels=some_levels(scale))
    agreement = agreement_on(levels, AgreementRule())
    return small_strip(agreement, matrix, title="Shared purpose", chart_id="s", own=own)


def test_every_partner_is_a_dot_in_the_column_of_its_level() -> None:
    dots = [mark for mark in a_strip(1, 3, 3).wide.marks if isinstance(mark, Dot)]
    assert sorted({dot.x for dot in dots}) == [WIDTH / 8, WIDTH * 5 / 8]
    assert len(dots) == 3


def test_many_partners_at_a_level_are_counted_beside_one_dot_inside_the_picture() -> None:
    chart = a_strip(*[2] * 9)
    assert "× 9" in [mark.text for mark in chart.wide.marks if isinstance(mark, Words)]
    assert len([mark for mark in chart.wide.marks if isinstance(mark, Dot)]) == 1


def test_the_median_has_its_triangle_and_where_too_few_gave_a_level_there_is_none() -> None:
    assert any(isinstance(mark, Outline) for mark in a_strip(1, 2, 2).wide.marks)
    assert "A triangle marks the median." in a_strip(1, 2, 2).description
    assert not any(isinstance(mark, Outline) for mark in a_strip(1, 2).wide.marks)
    assert "triangle" not in a_strip(1, 2).description
    empty = a_strip()
    assert not any(isinstance(mark, Outline) for mark in empty.wide.marks)
    assert "No partner gave a level" in empty.title


def test_ones_own_level_is_marked_by_one_filled_dot_and_said_in_words() -> None:
    chart = a_strip(2, 2, 3, own=2)
    filled = [mark for mark in chart.wide.marks if isinstance(mark, Dot) and mark.fill == BLUE]
    assert len(filled) == 1
    assert any(isinstance(mark, Box) for mark in chart.wide.marks)
    assert chart.title.endswith("You are at Level 2.")
    assert "You are" not in a_strip(2, 2, 3).title


def test_a_partner_that_has_not_agreed_a_level_is_a_dashed_ring_beside_the_strip_and_said_in_words() -> None:
    matrix = a_matrix(levels=some_levels(4))
    plain, divided = (
        small_strip(
            agreement_on([1, 3], AgreementRule(), unsettled=names), matrix, title="Shared purpose", chart_id="s"
        )
        for names in ((), ("Birch Trust", "Dale Trust"))
    )
    rings = [[m for m in chart.wide.marks if isinstance(m, Dot) and m.dash] for chart in (plain, divided)]
    assert [len(found) for found in rings] == [0, 1]
    assert divided.wide.height > plain.wide.height
    assert "2 partners without an agreed level" in divided.title
    assert "A dashed ring is a partner that has not agreed a level." in divided.description
    assert divided.table.rows[-1] == ("Not agreed", "2")
    assert "Birch" not in repr(divided), "it says how many and never which"
    assert "agreed" not in f"{plain.title} {plain.description} {plain.table}"


def test_the_picture_says_how_many_are_where_and_its_table_says_the_same() -> None:
    chart = a_strip(1, 3, 3)
    assert "1 at Level 1, 2 at Level 3" in chart.title
    assert [row[1] for row in chart.table.rows] == ["1", "0", "2", "0"]
