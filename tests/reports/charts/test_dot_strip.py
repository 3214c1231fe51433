from __future__ import annotations

from maturity.core.scoring import score_round
from maturity.reports.charts.dot_strip import dot_strip, letter
from maturity.reports.charts.drawing import Chart, Words
from tests.factories.matrices import a_matrix, some_levels
from tests.factories.rounds import a_round_record


def words_of(chart: Chart) -> list[str]:
    return [mark.text for mark in chart.wide.marks if isinstance(mark, Words)]


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
