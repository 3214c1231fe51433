"""What holds for every chart, whatever the scale and whatever was recorded."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from maturity.core.matrix import Level
from maturity.core.round_report import RoundReport, build_round_report
from maturity.core.scoring import score_round
from maturity.reports.charts.domain_profile import domain_profile
from maturity.reports.charts.dot_strip import dot_strip
from maturity.reports.charts.drawing import NARROW, WIDE, Box, Chart, Dot, Picture, Stroke, Words, text_width
from maturity.reports.charts.dumbbell import Movements, dumbbell
from maturity.reports.charts.heat_map import heat_maps
from maturity.reports.charts.trend import trend_chart
from maturity.reports.charts.waterfall import waterfall
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains, some_levels
from tests.factories.reports import PRINT_FILES, lived_in_report, shipped_matrix
from tests.factories.rounds import a_round_record

LONG = "The way in which all of the partners decide together who leads on which part of the work when times are hard"
SMALLEST_TEXT = {WIDE: 10, NARROW: 12}
"""By the width of the picture: that of a phone is shown at four fifths of its size."""


def report_on(levels: Sequence[Level], *, title: str = "Short") -> RoundReport:
    domains = [
        a_domain(
            f"d{d}", [a_criterion(f"d{d}-c{c}", levels=levels, title=f"{title} {c}") for c in range(4)], title=title
        )
        for d in range(5)
    ]
    return lived_in_report(a_matrix(levels=levels, domains=domains), rounds=3)


REPORTS = {
    "the shipped matrix": lived_in_report(),
    "two levels from 0": report_on(some_levels(2, lowest=0)),
    "ten levels without names": report_on(some_levels(10)),
    "ten levels with long names": report_on(some_levels(10, lowest=0, names=[f"{LONG} {n}" for n in range(10)])),
    "six levels from 0, long titles": report_on(some_levels(6, lowest=0), title=LONG),
    "one criterion a domain": lived_in_report(shipped_matrix("transformation-lenses")),
    "split gives no level": lived_in_report(shipped_matrix("integrated-care-dimensions")),
    "forty domains": lived_in_report(a_matrix(domains=some_domains(40, 1)), rounds=2),
    "nothing recorded": build_round_report(a_round_record(matrix=shipped_matrix()), earlier=[]),
}


def charts_of(report: RoundReport) -> Iterator[Chart]:
    yield domain_profile(report.result, chart_id="a")
    yield from heat_maps(report.result, chart_id="b")
    if report.comparison:
        yield dumbbell(
            report.matrix, [Movements("All", report.comparison.criteria)], chart_id="c", about="Every criterion"
        )
        made_of = waterfall(report.comparison.views, chart_id="w")
        if made_of:
            yield made_of
    if report.trend:
        yield trend_chart(report.trend, report.matrix, chart_id="d")
    for number, criterion in enumerate(report.result.criteria[:6]):
        yield dot_strip(criterion, report.matrix, chart_id=f"e{number}")


@pytest.fixture(params=list(REPORTS.values()), ids=list(REPORTS))
def charts(request: pytest.FixtureRequest) -> list[Chart]:
    return list(charts_of(request.param))


def ends_of(words: Words) -> tuple[float, float]:
    width = text_width(words.text, words.size, words.weight)
    start = {"start": words.x, "middle": words.x - width / 2, "end": words.x - width}[words.anchor]
    return start, start + width


def test_every_mark_lies_inside_its_picture(charts: list[Chart]) -> None:
    for picture in pictures(charts):
        for mark in picture.marks:
            if isinstance(mark, Words):
                assert 0 < mark.y <= picture.height, mark
            elif isinstance(mark, Box):
                assert -1 <= mark.x <= mark.x + mark.width <= picture.width + 1, mark
                assert mark.y + mark.height <= picture.height + 1, mark
            elif isinstance(mark, Dot):
                assert 0 <= mark.x <= picture.width, mark
                assert 0 <= mark.y <= picture.height, mark
            elif isinstance(mark, Stroke):
                assert max(mark.x1, mark.x2) <= picture.width + 1, mark


def test_no_words_run_out_of_their_picture_and_none_are_too_small(charts: list[Chart]) -> None:
    for picture in pictures(charts):
        for mark in picture.marks:
            if isinstance(mark, Words):
                left, right = ends_of(mark)
                assert left >= -8, mark
                assert right <= picture.width + 8, mark
                assert mark.size >= SMALLEST_TEXT[picture.width]


def test_every_chart_says_in_words_what_it_shows(charts: list[Chart]) -> None:
    for chart in charts:
        assert chart.title.endswith(".")
        assert chart.description
        assert chart.table.caption
        assert all(len(row) == len(chart.table.headings) for row in chart.table.rows)


def test_no_colour_is_red_amber_or_green(charts: list[Chart]) -> None:
    for picture in pictures(charts):
        for mark in picture.marks:
            for colour in re.findall(r"#[0-9a-f]{6}", repr(mark)):
                red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
                assert blue >= red, colour
                assert blue >= green, colour


def svg_of(chart: Chart) -> str:
    environment = Environment(
        loader=FileSystemLoader(PRINT_FILES.templates), autoescape=True, undefined=StrictUndefined
    )
    macro = environment.get_template("components/charts/picture.html").module.__dict__["picture"]
    return str(macro(chart.wide, chart.id, chart.title, chart.description))


def test_the_ring_of_a_partner_that_has_not_agreed_a_level_is_drawn_dashed_and_no_other_dot_is() -> None:
    record = a_round_record(positions={"shared-purpose": [1, "unsettled", 3]})
    [result] = score_round(record).criteria
    dots = re.findall(r"<circle[^>]*>", svg_of(dot_strip(result, record.matrix, chart_id="s")))
    assert len(dots) == 3
    assert len([dot for dot in dots if "stroke-dasharray=" in dot]) == 1


def test_the_svg_is_well_formed_with_its_title_first_and_nothing_that_a_page_could_refuse(charts: list[Chart]) -> None:
    for chart in charts:
        svg = svg_of(chart)
        root = ET.fromstring(svg)  # noqa: S314 - our own
        assert root[0].tag.endswith("title")
        assert root[0].text == chart.title
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"] == f"{chart.id}-title {chart.id}-desc"
        assert not re.search(r"style=|class=|url\(|href=|<style|<script", svg)


def pictures(charts: Sequence[Chart]) -> Iterator[Picture]:
    for chart in charts:
        yield chart.wide
        yield chart.narrow
