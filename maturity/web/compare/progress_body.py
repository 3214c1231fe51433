"""What all closed rounds show together: the same for everyone, so that it is made once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from maturity.core.movement.looked_back import results_looking_back
from maturity.core.movement.trend import Trend, picture_of
from maturity.core.results import DomainResult, RoundResult
from maturity.reports.agreement_words import agreement_counts
from maturity.reports.charts.domain_profile import without_level
from maturity.reports.charts.trend import trend_chart
from maturity.reports.closeness_over_rounds import ClosenessRow, closeness_over_rounds, within_one_of_the_median
from maturity.web.compare.drawn import drawn
from maturity.web.compare.frame import round_title


@dataclass(frozen=True, slots=True)
class Cell:
    """One domain in one round, with how partners stand on its criteria and which of them have no level.

    `partners` is empty in a round scored together, `without_level` where every criterion has one. `note` says why it
    cannot be compared with the round before, where it cannot. `looking_back` is the result as the round after
    sees it now, where that is another.
    """

    label: str
    note: str
    partners: str = ""
    without_level: str = ""
    looking_back: str = ""


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain over all rounds."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ProgressBody:
    """The trend as a picture and as a table.

    `chart` is None where fewer than two rounds can be drawn on one scale, or no domain has a result; `not_drawn`
    names the rounds that the picture leaves out because their scale is another. `closeness` has a row for each round,
    `within_one` is the heading of one of its columns.
    """

    chart: Markup | None
    not_drawn: tuple[str, ...]
    rows: tuple[DomainRow, ...]
    closeness: tuple[ClosenessRow, ...]
    within_one: str


def progress_body(trend: Trend) -> ProgressBody:
    """The body of the page of all closed rounds."""
    results = tuple(point.result for point in trend.points)
    picture = picture_of(trend)
    return ProgressBody(
        chart=_draw(picture.trend) if picture.trend else None,
        not_drawn=tuple(round_title(p.round_number, p.label) for p in picture.left_out) if picture.trend else (),
        rows=tuple(_rows(trend, results)),
        closeness=closeness_over_rounds(results, trend.between),
        within_one=within_one_of_the_median(results),
    )


def _draw(trend: Trend) -> Markup:
    return drawn(trend_chart(trend, trend.points[-1].result.matrix, chart_id="trend"))


def _rows(trend: Trend, results: Sequence[RoundResult]) -> Iterator[DomainRow]:
    seen = results_looking_back(results)
    for line in trend.lines:
        found = [result.domain(line.domain_id) for result in results]
        again = [_again(seen, result, line.domain_id) for result in results]
        cells = tuple(_cell(*each) for each in zip(found, line.why_broken, again, strict=True))
        yield DomainRow(line.title, cells)


def _again(seen: Mapping[int, RoundResult], result: RoundResult, domain_id: str) -> str:
    """The result of a domain as it is seen now, where it is another than it was."""
    now = seen[result.record.number].domain(domain_id) if result.record.number in seen else None
    then = result.domain(domain_id)
    return "" if now is None or then is None or now.value == then.value else now.label


def _cell(domain: DomainResult | None, note: str, looking_back: str) -> Cell:
    if domain is None:
        return Cell("Not asked", "")
    return Cell(
        f"{domain.label} ({domain.band})" if domain.band else domain.label,
        note,
        partners=agreement_counts(domain.criteria),
        without_level=without_level(domain),
        looking_back=looking_back,
    )
