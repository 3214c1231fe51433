"""The heat map: a row for each criterion, filled up to its agreed level, with how closely partners agree beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from maturity.core.agreement import AgreementLabel
from maturity.core.consensus import ConsensusState
from maturity.core.position import unsettled_in_words
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.reports.agreement_words import stand_in_words
from maturity.reports.charts.agreement_mark import (
    KeyEntry,
    drawn_as,
    key_of,
    outcome_label,
    shape_of,
    shape_of_label,
    unsettled_mark,
)
from maturity.reports.charts.drawing import (
    FAINT,
    INK,
    LINE,
    NARROW,
    PAPER,
    QUIET,
    WIDE,
    Box,
    Chart,
    ChartTable,
    Mark,
    Picture,
    Words,
    fits,
    hatching,
    leading,
    lines_of,
    text_width,
    wrapped,
)
from maturity.reports.charts.level_axis import LevelAxis, axis_of
from maturity.reports.charts.ramp import shades

_ROW = 22
_ASIDE = 86
"""How much room the agreement takes beside the levels, its mark and its word."""

MOST_ROWS = 40
"""The most criteria in one picture: more would not fit on a page."""


def heat_maps(result: RoundResult, *, chart_id: str, most_rows: int = MOST_ROWS) -> tuple[Chart, ...]:
    """Every criterion by level, in as many pictures as it takes, each with whole domains where they fit."""
    parts = tuple(_parts(result.domains, most_rows))
    return tuple(
        _heat_map(result, part, chart_id=f"{chart_id}-{number}" if len(parts) > 1 else chart_id)
        for number, part in enumerate(parts, start=1)
    )


_Part = list[tuple[DomainResult, tuple[CriterionResult, ...]]]


def _parts(domains: Sequence[DomainResult], most_rows: int) -> Iterator[_Part]:
    part: _Part = []
    room = most_rows
    for domain in domains:
        left = domain.criteria
        if part and len(left) + 1 > room:
            yield part
            part, room = [], most_rows
        while len(left) + 1 > room:
            yield [(domain, left[: room - 1])]
            left = left[room - 1 :]
        part.append((domain, left))
        room -= len(left) + 1
    if part:
        yield part


def _heat_map(result: RoundResult, part: _Part, *, chart_id: str) -> Chart:
    criteria = [c for _, rows in part for c in rows]
    return Chart(
        id=chart_id,
        title=_sentence(result, part, criteria),
        description=(
            "One row for each criterion, filled up to its agreed level, darker for higher levels. "
            "A row without a level has a mark and the words that say why, and is hatched where none was agreed. Where "
            "partners gave levels of their own, a ring, a ring with a point or a lozenge says that they are aligned, "
            "mixed or split after any vote in the room, and a ring with a line through it that they are too few to say."
            + (
                " A dashed ring behind the word is a partner that has not agreed a level."
                if _has_unsettled(part)
                else ""
            )
        ),
        wide=_wide(result, part),
        narrow=_narrow(result, part),
        table=_table(part),
    )


def _table(part: _Part) -> ChartTable:
    known = _agreement_is_known(part)
    return ChartTable(
        "The agreed level of each criterion",
        ("Criterion", "Domain", "Agreed level", *(["Partners"] if known else [])),
        tuple(
            (c.criterion.title, d.domain.title, outcome_label(c), *([_agreement(c)] if known else []))
            for d, rows in part
            for c in rows
        ),
    )


def _agreement(result: CriterionResult) -> str:
    unsettled = unsettled_in_words(_unsettled(result))
    return f"{stand_in_words(result)}; {unsettled}" if unsettled else stand_in_words(result)


def _agreement_is_known(part: _Part) -> bool:
    return any(c.final_agreement for _, rows in part for c in rows)


def _unsettled(result: CriterionResult) -> tuple[str, ...]:
    return result.final_agreement.unsettled if result.final_agreement else ()


def _has_unsettled(part: _Part) -> bool:
    return any(_unsettled(c) for _, rows in part for c in rows)


def _sentence(result: RoundResult, part: _Part, criteria: Sequence[CriterionResult]) -> str:
    titles = [d.domain.title for d, _ in part]
    where = titles[0] if len(titles) == 1 else f"{titles[0]} to {titles[-1]}"
    counts = [
        f"{count} at {level.label}"
        for level in result.record.matrix.levels
        if (count := sum(1 for c in criteria if c.level == level))
    ]
    without = Counter(outcome_label(c).lower() for c in criteria if c.level is None)
    counts += [f"{count} {label}" for label, count in without.items()]
    found = Counter(c.final_agreement.label for c in criteria if c.final_agreement)
    counts += [f"partners are {words} on {found[label]}" for label, words in _STAND.items() if found[label]]
    unsettled = sum(1 for c in criteria if _unsettled(c))
    counts += [f"a partner has not agreed a level on {unsettled}"] if unsettled else []
    return f"Agreed level of each criterion, {where}: {', '.join(counts)}."


_STAND: Final = {
    AgreementLabel.SPLIT: "split",
    AgreementLabel.MIXED: "mixed",
    AgreementLabel.TOO_FEW: "too few to say",
}


def _needs_heading(domain: DomainResult) -> bool:
    """Whether the domain's name says anything that its criteria do not."""
    return [c.criterion.title for c in domain.criteria] != [domain.domain.title]


def _wide(result: RoundResult, part: _Part) -> Picture:
    known = _agreement_is_known(part)
    axis = axis_of(result.record.matrix, 250, WIDE - 1 - (_ASIDE if known else 0))
    marks: list[Mark] = axis.names(0)
    if known:
        marks.append(Words(WIDE - _ASIDE + 8, axis.head_height - 9, "Partners", axis.size, fill=QUIET))
    y = axis.head_height
    for domain, rows in part:
        if _needs_heading(domain):
            title = wrapped(domain.domain.title, WIDE - 4, 12, lines=1, weight=600)
            marks += lines_of(title, 0, y + 15, size=12, weight=600)
            y += _ROW
        for row in rows:
            lines = wrapped(row.criterion.title, 240, 12)
            more = (len(lines) - 1) * leading(12)
            marks += lines_of(lines, 0, y + 15, size=12)
            marks += _cells(axis, row, y + more / 2)
            marks += _beside(row, WIDE - _ASIDE + 8, y + more / 2 + 14, size=11)
            y += _ROW + more
    return _with_key(WIDE, y, marks, axis, has_unsettled=_has_unsettled(part))


def _narrow(result: RoundResult, part: _Part) -> Picture:
    axis = axis_of(result.record.matrix, 1, NARROW - 1, size=13)
    marks: list[Mark] = axis.names(0)
    y = axis.head_height
    for domain, rows in part:
        if _needs_heading(domain):
            title = wrapped(domain.domain.title, NARROW - 4, 15, weight=600)
            marks += lines_of(title, 0, y + 20, size=15, weight=600)
            y += 14 + len(title) * leading(15)
        for row in rows:
            lines = wrapped(row.criterion.title, NARROW - 4 - (_ASIDE if row.final_agreement else 0), 13, lines=3)
            marks += lines_of(lines, 0, y + 13, size=13)
            marks += _beside(row, NARROW - _ASIDE + 4, y + 13, size=12)
            y += len(lines) * leading(13) + 3
            marks += _cells(axis, row, y)
            y += _ROW + 6
    return _with_key(NARROW, y, marks, axis, has_unsettled=_has_unsettled(part))


def _beside(row: CriterionResult, x: float, base: float, *, size: int) -> list[Mark]:
    """How closely partners agree: its mark and its word, nothing where it is not known.

    Behind them is a mark for partners that have not agreed a level.
    """
    if row.final_agreement is None:
        return []
    label = row.final_agreement.label
    words = "Too few" if label is AgreementLabel.TOO_FEW else label.label
    marks: list[Mark] = [Words(x + 13, base, words, size, fill=QUIET)]
    marks += drawn_as(shape_of_label(label), x + 4, base - 4, radius=4)
    if _unsettled(row):
        marks.append(unsettled_mark(x + 13 + text_width(words, size) + 9, base - 4))
    return marks


def _cells(axis: LevelAxis, row: CriterionResult, y: float) -> list[Mark]:
    height = _ROW - 3
    if row.level is None:
        return _no_level(axis, row, y, height)
    marks: list[Mark] = []
    fills = shades(len(axis.levels))
    size = min(axis.size, 12)
    for level, shade in zip(axis.levels, fills, strict=True):
        left = axis.at(level.value) - axis.column / 2
        reached = level.value <= row.level.value
        marks.append(
            Box(left + 1, y, axis.column - 2, height, shade.fill if reached else PAPER, None if reached else FAINT)
        )
        if level == row.level:
            marks.append(Box(left + 1, y, axis.column - 2, height, shade.fill, INK, 1.2))
            text = level.label if fits(level.label, axis.column - 8, size, 600) else str(level.value)
            marks.append(Words(axis.at(level.value), y + 14, text, size, "middle", 600, shade.text))
    return marks


def _no_level(axis: LevelAxis, row: CriterionResult, y: float, height: float) -> list[Mark]:
    width = axis.right - axis.left - 2
    marks: list[Mark] = []
    if row.is_not_agreed:
        marks = [Box(axis.left + 1, y, width, height, PAPER, QUIET), hatching(axis.left + 1, y, width, height)]
    elif row.consensus.state is ConsensusState.NOT_APPLICABLE:
        marks = [Box(axis.left + 1, y, width, height, "#eef1f3", LINE)]
    else:
        marks = [Box(axis.left + 1, y, width, height, PAPER, LINE)]
    size = min(axis.size, 12)
    label = wrapped(outcome_label(row), width - 34, size, lines=1, weight=600)
    middle = (axis.left + axis.right) / 2
    for text in label:
        room = text_width(text, size, 600) + 26
        marks.append(Box(middle - room / 2, y + 1, room, height - 2, PAPER))
        marks += drawn_as(shape_of(row), middle - room / 2 + 8, y + height / 2, radius=4)
        marks.append(Words(middle + 7, y + 14, text, size, "middle", 600, INK))
    return marks


def _with_key(width: int, y: float, marks: list[Mark], axis: LevelAxis, *, has_unsettled: bool) -> Picture:
    if has_unsettled:
        entry: KeyEntry = (lambda x, middle: [unsettled_mark(x, middle)], "A partner that has not agreed a level")
        drawn, y = key_of([entry], width, y + 17, size=axis.size)
        marks += drawn
        y += 4
    if not axis.key:
        return Picture(width, round(y + 4), tuple(marks))
    key = wrapped(f"Levels: {axis.key}", width - 4, axis.size, lines=4)
    marks += lines_of(key, 0, y + 16, size=axis.size, fill=QUIET)
    return Picture(width, round(y + 12 + len(key) * leading(axis.size)), tuple(marks))
