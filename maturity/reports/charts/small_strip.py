"""A dot strip small enough to stand in a list: how many partners are at each level, without saying which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from maturity.core.agreement import Agreement
from maturity.core.matrix import Matrix
from maturity.reports.charts.agreement_mark import unsettled_mark
from maturity.reports.charts.dot_strip import median_mark
from maturity.reports.charts.drawing import (
    BLUE,
    DARK,
    FAINT,
    INK,
    PALE,
    QUIET,
    Box,
    Chart,
    ChartTable,
    Dot,
    Mark,
    Outline,
    Picture,
    Stroke,
    Words,
)
from maturity.reports.words import counted

WIDTH: Final = 240
_HEIGHT: Final = 76
_MOST_IN_A_COLUMN: Final = 4


def small_strip(agreement: Agreement, matrix: Matrix, *, title: str, chart_id: str, own: int | None = None) -> Chart:
    """The partners' levels on the criterion called `title`, stacked in the columns of their levels.

    `own` is the level of the partner that looks at it, whose dot is filled and whose column is marked. More than
    four partners at a level are counted beside one dot.
    """
    counts = [(level, agreement.levels.count(level.value)) for level in matrix.levels]
    column = WIDTH / len(counts)
    marks: list[Mark] = []
    for place, (level, count) in enumerate(counts):
        middle = column * (place + 0.5)
        is_own = level.value == own
        if is_own:
            marks.append(Box(middle - column / 2, 0, column, 50, PALE))
        marks += _dots(middle, count, is_own=is_own)
        marks.append(
            Words(middle, 71, str(level.value), 12, "middle", 600 if is_own else 400, INK if is_own else QUIET)
        )
    marks += [Stroke(column * edge, 0, column * edge, 50, FAINT) for edge in range(1, len(counts))]
    marks.append(Stroke(0, 50, WIDTH, 50, QUIET))
    if agreement.median is not None:
        x = round(column * (float(agreement.median - matrix.lowest_level.value) + 0.5), 1)
        marks.append(Outline(f"M{x:g} 50L{x - 5:g} 57L{x + 5:g} 57Z", DARK, DARK))
    unsettled = len(agreement.unsettled)
    if unsettled:
        marks.append(unsettled_mark(7, _HEIGHT + 6))
        marks.append(Words(18, _HEIGHT + 10, f"{counted(unsettled, 'partner')} without an agreed level", 12))
    picture = Picture(WIDTH, _HEIGHT + (18 if unsettled else 0), tuple(marks))
    return Chart(
        id=chart_id,
        title=_in_words(counts_in_words(agreement, matrix), title, own, matrix),
        description=(
            "One dot for each partner, in the column of its level. "
            + median_mark(agreement, matrix)
            + ("A dashed ring is a partner that has not agreed a level." if unsettled else "")
        ).rstrip(),
        wide=picture,
        narrow=picture,
        table=ChartTable(
            f"Partners on “{title}”",
            ("Level", "Partners"),
            (
                *((level.numbered_label, str(count)) for level, count in counts),
                *([("Not agreed", str(unsettled))] if unsettled else []),
            ),
        ),
    )


def counts_in_words(agreement: Agreement, matrix: Matrix) -> str:
    """“2 at 1 Emerging, 3 at 2 Developing”; says so where no partner gave a level, or some have not agreed one."""
    counts = ((level, agreement.levels.count(level.value)) for level in matrix.levels)
    said = [f"{count} at {level.numbered_label}" for level, count in counts if count] or ["No partner gave a level"]
    if agreement.unsettled:
        said.append(f"{counted(len(agreement.unsettled), 'partner')} without an agreed level")
    return ", ".join(said)


def _in_words(counts: str, title: str, own: int | None, matrix: Matrix) -> str:
    yours = "" if own is None else f" You are at {matrix.level(own).numbered_label}."
    return f"Partners on “{title}”: {counts}.{yours}"


def _dots(middle: float, count: int, *, is_own: bool) -> Sequence[Mark]:
    if count > _MOST_IN_A_COLUMN:
        return [
            Dot(middle - 8, 38, 5, BLUE if is_own else PALE, BLUE, 1.5),
            Words(middle, 42, f"× {count}", 11, "start", 600),
        ]
    return [
        Dot(middle, 43 - 11 * number, 4.5, BLUE if is_own and not number else PALE, BLUE, 1.5)
        for number in range(count)
    ]
