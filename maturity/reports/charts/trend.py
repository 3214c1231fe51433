"""The trend: one small panel for each domain.

The line is broken where rounds cannot be compared, and dashed where their results rest on other criteria. A lozenge is
a round in which partners are split on an agreed level of the domain; a cross above it, one in which no level was agreed
on a criterion. What else can become of one has its mark there too. A bar is a result as it looks in hindsight: it
stands by itself, and no line joins it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maturity.core.matrix import Matrix
from maturity.core.movement.looked_back import results_looking_back
from maturity.core.movement.moved import Trend, TrendLine, TrendPoint
from maturity.core.results import DomainResult, RoundResult
from maturity.core.wording import in_sentence, lower_first
from maturity.reports.charts.agreement_mark import (
    KeyEntry,
    Shape,
    counted_although,
    drawn_as,
    in_a_row,
    in_order,
    key_of,
)
from maturity.reports.charts.domain_profile import without_level
from maturity.reports.charts.drawing import (
    BLUE,
    DARK,
    FAINT,
    NARROW,
    PAPER,
    QUIET,
    WIDE,
    Chart,
    ChartTable,
    Mark,
    Picture,
    Stroke,
    Words,
    leading,
    lines_of,
    wrapped,
)

_PLOT = 62
_MOST_NUMBERED = 6
_SMALL, _KEY, _TITLE = ({WIDE: 10, NARROW: 12}, {WIDE: 11, NARROW: 13}, {WIDE: 12, NARROW: 14})
"""Sizes of letters by the width of the picture: that of a phone is shown smaller than it is drawn."""
_DASHES = "5 4"


def trend_chart(trend: Trend, matrix: Matrix, *, chart_id: str) -> Chart:
    """Each domain's result over all rounds, on the scale of the matrix, which each of the rounds has to be on."""
    rounds = [p.label for p in trend.points]
    seen = results_looking_back(point.result for point in trend.points)
    return Chart(
        id=chart_id,
        title=_sentence(trend),
        description=(
            "One panel for each domain, rounds from left to right, levels from bottom to top. A line joins two "
            "rounds only where they can be compared. It is dashed where the results of the two rest on a different "
            "number of criteria, on others, or on one whose meaning was amended. A point is a lozenge where a level "
            "was agreed although partners are split, and a ring with a point in it or a line through it where they "
            "are mixed or too few to say. Above it stands a mark for what became of criteria without a level, such "
            "as a cross where none was agreed. A bar that no line joins is a result as it looks in hindsight."
        ),
        wide=_panels(trend, matrix, WIDE, across=3, seen=seen),
        narrow=_panels(trend, matrix, NARROW, across=1, seen=seen),
        table=ChartTable(
            "Each domain’s result, round by round",
            ("Domain", *rounds),
            tuple(
                (
                    line.title,
                    *(
                        _in_words(line, point) + _in_brackets(note, broken=broken) + _in_hindsight(line, point, seen)
                        for point, broken, note in zip(trend.points, line.breaks, line.notes, strict=True)
                    ),
                )
                for line in trend.lines
            ),
        ),
    )


def _in_words(line: TrendLine, point: TrendPoint) -> str:
    """As the result of the round itself says it: a mean is a figure, and a median may lie between two levels."""
    domain = point.result.domain(line.domain_id)
    if domain is None:
        return "Not asked"
    apart = [f"{count} {words}" for words, count in counted_although(domain.criteria)]
    if domain.asked:
        apart += [said] if (said := without_level(domain)) else []
    return f"{domain.label}, {', '.join(apart)}" if apart else domain.label


def _in_brackets(note: str, *, broken: bool) -> str:
    if broken:
        return " (not comparable with the round before)"
    return f" ({lower_first(note.rstrip('.'))})" if note else ""


def _seen_otherwise(line: TrendLine, point: TrendPoint, seen: Mapping[int, RoundResult]) -> DomainResult | None:
    """A domain of a round as it looks in hindsight; None where it looks as it did."""
    again = seen.get(point.round_number)
    then, now = point.result.domain(line.domain_id), again.domain(line.domain_id) if again else None
    return None if then is None or now is None or then.value == now.value else now


def _in_hindsight(line: TrendLine, point: TrendPoint, seen: Mapping[int, RoundResult]) -> str:
    now = _seen_otherwise(line, point, seen)
    return f" (looking back: {in_sentence(now.label)})" if now else ""


def _sentence(trend: Trend) -> str:
    listed = "; ".join(
        f"{line.title}: {', then '.join(_in_words(line, point) for point in trend.points)}" for line in trend.lines
    )
    return (
        f"Each domain over {len(trend.points)} rounds, {trend.points[0].label} to {trend.points[-1].label}. {listed}."
    )


@dataclass(frozen=True, slots=True)
class _Panel:
    """The place of one domain's small chart; `left` and `top` are its corner."""

    line: TrendLine
    points: tuple[TrendPoint, ...]
    matrix: Matrix
    left: float
    top: float
    width: float
    head: float
    size: int
    title_size: int
    seen: Mapping[int, RoundResult]

    @property
    def floor(self) -> float:
        return self.top + self.head + _PLOT

    def height_of(self, value: Fraction | int) -> float:
        lowest, highest = self.matrix.lowest_level.value, self.matrix.highest_level.value
        inside = min(max(value, lowest), highest)
        return round(self.floor - float(Fraction(inside - lowest) / (highest - lowest)) * (_PLOT - 6), 1)

    def place_of(self, number: int) -> float:
        first, last = self.left + 26, self.left + self.width - 14
        share = number / (len(self.points) - 1) if len(self.points) > 1 else 0.5
        return round(first + (last - first) * share, 1)

    def marks(self) -> list[Mark]:
        title = wrapped(self.line.title, self.width, self.title_size, weight=600)
        return [
            *lines_of(title, self.left, self.top + 13, size=self.title_size, weight=600),
            *self._levels(),
            *self._line(),
            *self._rounds(),
            *self._hindsight(),
        ]

    def _hindsight(self) -> list[Mark]:
        """A bar at each result that looks otherwise now, which leaves the line as it was."""
        marks: list[Mark] = []
        for number, point in enumerate(self.points):
            now = _seen_otherwise(self.line, point, self.seen)
            if now is not None and now.value is not None:
                marks += _bar(self.place_of(number), self.height_of(now.value))
        return marks

    def _levels(self) -> list[Mark]:
        marks: list[Mark] = []
        ends = {self.matrix.lowest_level, self.matrix.highest_level}
        for level in self.matrix.levels:
            y = self.height_of(level.value)
            marks.append(Stroke(self.left + 16, y, self.left + self.width, y, FAINT))
            if len(self.matrix.levels) <= _MOST_NUMBERED or level in ends:
                marks.append(Words(self.left + 10, y + 3.5, str(level.value), self.size, "end", fill=QUIET))
        return marks

    def _line(self) -> list[Mark]:
        strokes: list[Mark] = []
        dots: list[Mark] = []
        before: tuple[float, float] | None = None
        steps = zip(self.line.values, self.line.breaks, self.line.notes, strict=True)
        for number, (value, broken, note) in enumerate(steps):
            if value is None:
                before = None
                dots += _without_level(self.place_of(number), self.floor - 4, self._shapes(number))
                continue
            here = (self.place_of(number), self.height_of(value))
            if before is not None and not broken:
                strokes.append(Stroke(*before, *here, BLUE, 2, _DASHES if note else None))
            last = number == len(self.line.values) - 1
            dots += _point(*here, self._shapes(number), is_last=last)
            before = here
        return [*strokes, *dots]

    def _shapes(self, number: int) -> tuple[Shape, ...]:
        """How the criteria of the domain are drawn in one of the rounds."""
        domain: DomainResult | None = self.points[number].result.domain(self.line.domain_id)
        return in_order(domain.criteria) if domain else ()

    def _rounds(self) -> list[Mark]:
        base = self.floor + 22
        first = wrapped(self.points[0].label, self.width / 2 - 14, self.size, lines=1)
        last = wrapped(self.points[-1].label, self.width / 2 - 6, self.size, lines=1)
        return [
            *lines_of(first, self.left + 16, base, size=self.size, fill=QUIET),
            *lines_of(last, self.left + self.width, base, size=self.size, anchor="end", fill=QUIET),
        ]


def _point(x: float, y: float, shapes: Sequence[Shape], *, is_last: bool) -> list[Mark]:
    """A round: solid for the latest, in the shape of the criterion on which partners stand furthest apart."""
    fill, stroke = (DARK, DARK) if is_last else (PAPER, BLUE)
    shape = next((each for each in _FURTHEST_APART if each in shapes), Shape.AGREED)
    radius = 5 if is_last or shape is Shape.SPLIT else 4
    return [*drawn_as(shape, x, y, radius=radius, fill=fill, stroke=stroke), *_without_level(x, y - 12, shapes)]


_FURTHEST_APART: Final = (Shape.SPLIT, Shape.TOO_FEW, Shape.MIXED)


def _without_level(x: float, y: float, shapes: Sequence[Shape]) -> list[Mark]:
    """A mark for each thing that became of criteria without a level, side by side around `x`."""
    gaps = [shape for shape in shapes if not shape.has_level]
    return in_a_row(gaps, x - (len(gaps) - 1) * _STEP / 2, y, radius=3.5, step=_STEP)


_STEP: Final = 10


def _bar(x: float, y: float) -> list[Mark]:
    return [Stroke(x - 8, y, x + 8, y, DARK, 3)]


def _key_of_marks(trend: Trend, width: int, base: float, seen: Mapping[int, RoundResult]) -> tuple[list[Mark], float]:
    """What the marks of the picture are, and how much room that takes."""
    found = (p.result.domain(line.domain_id) for p in trend.points for line in trend.lines)
    shapes = in_order(c for domain in found if domain for c in domain.criteria)
    entries: list[KeyEntry] = [
        (_drawer(shape), f"A criterion: {lower_first(shape.in_brief)}") for shape in shapes if shape.in_brief
    ]
    if any(_seen_otherwise(line, point, seen) for line in trend.lines for point in trend.points):
        entries.append((_bar, "Looking back: how a result looks now"))
    if not entries:
        return [], 0
    marks, last = key_of(entries, width, base, size=_KEY[width])
    return marks, last - base + 20


def _drawer(shape: Shape) -> Callable[[float, float], Sequence[Mark]]:
    return lambda x, y: drawn_as(shape, x, y, radius=4.5 if shape.has_level else 3.5)


def _key_of_dashes(width: int, base: float) -> list[Mark]:
    said = wrapped(
        "Dashed: the two results do not rest on the same criteria, or one was amended", width - 34, _KEY[width]
    )
    return [
        Stroke(0, base - 4, 24, base - 4, BLUE, 2, _DASHES),
        *lines_of(said, 34, base, size=_KEY[width], fill=QUIET),
    ]


def _panels(trend: Trend, matrix: Matrix, width: int, *, across: int, seen: Mapping[int, RoundResult]) -> Picture:
    gap = 22
    wide = (width - gap * (across - 1)) / across
    titles = max((len(wrapped(line.title, wide, _TITLE[width], weight=600)) for line in trend.lines), default=1)
    head = 8 + titles * leading(_TITLE[width])
    tall = head + _PLOT + 46
    marks: list[Mark] = []
    for number, line in enumerate(trend.lines):
        left, top = (number % across) * (wide + gap), (number // across) * tall
        marks += _Panel(line, trend.points, matrix, left, top, wide, head, _SMALL[width], _TITLE[width], seen).marks()
    bottom = -(-len(trend.lines) // across) * tall
    if any(note for line in trend.lines for note in line.notes):
        marks += _key_of_dashes(width, bottom + 16)
        bottom += 24 if width == WIDE else 24 + leading(_KEY[width])
    shapes, room = _key_of_marks(trend, width, bottom + 16, seen)
    marks += shapes
    bottom += room
    if matrix.lowest_level.name is not None:
        size = _KEY[width]
        key = wrapped(
            "Levels: " + ", ".join(f"{level.value} {level.name}" for level in matrix.levels), width, size, lines=4
        )
        marks += lines_of(key, 0, bottom + 16, size=size, fill=QUIET)
        bottom += 12 + len(key) * leading(size)
    return Picture(width, round(bottom + 4), tuple(marks))
