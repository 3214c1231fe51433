"""What a chart draws, for tests to look at."""

from __future__ import annotations

from maturity.reports.charts.drawing import Chart, Words


def words_of(chart: Chart) -> list[str]:
    """Every text of the wide picture, in the order in which it is drawn."""
    return [mark.text for mark in chart.wide.marks if isinstance(mark, Words)]
