"""The waterfall: what each domain’s difference is made of, part after part, from nothing to the whole.

A part begins where the part before it ended. An arrowhead at its end points to the right for up and to the left for
down, and the direction is written beside it; no colour means better or worse. A change of level is solid, what cannot
be told is hatched, everything else is pale.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from maturity.core.figures import short_decimal
from maturity.core.movement.decomposition import Part
from maturity.core.movement.viewed import MovementViews, ViewedDomain
from maturity.reports.charts.drawing import (
    BLUE,
    DARK,
    FAINT,
    LINE,
    NARROW,
    PALE,
    PAPER,
    QUIET,
    WIDE,
    Box,
    Chart,
    ChartTable,
    Mark,
    Outline,
    Picture,
    Stroke,
    Words,
    hatching,
    leading,
    lines_of,
    text_width,
    wrapped,
)

_TALL: Final = 13
_BETWEEN: Final = 14
"""What is left free between the longest bar and what is written beside it."""

_SOLID: Final = frozenset({Part.LEVEL, Part.LEVEL_OR_RESPONDENTS})


def waterfall(views: MovementViews, *, chart_id: str) -> Chart | None:
    """What the differences of the domains are made of; None where no domain has a part that is not nought."""
    rows = [row for row in views.domains if _parts(row)]
    if not rows:
        return None
    return Chart(
        id=chart_id,
        title=f"What each difference is made of. {'; '.join(_said(row) for row in rows)}.",
        description=(
            "One group for each domain. Each bar is a part of the difference in levels and begins where the one before "
            "it ended; its arrowhead points to the right for up and to the left for down. The thick line below them is "
            "the whole. A solid bar is a change of level, a hatched one what cannot be told apart, a pale one anything "
            "else."
        ),
        wide=_picture(rows, WIDE),
        narrow=_picture(rows, NARROW),
        table=ChartTable(
            "What each difference is made of, in levels",
            ("Domain", "Part", "Difference"),
            tuple(
                (row.title, label, signed(size))
                for row in rows
                for label, size in (
                    *((part.label, size) for part, size in _parts(row)),
                    ("The whole", _whole(row)),
                )
            ),
        ),
    )


def signed(size: Fraction) -> str:
    """A difference with its direction: “up 0.5”, “down 0.33”, “0”."""
    if not size:
        return "0"
    return f"{'up' if size > 0 else 'down'} {short_decimal(abs(size))}"


def _parts(row: ViewedDomain) -> list[tuple[Part, Fraction]]:
    return [(part, size) for part, size in row.decomposition.parts if size] if row.decomposition else []


def _whole(row: ViewedDomain) -> Fraction:
    return row.decomposition.whole if row.decomposition else Fraction(0)


def _said(row: ViewedDomain) -> str:
    parts = ", ".join(f"{part.label.lower()} {signed(size)}" for part, size in _parts(row))
    return f"{row.title} {signed(_whole(row))}: {parts}"


class _Scale:
    """Where differences lie across a picture, from the smallest to the largest that any bar reaches."""

    def __init__(self, rows: Sequence[ViewedDomain], left: float, right: float) -> None:
        reached = [Fraction(0)]
        for row in rows:
            running = Fraction(0)
            for _, size in _parts(row):
                running += size
                reached.append(running)
        self.low, self.high = min(reached), max(reached)
        self.left, self.right = left, right

    def at(self, value: Fraction) -> float:
        """The place of a difference; the room is never nought wide, because some part is not nought."""
        share = float((value - self.low) / (self.high - self.low))
        return round(self.left + share * (self.right - self.left), 1)


def _picture(rows: Sequence[ViewedDomain], width: int) -> Picture:
    is_wide = width == WIDE
    size, title_size = (12, 13) if is_wide else (13, 14)
    said = [signed(size_of) for row in rows for size_of in (_whole(row), *(change for _, change in _parts(row)))]
    room = max(text_width(each, size, 600) for each in said) + _BETWEEN
    scale = _Scale(rows, 276 if is_wide else 6, min(600, width - 4 - room))
    marks: list[Mark] = []
    y = 0.0
    for row in rows:
        title = wrapped(row.title, width - 70, title_size, weight=600)
        y += 8
        marks += lines_of(title, 0, y + 14, size=title_size, weight=600)
        y += 14 + (len(title) - 1) * leading(title_size) + 6
        top = y
        running = Fraction(0)
        for part, change in _parts(row):
            if not is_wide:
                marks.append(Words(0, y + 13, part.label, size))
                y += 17
            label = [Words(12, y + 13, part.label, size)] if is_wide else []
            marks += [*label, *_bar(scale, part, running, running + change, y + 3)]
            marks.append(_arrowhead(scale, part, running, running + change, y + 3))
            marks.append(Words(width - 4, y + 14, signed(change), size, "end", 600))
            running += change
            y += 20
        start, end = sorted((scale.at(Fraction(0)), scale.at(running)))
        marks.append(Words(12 if is_wide else 0, y + 13, "The whole", size, fill=QUIET))
        y += 0 if is_wide else 17
        marks.append(Box(start, y + 7, max(end - start, 2), 5, DARK))
        marks.append(Words(width - 4, y + 14, signed(running), size, "end", 600))
        y += 22
        marks.append(Stroke(scale.at(Fraction(0)), top, scale.at(Fraction(0)), y, LINE))
        marks.append(Stroke(0, y + 2, width, y + 2, FAINT))
    return Picture(width, round(y + 6), tuple(marks))


def _bar(scale: _Scale, part: Part, start: Fraction, end: Fraction, y: float) -> list[Mark]:
    left, right = sorted((scale.at(start), scale.at(end)))
    width = max(right - left, 2)
    if part in _SOLID:
        return [Box(left, y, width, _TALL, BLUE, BLUE)]
    if part is Part.NOT_TOLD:
        return [Box(left, y, width, _TALL, stroke=LINE), hatching(left, y, width, _TALL)]
    return [Box(left, y, width, _TALL, PALE, BLUE)]


def _arrowhead(scale: _Scale, part: Part, start: Fraction, end: Fraction, y: float) -> Outline:
    """A triangle whose tip is where the part ends; light inside a solid bar, dark where it has no room inside."""
    tip, back = scale.at(end), scale.at(start)
    length = 8 if tip > back else -8
    is_inside = abs(tip - back) > abs(length) + 2
    fill = PAPER if part in _SOLID and is_inside else DARK
    path = f"M{tip:g} {y + _TALL / 2:g}L{tip - length:g} {y + 1:g}L{tip - length:g} {y + _TALL - 1:g}Z"
    return Outline(path, fill=fill, stroke=fill)
