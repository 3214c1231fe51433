from __future__ import annotations

from maturity.core.movement.moved import compare_rounds
from maturity.core.scoring import score_round
from maturity.reports.charts.drawing import DARK, PALE, Chart, Dot, Outline, Stroke, Words
from maturity.reports.charts.dumbbell import Movements, dumbbell, in_brief
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import a_round_record
from tests.reports.charts.marks import words_of


def moved_chart(before: list[int], after: list[int], agreed: tuple[int, int]) -> Chart:
    first, second = (
        score_round(a_round_record(consensus={"shared-purpose": level}, positions={"shared-purpose": given}, number=n))
        for n, (level, given) in enumerate(zip(agreed, (before, after), strict=True), start=1)
    )
    comparison = compare_rounds(first, second)
    return dumbbell(a_matrix(), [Movements("", comparison.criteria)], chart_id="m", about="All")


def test_a_movement_that_is_likely_real_is_solid_and_says_so() -> None:
    chart = moved_chart([1] * 6, [3] * 6, (1, 3))
    assert {"Up 2 levels", "Likely real"} <= set(words_of(chart))
    row = [mark for mark in chart.wide.marks if isinstance(mark, Dot)][:2]
    assert row[1].fill == DARK
    assert not [mark for mark in chart.wide.marks if isinstance(mark, Stroke) and mark.dash]


def test_a_movement_within_noise_is_pale_and_dashed_and_says_so() -> None:
    chart = moved_chart([2] * 6, [2, 2, 2, 2, 2, 3], (2, 3))
    assert {"Up 1 level", "Within noise"} <= set(words_of(chart))
    row = [mark for mark in chart.wide.marks if isinstance(mark, Dot)][:2]
    assert row[1].fill == PALE
    assert [mark for mark in chart.wide.marks if isinstance(mark, Stroke) and mark.dash]


def test_an_arrow_points_the_way_the_level_went() -> None:
    up = next(mark for mark in moved_chart([1] * 6, [3] * 6, (1, 3)).wide.marks if isinstance(mark, Outline))
    down = next(mark for mark in moved_chart([3] * 6, [1] * 6, (3, 1)).wide.marks if isinstance(mark, Outline))
    tip, tail = (float(point.split()[0]) for point in up.path[1:].split("L")[:2])
    assert tip > tail
    tip, tail = (float(point.split()[0]) for point in down.path[1:].split("L")[:2])
    assert tip < tail


def test_what_stayed_lowest_or_was_not_agreed_is_named_for_what_it_is() -> None:
    matrix = a_matrix(domains=some_domains(1, 2))
    first = score_round(a_round_record(matrix=matrix, consensus={"d1-c1": 1, "d1-c2": 2}))
    second = score_round(a_round_record(matrix=matrix, consensus={"d1-c1": 1, "d1-c2": "not-agreed"}, number=2))
    assert [in_brief(m) for m in compare_rounds(first, second).criteria] == [
        ("Same", "Lowest level"),
        ("Not agreed", ""),
    ]


def test_a_later_level_on_which_partners_are_split_is_a_lozenge_and_what_was_not_agreed_has_a_cross() -> None:
    matrix = a_matrix(domains=some_domains(1, 3))
    first = score_round(a_round_record(matrix=matrix, consensus={"d1-c1": 1, "d1-c2": 2, "d1-c3": 2}))
    second = score_round(
        a_round_record(
            matrix=matrix,
            consensus={"d1-c1": 2, "d1-c2": "not-agreed", "d1-c3": 3},
            positions={"d1-c1": [1, 1, 4, 4], "d1-c2": [1, 1, 4, 4], "d1-c3": [3, 3, 3, 3]},
            number=2,
        )
    )
    chart = dumbbell(matrix, [Movements("", compare_rounds(first, second).criteria)], chart_id="m", about="All")
    for picture in (chart.wide, chart.narrow):
        outlines = [mark.path for mark in picture.marks if isinstance(mark, Outline)]
        assert len([path for path in outlines if path.endswith("Z") and path.count("L") == 3]) == 2  # the row, the key
        assert len([path for path in outlines if path.count("M") == 2]) == 2
        assert {"Partners split", "No level agreed"} <= {m.text for m in picture.marks if isinstance(m, Words)}
    assert [row[7] for row in chart.table.rows] == ["Split", "Split", "Aligned"]


def test_the_key_explains_no_mark_that_the_picture_does_not_have() -> None:
    matrix = a_matrix(domains=some_domains(1, 1))
    first = score_round(a_round_record(matrix=matrix, consensus={"d1-c1": 2}, positions={"d1-c1": [1, 1, 4, 4]}))
    for level, is_drawn in ((2, False), (3, True)):
        second = score_round(
            a_round_record(matrix=matrix, consensus={"d1-c1": level}, positions={"d1-c1": [3, 3, 3, 3]}, number=2)
        )
        chart = dumbbell(matrix, [Movements("", compare_rounds(first, second).criteria)], chart_id="m", about="All")
        assert ("Partners split" in words_of(chart)) is is_drawn
