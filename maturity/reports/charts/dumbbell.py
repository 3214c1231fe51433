"""The dumbbell: two rounds on one line, with what can be said about the movement.

Direction is a shape and a word. No colour means better or worse, and a movement that the rule cannot tell
from noise is drawn lighter than one that is likely to be real. Where partners were split in a round its mark is a
lozenge, and a cross stands before what was not agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from maturity.core.matrix import Matrix
from maturity.core.movement import CriterionMovement, Direction, Verdict
from maturity.core.results import CriterionResult
from maturity.reports.charts.agreement_mark import KeyEntry, Shape, drawn_as, key_of, lozenge, shape_of
from maturity.reports.charts.drawing import (
    DARK,
    INK,
    LINE,
    NARROW,
    PALE,
    PAPER,
    QUIET,
    WIDE,
    Chart,
    ChartTable,
    Dot,
    Mark,
    Outline,
    Picture,
    Stroke,
    Words,
    leading,
    lines_of,
    wrapped,
)
from maturity.reports.charts.level_axis import LevelAxis, axis_of


@dataclass(frozen=True, slots=True)
class Movements:
    """A group of movements under one heading, such as “Most improved”. The heading may be empty."""

    heading: str
    movements: tuple[CriterionMovement, ...]


def dumbbell(matrix: Matrix, groups: Sequence[Movements], *, chart_id: str, about: str) -> Chart:
    """Movements between two rounds on the later round's scale. `about` begins the sentence read in its place."""
    shown = [m for g in groups for m in g.movements]
    return Chart(
        id=chart_id,
        title=f"{about}. {'; '.join(f'{m.title}: {from_to(m)}, {said(m)}{_split(m)}' for m in shown) or 'None'}.",
        description=(
            "One row for each criterion. The small ring is the earlier round and the large mark the later one. "
            "A solid mark and line is a movement that is likely to be real; a pale mark and dashed line is not "
            "certain. A mark is a lozenge where partners were split in that round, and a cross stands before what was "
            "not agreed."
        ),
        wide=_wide(matrix, groups),
        narrow=_narrow(matrix, groups),
        table=ChartTable(
            about,
            (
                "Criterion",
                "Domain",
                "Earlier round",
                "Later round",
                "Movement",
                "How sure",
                "Partners before",
                "Partners now",
            ),
            tuple(
                (
                    m.title,
                    m.domain_title,
                    label_of(m.earlier),
                    label_of(m.later),
                    moved(m),
                    m.verdict.label if m.verdict else "",
                    _partners(m.earlier),
                    _partners(m.later),
                )
                for m in shown
            ),
        ),
    )


def _split(movement: CriterionMovement) -> str:
    """In which of the two rounds partners were split on an agreed level, to end a sentence; empty where in neither."""
    rounds = (("before", movement.earlier), ("now", movement.later))
    found = [when for when, result in rounds if _is_split(result)]
    return f", partners split {' and '.join(found)}" if found else ""


def _partners(result: CriterionResult | None) -> str:
    return result.agreement.label.label if result and result.agreement else ""


def label_of(result: CriterionResult | None) -> str:
    """The level or state of one side of a movement."""
    return "Not asked" if result is None else result.label


def from_to(movement: CriterionMovement) -> str:
    """Such as “Emerging to Developing”."""
    return f"{label_of(movement.earlier)} to {label_of(movement.later)}"


def moved(movement: CriterionMovement) -> str:
    """Such as “Up 2 levels”."""
    if movement.steps is None or movement.direction not in {Direction.UP, Direction.DOWN}:
        return movement.direction.label
    steps = abs(movement.steps)
    return f"{movement.direction.label} {steps} {'level' if steps == 1 else 'levels'}"


def said(movement: CriterionMovement) -> str:
    """The movement and how sure it is, such as “up 1 level, within noise”."""
    words = moved(movement)
    text = words[0].lower() + words[1:]
    return f"{text}, {movement.verdict.label.lower()}" if movement.verdict else text


def in_brief(movement: CriterionMovement) -> tuple[str, str]:
    """The same in two short parts: what happened, and how sure it is or what stands out. The second may be empty."""
    if movement.later is not None and movement.later.is_not_agreed:
        return wrapped(movement.later.label, WIDE - 504, 12, lines=1, weight=600)[0], ""
    if movement.direction is Direction.SAME and movement.later is not None and movement.later.level:
        at_bottom = movement.later.level.value == min(d.level for d in movement.later.criterion.descriptors)
        return movement.direction.label, "Lowest level" if at_bottom else ""
    return moved(movement), movement.verdict.label if movement.verdict else ""


def _wide(matrix: Matrix, groups: Sequence[Movements]) -> Picture:
    axis = axis_of(matrix, 226, 490)
    marks: list[Mark] = axis.names(0)
    top = y = axis.head_height
    for group in groups:
        if group.heading:
            marks.append(Words(0, y + 17, group.heading, 13, weight=700, fill=DARK))
            y += 24
        for movement in group.movements:
            title = wrapped(movement.title, 216, 12)
            height = max(25, len(title) * leading(12) + 7)
            middle = y + height / 2
            marks += lines_of(title, 0, middle - (len(title) - 1) * leading(12) / 2 + 4.5, size=12)
            marks += _row(axis, movement, middle)
            first, second = in_brief(movement)
            if _shape(movement) is Shape.NOT_AGREED:
                marks += drawn_as(Shape.NOT_AGREED, 496.5, middle, radius=4)
            marks.append(Words(504, middle + 4.5, first, 12, weight=600))
            marks.append(Words(598, middle + 4.5, second, 12, fill=QUIET))
            y += height
    marks = [*axis.grid(top, y), *marks]
    return _with_key(WIDE, y, marks, axis, groups)


def _narrow(matrix: Matrix, groups: Sequence[Movements]) -> Picture:
    axis = axis_of(matrix, 4, NARROW - 4, size=13)
    marks: list[Mark] = axis.names(0)
    y = axis.head_height
    for group in groups:
        if group.heading:
            marks.append(Words(0, y + 20, group.heading, 15, weight=700, fill=DARK))
            y += 28
        for movement in group.movements:
            title = wrapped(movement.title, NARROW - 4, 14, weight=600)
            words = said(movement)
            marks += lines_of(title, 0, y + 16, size=14, weight=600)
            y += 16 + (len(title) - 1) * leading(14)
            not_agreed = _shape(movement) is Shape.NOT_AGREED
            if not_agreed:
                marks += drawn_as(Shape.NOT_AGREED, 5, y + 12.5, radius=4)
            marks.append(Words(14 if not_agreed else 0, y + 17, words[0].upper() + words[1:], 13, fill=QUIET))
            y += 24
            marks += [*axis.grid(y, y + 26), *_row(axis, movement, y + 13)]
            y += 36
    return _with_key(NARROW, y, marks, axis, groups)


def _value(result: CriterionResult | None) -> Fraction | None:
    return None if result is None or result.level is None else Fraction(result.level.value)


def _row(axis: LevelAxis, movement: CriterionMovement, middle: float) -> list[Mark]:
    earlier, later = _value(movement.earlier), _value(movement.later)
    if movement.direction is Direction.NOT_COMPARABLE:
        earlier = None
    certain = movement.verdict is Verdict.LIKELY_REAL
    marks: list[Mark] = []
    if earlier is not None and later is not None and earlier != later:
        marks += _arrow(axis.at(earlier), axis.at(later), middle, certain=certain)
    if earlier is not None and earlier != later:
        marks.append(_earlier_mark(axis.at(earlier), middle, is_split=_is_split(movement.earlier)))
    if later is not None:
        marks.append(later_mark(axis.at(later), middle, certain=certain, is_split=_is_split(movement.later)))
    return marks


def _is_split(result: CriterionResult | None) -> bool:
    return result is not None and shape_of(result) is Shape.SPLIT


def _shape(movement: CriterionMovement) -> Shape:
    """How the later round of a movement is drawn."""
    return shape_of(movement.later) if movement.later else Shape.AGREED


def _earlier_mark(x: float, y: float, *, is_split: bool) -> Dot | Outline:
    return lozenge(x, y, 6, PAPER, QUIET) if is_split else Dot(x, y, 4.5, PAPER, QUIET, 1.5)


def later_mark(x: float, y: float, *, certain: bool, is_split: bool = False) -> Dot | Outline:
    """The later round: solid where the movement is likely to be real, pale where it may be noise."""
    if is_split:
        return lozenge(x, y, 9, DARK if certain else PALE, DARK)
    return Dot(x, y, 7.5, DARK, DARK) if certain else Dot(x, y, 7.5, PALE, DARK, 1.5)


def _arrow(start: float, end: float, y: float, *, certain: bool) -> list[Mark]:
    way = 1 if end > start else -1
    tip = end - way * 10
    line = Stroke(start + way * 5, y, tip - way * 6, y, DARK if certain else LINE, 3 if certain else 1.5)
    if not certain:
        line = Stroke(line.x1, y, line.x2, y, QUIET, 1.5, "4 3")
    head = Outline(
        f"M{tip:g} {y:g}L{tip - way * 9:g} {y - 5:g}L{tip - way * 9:g} {y + 5:g}Z",
        DARK if certain else PAPER,
        DARK if certain else QUIET,
        1,
    )
    return [line, head]


def _with_key(width: int, y: float, marks: list[Mark], axis: LevelAxis, groups: Sequence[Movements]) -> Picture:
    size = 11 if width == WIDE else 13
    shapes = {_shape(m) for group in groups for m in group.movements}
    entries: list[KeyEntry] = [
        (lambda x, middle: [Dot(x, middle, 4.5, PAPER, QUIET, 1.5)], "Earlier round"),
        (lambda x, middle: [later_mark(x, middle, certain=True)], "Later round, likely real"),
        (lambda x, middle: [later_mark(x, middle, certain=False)], "Later round, not certain"),
    ]
    if any(_is_split(side) for g in groups for m in g.movements for side in (m.earlier, m.later)):
        entries.append((lambda x, middle: [later_mark(x, middle, certain=False, is_split=True)], "Partners split"))
    if Shape.NOT_AGREED in shapes:
        entries.append((lambda x, middle: drawn_as(Shape.NOT_AGREED, x, middle), "No level agreed"))
    drawn, base = key_of(entries, width, y + 21, size=size)
    marks += drawn
    bottom = base + 8
    if axis.key:
        key = wrapped(f"Levels: {axis.key}", width - 4, size, lines=4)
        marks += lines_of(key, 0, bottom + 12, size=size, fill=INK)
        bottom += 12 + len(key) * leading(size)
    return Picture(width, round(bottom), tuple(marks))
