from __future__ import annotations

from maturity.core.movement import trend_of
from maturity.core.scoring import score_round
from maturity.reports.charts.drawing import BLUE, Stroke
from maturity.reports.charts.trend import trend_chart
from tests.factories.matrices import a_matrix, some_levels
from tests.factories.rounds import a_round_record


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
