"""Each chart shows the values that it was given, and nothing more certain than they are."""

from __future__ import annotations

from fractions import Fraction

from maturity.core.matrix import AgreementRule
from maturity.core.movement import compare_rounds, trend_of
from maturity.core.scoring import score_round
from maturity.reports.charts.domain_profile import domain_profile, without_level
from maturity.reports.charts.dot_strip import dot_strip, letter
from maturity.reports.charts.drawing import BLUE, DARK, PALE, Box, Chart, Dot, Outline, Stroke, Words
from maturity.reports.charts.dumbbell import Movements, dumbbell, in_brief
from maturity.reports.charts.heat_map import heat_maps
from maturity.reports.charts.level_axis import axis_of
from maturity.reports.charts.trend import trend_chart
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains, some_levels
from tests.factories.rounds import ConsensusLike, a_round_record


def words_of(chart: Chart) -> list[str]:
    return [mark.text for mark in chart.wide.marks if isinstance(mark, Words)]


def two_domains() -> Chart:
    matrix = a_matrix(domains=some_domains(2, 3))
    levels: dict[str, ConsensusLike] = {
        "d1-c1": 1,
        "d1-c2": 2,
        "d1-c3": "not-agreed",
        "d2-c1": 4,
        "d2-c2": 4,
        "d2-c3": 3,
    }
    return domain_profile(score_round(a_round_record(matrix=matrix, consensus=levels)), chart_id="p")


def test_the_profile_is_ordered_from_the_most_developed_domain() -> None:
    chart = two_domains()
    said = words_of(chart)
    assert said.index("D2") < said.index("D1")
    assert chart.title == ("Domain profile, most developed first. D2: Thriving; D1: Between Emerging and Developing.")
    assert "1 not agreed" in said


def test_the_profiles_table_counts_every_criterion() -> None:
    assert two_domains().table.rows == (
        ("D2", "Thriving", "0", "0", "1", "2", "0"),
        ("D1", "Between Emerging and Developing", "1", "1", "0", "0", "1"),
    )


def test_a_bar_is_filled_up_to_the_value_and_half_a_column_for_a_half() -> None:
    axis = axis_of(a_matrix(), 0, 400)
    assert [axis.up_to(value) for value in (1, Fraction(5, 2), 4)] == [100, 250, 400]
    bars = [mark.width for mark in two_domains().wide.marks if isinstance(mark, Box) and mark.fill == BLUE][:2]
    assert round(bars[0] / bars[1], 2) == round(4 / 1.5, 2)  # Thriving, and between Emerging and Developing


def test_what_has_no_level_is_counted_by_its_own_words() -> None:
    matrix = a_matrix(domains=some_domains(1, 4), agreement=AgreementRule(split_name="Uncertain"))
    record = a_round_record(matrix=matrix, consensus={"d1-c1": "not-agreed", "d1-c2": "not-applicable", "d1-c3": 2})
    [domain] = score_round(record).domains
    assert without_level(domain) == "1 uncertain, 1 not applicable, 1 not recorded"


def test_the_heat_map_writes_the_level_into_its_cell_and_hatches_what_was_not_agreed() -> None:
    matrix = a_matrix(domains=some_domains(1, 3))
    record = a_round_record(matrix=matrix, consensus={"d1-c1": 3, "d1-c2": "not-agreed"})
    [chart] = heat_maps(score_round(record), chart_id="h")
    said = words_of(chart)
    assert said.count("Maturing") == 2  # above the column and in the cell
    assert "Not agreed" in said
    assert "Not recorded" in said
    assert sum(isinstance(mark, Outline) for mark in chart.wide.marks) == 1


def test_a_domain_of_one_criterion_says_everything_once() -> None:
    matrix = a_matrix(domains=[a_domain("d", [a_criterion("c", title="Vision")], title="Vision")])
    result = score_round(a_round_record(matrix=matrix, consensus={"c": "not-agreed"}))
    [heat_map] = heat_maps(result, chart_id="h")
    assert words_of(heat_map).count("Vision") == 1
    profile = words_of(domain_profile(result, chart_id="p"))
    assert "Not agreed" in profile
    assert not [said for said in profile if "1 not agreed" in said or "No result" in said]


def test_a_large_matrix_is_divided_between_pictures_without_losing_a_criterion() -> None:
    result = score_round(a_round_record(matrix=a_matrix(domains=some_domains(12, 20))))
    charts = heat_maps(result, chart_id="h")
    assert len({chart.id for chart in charts}) == len(charts) > 1
    assert [row[0] for chart in charts for row in chart.table.rows] == [c.criterion.title for c in result.criteria]


def moved_chart(before: list[int], after: list[int], agreed: tuple[int, int]) -> Chart:
    rounds = [
        score_round(a_round_record(consensus={"shared-purpose": level}, positions={"shared-purpose": given}, number=n))
        for n, (level, given) in enumerate(zip(agreed, (before, after), strict=True), start=1)
    ]
    comparison = compare_rounds(*rounds)
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


def test_the_trend_breaks_its_line_where_rounds_cannot_be_compared() -> None:
    scale = some_levels(5)
    results = [
        score_round(a_round_record(consensus={"shared-purpose": 2}, number=1)),
        score_round(a_round_record(consensus={"shared-purpose": 3}, number=2)),
        score_round(a_round_record(matrix=a_matrix(levels=scale), consensus={"shared-purpose": 4}, number=3)),
    ]
    chart = trend_chart(trend_of(results), results[-1].matrix, chart_id="t")
    lines = [mark for mark in chart.wide.marks if isinstance(mark, Stroke) and mark.stroke == BLUE]
    assert len(lines) == 1
    assert chart.table.rows[0][3].endswith("(not comparable with the round before)")


def test_the_dot_strip_names_every_partner_and_marks_the_median() -> None:
    record = a_round_record(positions={"shared-purpose": [1, 3, 3, "dont-know"]})
    [result] = score_round(record).criteria
    chart = dot_strip(result, record.matrix, chart_id="s")
    said = " ".join(words_of(chart))
    assert all(partner.name.split()[0] in said for partner in record.partners)
    assert "Don’t know: Dunmere Trust" in said
    assert "Median" in said
    assert "Emerging: Alder Vale Trust. Maturing: Birchmoor Trust, Cedarwell Trust." in chart.title
    assert [row[1] for row in chart.table.rows] == ["Emerging", "Maturing", "Maturing", "Don’t know"]


def test_where_columns_are_narrow_partners_have_letters_and_a_key() -> None:
    matrix = a_matrix(levels=some_levels(10))
    record = a_round_record(matrix=matrix, positions={"shared-purpose": [1, 9]})
    [result] = score_round(record).criteria
    said = words_of(dot_strip(result, matrix, chart_id="s"))
    assert "A" in said
    assert "A Alder Vale Trust; B Birchmoor Trust" in said


def test_letters_go_on_after_z() -> None:
    assert [letter(number) for number in (0, 25, 26, 27, 51, 52)] == ["A", "Z", "AA", "AB", "AZ", "BA"]
