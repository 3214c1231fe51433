"""The dumbbell: two rounds on one line, with what can be said about the movement.

Direction is a shape and a word. No colour means better or worse, and a movement that the rule cannot tell
from noise is drawn lighter than one that is likely to be real. The mark of a round has the shape that tells what became
of the criterion in it; where that was no level, it stands beside the scale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maturity.core.matrix import Matrix
from maturity.core.movement.moved import CriterionMovement, Direction, Verdict
from maturity.core.results import CriterionResult
from maturity.core.wording import lower_first
from maturity.reports.agreement_words import stand_in_words
from maturity.reports.charts.agreement_mark import (
    STOOD,
    KeyEntry,
    Shape,
    drawn_as,
    in_order,
    key_of,
    lozenge,
    outcome_label,
    shape_of,
)
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
        title=f"{about}. {'; '.join(f'{m.title}: {_from_to(m)}, {said(m)}{_although(m)}' for m in shown) or 'None'}.",
        description=(
            "One row for each criterion. The small ring is the earlier round and the large mark the later one. "
            "A solid mark and line is a movement that is likely to be real; a pale mark and dashed line is not "
            "certain. A mark is a lozenge where a level was agreed although partners were split in that round, and has "
            "a point or a line in it where they were mixed or too few to say. A cross stands before what was not "
            "agreed, and other marks before what else has no level; a small one is that of the earlier round."
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
                    _label(m.earlier),
                    _label(m.later),
                    moved(m),
                    _verdict_with_flags(m),
                    _partners(m.earlier),
                    _partners(m.later),
                )
                for m in shown
            ),
        ),
    )


def _although(movement: CriterionMovement) -> str:
    """In which of the two rounds partners did not all stand behind an agreed level, to end a sentence."""
    rounds = (("before", movement.earlier), ("now", movement.later))
    found = {when: shape_of(result) for when, result in rounds if result is not None}
    said = ((words, [when for when, shape in found.items() if shape is each]) for each, words in STOOD.items())
    return "".join(f", {words} {' and '.join(when)}" for words, when in said if when)


def _label(result: CriterionResult | None) -> str:
    return label_of(None) if result is None else outcome_label(result)


def _from_to(movement: CriterionMovement) -> str:
    return f"{_label(movement.earlier)} to {_label(movement.later)}"


def _partners(result: CriterionResult | None) -> str:
    return stand_in_words(result) if result else ""


def _verdict_with_flags(movement: CriterionMovement) -> str:
    """The verdict, and whatever has to be said of the comparison wherever it is shown."""
    if not movement.flags:
        return movement.verdict.label if movement.verdict else ""
    return " ".join([*([f"{movement.verdict.label}."] if movement.verdict else []), *movement.flags])


def label_of(result: CriterionResult | None) -> str:
    """The level or state of one side of a movement."""
    return "Not asked" if result is None else result.label


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
            if gap := _gap(movement.later):
                marks += drawn_as(gap, 496.5, middle, radius=4)
            if gap := _gap(movement.earlier):
                marks += drawn_as(gap, 220, middle, radius=_SMALL)
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
            first, second = in_brief(movement)
            marks += lines_of(title, 0, y + 16, size=14, weight=600)
            y += 16 + (len(title) - 1) * leading(14)
            left = 0
            for side, radius in ((movement.earlier, _SMALL), (movement.later, 4)):
                if gap := _gap(side):
                    marks += drawn_as(gap, left + 5, y + 12.5, radius=radius)
                    left += 14
            marks.append(Words(left, y + 17, f"{first}, {lower_first(second)}" if second else first, 13, fill=QUIET))
            y += 24
            marks += [*axis.grid(y, y + 26), *_row(axis, movement, y + 13)]
            y += 36
    return _with_key(NARROW, y, marks, axis, groups)


def _value(result: CriterionResult | None) -> Fraction | None:
    return None if result is None or result.level is None else Fraction(result.level.value)


def _before(movement: CriterionMovement) -> Fraction | None:
    """The earlier level as it is read on the scale that is drawn."""
    level = movement.level_before
    return _value(movement.earlier) if level is None else Fraction(level.value)


def _row(axis: LevelAxis, movement: CriterionMovement, middle: float) -> list[Mark]:
    earlier, later = _before(movement), _value(movement.later)
    if movement.direction is Direction.NOT_COMPARABLE:
        earlier = None
    certain = movement.verdict is Verdict.LIKELY_REAL
    marks: list[Mark] = []
    if earlier is not None and later is not None and earlier != later:
        marks += _arrow(axis.at(earlier), axis.at(later), middle, certain=certain)
    if earlier is not None and earlier != later:
        marks += _earlier_mark(axis.at(earlier), middle, _shape(movement.earlier))
    if later is not None:
        marks += later_mark(axis.at(later), middle, certain=certain, shape=_shape(movement.later))
    return marks


def _drawn(movement: CriterionMovement) -> tuple[CriterionResult | None, ...]:
    """The sides of a movement that have a mark: an earlier level has none below the same one, or not to be compared."""
    earlier, later = _before(movement), _value(movement.later)
    is_hidden = earlier is not None and (earlier == later or movement.direction is Direction.NOT_COMPARABLE)
    return (movement.later,) if is_hidden else (movement.earlier, movement.later)


def _shape(result: CriterionResult | None) -> Shape:
    """How one side of a movement is drawn; a plain ring where it was not asked."""
    return shape_of(result) if result else Shape.AGREED


def _gap(result: CriterionResult | None) -> Shape | None:
    """How one side of a movement is drawn that has no level; None where it has one, or was not asked."""
    shape = _shape(result)
    return None if shape.has_level else shape


def _earlier_mark(x: float, y: float, shape: Shape) -> list[Mark]:
    if shape is Shape.SPLIT:
        return [lozenge(x, y, 6, PAPER, QUIET)]
    return drawn_as(shape, x, y, radius=4.5, fill=PAPER, stroke=QUIET, width=1.5)


def later_mark(x: float, y: float, *, certain: bool, shape: Shape = Shape.AGREED) -> list[Mark]:
    """The later round: solid where the movement is likely to be real, pale where it may be noise."""
    if shape is Shape.SPLIT:
        return [lozenge(x, y, 9, DARK if certain else PALE, DARK)]
    return drawn_as(shape, x, y, radius=7.5, fill=DARK if certain else PALE, stroke=DARK, width=2 if certain else 1.5)


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


_SMALL: Final = 3
"""The radius of a mark for the earlier round that stands beside the scale."""


def _drawer(shape: Shape) -> Callable[[float, float], Sequence[Mark]]:
    if shape.has_level:
        return lambda x, middle: later_mark(x, middle, certain=False, shape=shape)
    return lambda x, middle: drawn_as(shape, x, middle)


def _with_key(width: int, y: float, marks: list[Mark], axis: LevelAxis, groups: Sequence[Movements]) -> Picture:
    size = 11 if width == WIDE else 13
    sides = [side for group in groups for m in group.movements for side in _drawn(m) if side]
    shapes = in_order(sides)
    entries: list[KeyEntry] = [
        (lambda x, middle: [Dot(x, middle, 4.5, PAPER, QUIET, 1.5)], "Earlier round"),
        (lambda x, middle: later_mark(x, middle, certain=True), "Later round, likely real"),
        (lambda x, middle: later_mark(x, middle, certain=False), "Later round, not certain"),
    ]
    entries += [(_drawer(shape), shape.in_brief) for shape in shapes if shape.in_brief]
    drawn, base = key_of(entries, width, y + 21, size=size)
    marks += drawn
    bottom = base + 8
    if axis.key:
        key = wrapped(f"Levels: {axis.key}", width - 4, size, lines=4)
        marks += lines_of(key, 0, bottom + 12, size=size, fill=INK)
        bottom += 12 + len(key) * leading(size)
    return Picture(width, round(bottom), tuple(marks))
