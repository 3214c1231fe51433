"""The dot strip: every partner's own level on one criterion, named, so that no figure hides a lone voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from maturity.core.agreement import Agreement, agreement_sentence, dots_by_level
from maturity.core.matrix import Matrix
from maturity.core.position import A_PARTNER, Position, position_in_words
from maturity.core.response import AnswerState
from maturity.core.results import CriterionResult
from maturity.reports.charts.agreement_mark import ALTHOUGH_SPLIT, Shape, drawn_as, shape_of, unsettled_mark
from maturity.reports.charts.drawing import (
    BLUE,
    DARK,
    FAINT,
    INK,
    NARROW,
    PAPER,
    QUIET,
    WIDE,
    Box,
    Chart,
    ChartTable,
    Dot,
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
from maturity.reports.charts.level_axis import LevelAxis, axis_of
from maturity.reports.words import counted

_BESIDE_RING = 18
_SQUARE = "A square was entered on behalf of the partner."
_RING = "A dashed ring below the strip is a partner that has not agreed a level and is not counted."
_NAMED_FROM = 90
"""The narrowest column, in pixels, in which partners' names can be read; below it dots carry letters."""


def dot_strip(result: CriterionResult, matrix: Matrix, *, chart_id: str, is_past: bool = False) -> Chart:
    """The partners' levels on one criterion, the median marked, with the agreement in words.

    These are in the past tense with `is_past`, and where votes gave the agreement another label.
    """
    placed = [p for p in result.positions if p.level is not None]
    others = [p for p in result.positions if p.level is None]
    was = is_past or result.agreement_before is not None
    said = "No partner gave a level of its own."
    if result.agreement:
        said = agreement_sentence(result.agreement, matrix, is_past=was)
    if result.agreement_before:
        said += " That was before they voted."
    at = [
        f"{dots.level.label}: {', '.join(_who(dots.positions))}"
        for dots in dots_by_level(placed, matrix)
        if dots.positions
    ]
    outcome = outcome_in_words(result)
    return Chart(
        id=chart_id,
        title=" ".join(
            [f"Partners on “{result.criterion.title}”. {said}", *(f"{words}." for words in (*at, outcome) if words)]
        ),
        description=(
            "One dot for each partner, in the column of the level it gave. "
            f"{median_mark(result.agreement, matrix)}A band below "
            "the columns is solid under the level that was agreed, hatched all along where none was, and empty where "
            "the criterion was set aside or does not apply."
            + (f" {_SQUARE}" if any(p.is_on_behalf for p in placed) else "")
            + (f" {_RING}" if any(p.is_unsettled for p in others) else "")
        ),
        wide=_strip(result, matrix, placed, others, WIDE),
        narrow=_strip(result, matrix, placed, others, NARROW),
        table=_table(result, matrix),
    )


def median_mark(agreement: Agreement | None, matrix: Matrix) -> str:
    """What the triangle is, to begin a sentence after; empty where too few partners gave a level for one."""
    is_there = agreement is not None and agreement.median is not None
    return f"A triangle marks the {matrix.agreement.median_name}. " if is_there else ""


def _table(result: CriterionResult, matrix: Matrix) -> ChartTable:
    """The same in words; how levels were reached is a column only where there is something to say."""
    rows = [(p.whose, position_label(p, matrix), p.reached) for p in result.positions]
    if outcome := outcome_in_words(result):
        rows.append(("The collaborative", outcome, ""))
    caption = f"Each partner on “{result.criterion.title}”"
    if not any(reached for *_, reached in rows):
        return ChartTable(caption, ("Partner", "Level"), tuple((whose, level) for whose, level, _ in rows))
    return ChartTable(caption, ("Partner", "Level", "How it was reached"), tuple(rows))


def position_label(position: Position, matrix: Matrix) -> str:
    """The partner's level, or why it has none."""
    return position_in_words(position, matrix)


def _who(positions: Sequence[Position]) -> list[str]:
    """The partners by name, with what was entered on behalf, and those of an anonymous round as a count."""
    names = [_marked(p.whose, p) for p in positions if p.partner_name != A_PARTNER]
    nameless = len(positions) - len(names)
    return [*names, counted(nameless, "partner")] if nameless else names


def _marked(whose: str, position: Position) -> str:
    return f"{whose} (on behalf)" if position.is_on_behalf else whose


def outcome_in_words(result: CriterionResult) -> str:
    """What became of the criterion, beside how its partners stand; empty while nothing is recorded.

    That partners are split where a split decides is a result, whatever is recorded.
    """
    shape = shape_of(result)
    if shape is Shape.UNCERTAIN:
        return f"{result.label}: partners are split, so there is no level"
    if shape is Shape.NOT_AGREED:
        return f"{result.label}: no level was agreed" if result.label != "Not agreed" else "No level was agreed"
    if result.level is None:
        return _WITHOUT_LEVEL.get(shape, "")
    if shape is not Shape.SPLIT:
        return f"Agreed level: {result.level.label}"
    when = " after their last vote" if result.agreement_before else ""
    return f"Agreed level: {result.level.label}, {ALTHOUGH_SPLIT}{when}"


_WITHOUT_LEVEL: Final = {
    Shape.SET_ASIDE: "Set aside for this round, without a level",
    Shape.NOT_APPLICABLE: "Not applicable here",
}


def letter(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    return chr(ord("A") + number) if number < 26 else letter(number // 26 - 1) + letter(number % 26)


def _strip(
    result: CriterionResult, matrix: Matrix, placed: Sequence[Position], others: Sequence[Position], width: int
) -> Picture:
    size = 12 if width == WIDE else 13
    axis = axis_of(matrix, 1, width - 1, size=size)
    named = axis.column >= _NAMED_FROM
    letters = {p.partner: letter(number) for number, p in enumerate(result.positions)}
    marks: list[Mark] = axis.names(0)
    top = axis.head_height
    bottom = top
    for dots in dots_by_level(placed, matrix):
        column, end = _column(axis, dots.level.value, dots.positions, letters if not named else {}, top + 8, size)
        marks += column
        bottom = max(bottom, end)
    bottom += 6
    marks = [*axis.grid(top, bottom), *marks, Stroke(1, bottom, width - 1, bottom, QUIET)]
    marks += _band(axis, result, bottom)
    foot, bottom = _foot(axis, result, matrix, bottom + (7 if outcome_in_words(result) else 0), size)
    marks += foot
    lettered = [p for p in placed if p.partner_name != A_PARTNER] if not named else []
    key = [_marked(f"{letters[p.partner]} {p.whose}", p) for p in lettered]
    below = ["; ".join(key)] if key else []
    if any(p.is_on_behalf for p in placed if p not in lettered):
        below.append(_SQUARE)
    below += _without_level([p for p in others if not p.is_unsettled], matrix)
    if axis.key:
        below.append(f"Levels: {axis.key}")
    unsettled = _without_level([p for p in others if p.is_unsettled], matrix)
    for place, text in enumerate([*unsettled, *below]):
        left = _BESIDE_RING if place < len(unsettled) else 0
        if left:
            marks.append(unsettled_mark(6, bottom + leading(size) - 4))
        lines = wrapped(text, width - 4 - left, size, lines=12)
        marks += lines_of(lines, left, bottom + leading(size), size=size, fill=INK if left else QUIET)
        bottom += len(lines) * leading(size) + 2
    return Picture(width, round(bottom + 6), tuple(marks))


def _band(axis: LevelAxis, result: CriterionResult, y: float) -> list[Mark]:
    """A band below the columns: solid under the agreed level, hatched all along where none was agreed, else empty."""
    width = axis.right - axis.left
    if result.level is not None:
        left = axis.at(result.level.value) - axis.column / 2
        return [Box(axis.left, y, width, 7, PAPER, FAINT), Box(left, y, axis.column, 7, DARK)]
    if result.is_not_agreed:
        return [Box(axis.left, y, width, 7, PAPER, QUIET), hatching(axis.left, y, width, 7, gap=5)]
    return [Box(axis.left, y, width, 7, PAPER, QUIET)] if outcome_in_words(result) else []


def _foot(axis: LevelAxis, result: CriterionResult, matrix: Matrix, y: float, size: int) -> tuple[list[Mark], float]:
    """The median below the strip and beside it what was agreed, in a line of its own where it has no room there."""
    marks: list[Mark] = []
    width, words, bottom = axis.right + 1, outcome_in_words(result), y
    taken = (width, width)
    if result.agreement and result.agreement.median is not None:
        x = axis.at(result.agreement.median)
        marks.append(Outline(f"M{x:g} {y:g}L{x - 7:g} {y + 11:g}L{x + 7:g} {y + 11:g}Z", DARK, DARK))
        name = matrix.agreement.median_name.capitalize()
        room = 20 + text_width(name, size, 600)
        right = x > width * 0.8 or x + room > width
        marks.append(Words(x - 12 if right else x + 12, y + 12, name, size, "end" if right else "start", 600))
        taken = (x - room, x + 8) if right else (x - 8, x + room)
        bottom += 18
    if not words:
        return marks, bottom
    needed = 32 + text_width(words, size, 600)
    left = next((left for left in (0.0, width - needed) if left + needed < taken[0] or left > taken[1]), None)
    if left is None or bottom == y:
        left, y = 0.0, bottom + 4
        bottom = y + 14
    lines = wrapped(words, width - 20, size, lines=3, weight=600)
    marks += drawn_as(shape_of(result), left + 6, y + 8)
    marks += lines_of(lines, left + 18, y + 12, size=size, weight=600)
    return marks, bottom + (len(lines) - 1) * leading(size)


def _column(
    axis: LevelAxis, level: int, here: Sequence[Position], letters: dict[int, str], y: float, size: int
) -> tuple[list[Mark], float]:
    marks: list[Mark] = []
    left = axis.at(level) - axis.column / 2
    for position in here:
        if position.partner_name == A_PARTNER:
            marks.append(_point(position, axis.at(level), y + 9))
            y += 16
            continue
        if letters:
            marks.append(Dot(axis.at(level), y + 12, 10, PAPER, BLUE))
            marks.append(Words(axis.at(level), y + 16, letters[position.partner], size - 1, "middle", 600, INK))
            y += 25
            continue
        lines = wrapped(position.whose, axis.column - 26, size, lines=5 if position.person else 3)
        marks.append(_point(position, left + 12, y + 9))
        marks += lines_of(lines, left + 21, y + 13, size=size)
        y += len(lines) * leading(size) + 6
    if not here:
        marks.append(Box(axis.at(level) - 8, y + 10, 16, 1.5, FAINT))
        y += 20
    return marks, y


def _point(position: Position, x: float, y: float) -> Mark:
    """A dot for what a partner said itself, a square for what was entered on its behalf."""
    return Box(x - 5, y - 5, 10, 10, BLUE) if position.is_on_behalf else Dot(x, y, 5, BLUE, BLUE)


def _without_level(others: Sequence[Position], matrix: Matrix) -> list[str]:
    order = (AnswerState.DONT_KNOW, AnswerState.NOT_APPLICABLE, AnswerState.NOT_ANSWERED)
    found: dict[str, list[Position]] = {}
    for position in sorted(others, key=lambda p: (order.index(p.state), p.between or ())):
        found.setdefault(position_in_words(position, matrix), []).append(position)
    return [f"{words}: {', '.join(_who(here))}" for words, here in found.items()]
