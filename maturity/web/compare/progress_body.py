"""What all closed rounds show together: the same for everyone, so that it is made once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from maturity.core.comparability import compare_domains
from maturity.core.matrix import Matrix
from maturity.core.results import DomainResult, RoundResult
from maturity.core.trend import Trend, trend_of
from maturity.reports.charts.trend import trend_chart
from maturity.web.compare.drawn import drawn
from maturity.web.compare.frame import round_title


@dataclass(frozen=True, slots=True)
class Cell:
    """One domain in one round. `note` says why it cannot be compared with the round before, where it cannot."""

    label: str
    note: str


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain over all rounds."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ProgressBody:
    """The trend as a picture and as a table.

    `chart` is None where fewer than two rounds can be drawn on one scale, or no domain has a result; `not_drawn`
    names the rounds that the picture leaves out because their scale is another.
    """

    chart: Markup | None
    not_drawn: tuple[str, ...]
    rows: tuple[DomainRow, ...]


def progress_body(trend: Trend) -> ProgressBody:
    """The body of the page of all closed rounds."""
    results = tuple(point.result for point in trend.points)
    shown = tuple(r for r in results if _scale(r.matrix) == _scale(results[-1].matrix))
    chart = _draw(shown)
    left_out = [r.record for r in results if _scale(r.matrix) != _scale(results[-1].matrix)]
    return ProgressBody(
        chart=chart,
        not_drawn=tuple(round_title(record.number, record.label) for record in left_out) if chart else (),
        rows=tuple(_rows(trend, results)),
    )


def _scale(matrix: Matrix) -> tuple[str, tuple[tuple[int, str | None], ...]]:
    return matrix.key, tuple((level.value, level.name) for level in matrix.levels)


def _draw(shown: Sequence[RoundResult]) -> Markup | None:
    trend = trend_of(shown)
    if len(shown) < 2 or not any(value is not None for line in trend.lines for value in line.values):
        return None
    return drawn(trend_chart(trend, shown[-1].matrix, chart_id="trend"))


def _rows(trend: Trend, results: Sequence[RoundResult]) -> Iterator[DomainRow]:
    for line in trend.lines:
        notes = (
            compare_domains(before, after, line.domain_id).note if broken else ""
            for (before, after), broken in zip(pairwise(results), line.breaks[1:], strict=True)
        )
        found = [result.domain(line.domain_id) for result in results]
        cells = tuple(_cell(domain, note) for domain, note in zip(found, ("", *notes), strict=True))
        yield DomainRow(line.title, cells)


def _cell(domain: DomainResult | None, note: str) -> Cell:
    if domain is None:
        return Cell("Not asked", "")
    return Cell(f"{domain.label} ({domain.band})" if domain.band else domain.label, note)
