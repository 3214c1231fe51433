from __future__ import annotations

from maturity.core.matrix import DomainMethod, ScoringRule
from maturity.core.movement import trend_of
from maturity.core.scoring import score_round
from maturity.reports.charts.drawing import BLUE, Stroke
from maturity.reports.charts.trend import trend_chart
from tests.factories.matrices import a_criterion, a_domain, a_matrix
from tests.factories.rounds import a_round_record


def test_the_trend_breaks_its_line_where_rounds_cannot_be_compared() -> None:
    reworded = a_matrix(
        version="2.0.0", domains=[a_domain("purpose", [a_criterion("shared-purpose", question="How?")])]
    )
    results = [
        score_round(a_round_record(consensus={"shared-purpose": 2}, number=1)),
        score_round(a_round_record(consensus={"shared-purpose": 3}, number=2)),
        score_round(a_round_record(matrix=reworded, consensus={"shared-purpose": 4}, number=3)),
    ]
    chart = trend_chart(trend_of(results), results[-1].matrix, chart_id="t")
    lines = [mark for mark in chart.wide.marks if isinstance(mark, Stroke) and mark.stroke == BLUE]
    assert len(lines) == 1
    assert chart.table.rows[0][3].endswith("(not comparable with the round before)")


def test_a_mean_is_told_as_a_figure_and_not_as_a_place_between_two_levels() -> None:
    matrix = a_matrix(domains=[a_domain("one", ["a", "b"])], scoring=ScoringRule(domain=DomainMethod.MEAN))
    results = [
        score_round(a_round_record(matrix=matrix, consensus={"a": 2, "b": level}, number=number))
        for number, level in ((1, 3), (2, 4))
    ]
    chart = trend_chart(trend_of(results), matrix, chart_id="t")
    assert chart.table.rows == (("One", "2.5", "3.0"),)
    assert chart.title.endswith("One: 2.5, 3.0.")
