"""The profile: a bar for each domain on the level scale, with its criteria as marks, most developed first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from maturity.core.results import DomainResult, RoundResult
from maturity.reports.agreement_words import agreement_counts
from maturity.reports.charts.agreement_mark import (
    KeyEntry,
    Shape,
    counted_although,
    drawn_as,
    entries_for,
    in_a_row,
    in_order,
    key_of,
    outcome_label,
    shape_of,
)
from maturity.reports.charts.drawing import (
    BLUE,
    INK,
    NARROW,
    QUIET,
    WIDE,
    Box,
    Chart,
    ChartTable,
    Mark,
    Picture,
    Words,
    leading,
    lines_of,
    wrapped,
)
from maturity.reports.charts.level_axis import LevelAxis, axis_of
from maturity.reports.words import counted

_STEP = 13
_LINE = 13
"""From one line of marks to the next, where those of one level need more than one."""

_MOST_OPEN = 16


def domain_profile(result: RoundResult, *, chart_id: str) -> Chart:
    """Where each domain lies on the scale. Domains without a summary keep the matrix's order, after the others."""
    domains = sorted(result.domains, key=_most_developed_first)
    return Chart(
        id=chart_id,
        title=_sentence(domains),
        description=(
            "One row for each domain, most developed first. The bar is filled up to the domain’s result; each mark "
            "below it is a criterion at its agreed level: a ring, with a point in it where partners are mixed and a "
            "line through it where too few gave a level, and a lozenge where they are split. What became of the "
            "criteria without a level stands beside the result, with a mark for each: a cross where none was agreed."
        ),
        wide=_wide(result, domains),
        narrow=_narrow(result, domains),
        table=_table(domains),
    )


def without_level(domain: DomainResult) -> str:
    """What became of the criteria without a level, such as “1 not agreed, 2 not recorded”; empty when all have one."""
    counts = Counter(outcome_label(c) for c in domain.criteria if c.level is None)
    return ", ".join(f"{count} {label.lower()}" for label, count in counts.items())


def label_of_domain(domain: DomainResult) -> str:
    """The domain's result; where its one criterion has no level, that criterion's own word for it."""
    if domain.value is None and len(domain.criteria) == 1:
        return domain.criteria[0].label
    return domain.label


def _gaps_beside(domain: DomainResult) -> str:
    """The criteria without a level, unless the result beside them says it already."""
    return "" if len(domain.criteria) == 1 else without_level(domain)


def _most_developed_first(domain: DomainResult) -> tuple[bool, float]:
    return (True, 0.0) if domain.value is None else (False, -float(domain.value))


def _sentence(domains: Sequence[DomainResult]) -> str:
    summed = [d for d in domains if d.value is not None]
    if not summed:
        return f"Domain profile: no domain has a result of its own; the table lists the criteria.{_gaps(domains)}"
    listed = "; ".join(f"{d.domain.title}: {d.label}" for d in summed)
    missing = len(domains) - len(summed)
    tail = f"; without a result: {missing}" if missing else ""
    apart = "".join(
        f" {words[0].upper()}{words[1:]}: {counted(count, 'criterion', 'criteria')}."
        for words, count in counted_although(c for d in domains for c in d.criteria)
    )
    return f"Domain profile, most developed first. {listed}{tail}.{_gaps(domains)}{apart}"


def _gaps(domains: Sequence[DomainResult]) -> str:
    found = Counter(outcome_label(c) for d in domains for c in d.criteria if c.level is None)
    said = ", ".join(f"{label.lower()} {count}" for label, count in found.items())
    return f" Criteria without a level: {said}." if said else ""


def _wide(result: RoundResult, domains: Sequence[DomainResult]) -> Picture:
    axis = axis_of(result.record.matrix, 206, 520)
    marks: list[Mark] = axis.names(0)
    y = top = axis.head_height
    row = _close_row if len(domains) > _MOST_OPEN else _open_row
    for domain in domains:
        drawn, height = row(axis, domain, y)
        marks += drawn
        y += height
    return _with_key(WIDE, y, [*axis.grid(top, y), *marks], axis, domains)


def _open_row(axis: LevelAxis, domain: DomainResult, y: float) -> tuple[list[Mark], float]:
    alone = len(domain.criteria) == 1
    room = 148 - _STEP * len(in_order(domain.criteria, with_level=False))
    title = wrapped(domain.domain.title, 196, 13)
    label = wrapped(label_of_domain(domain), min(room, 135) if alone else 135, 12, weight=600)
    missing = wrapped(_gaps_beside(domain), min(room, 135), 11)
    more = (_lines(axis, domain) - 1) * _LINE
    height = max(30.0 + more, len(title) * leading(13) + 8, len(label) * leading(12) + len(missing) * leading(11) + 8)
    middle = y + height / 2
    base = middle - (len(label) * leading(12) + len(missing) * leading(11)) / 2 + 11
    marks = _row(axis, domain, middle - 12 - more / 2)
    marks += lines_of(title, 0, _first_line(middle, len(title), 13), size=13)
    marks += _behind_marks(domain, lines_of(label, 532, base, size=12, weight=600), wanted=alone)
    gaps = lines_of(missing, 532, base + len(label) * leading(12), size=11, fill=QUIET)
    marks += _behind_marks(domain, gaps, wanted=not alone)
    return marks, height


def _behind_marks(domain: DomainResult, lines: Sequence[Mark], *, wanted: bool = True) -> list[Mark]:
    """Words on criteria without a level, behind a mark for each thing that became of one of them."""
    words = [line for line in lines if isinstance(line, Words)]
    shapes = in_order(domain.criteria, with_level=False)
    if not wanted or not words or not shapes:
        return list(lines)
    drawn = in_a_row(shapes, words[0].x + 4, words[0].y - 4, radius=3.5, step=_STEP)
    return [*drawn, *(replace(line, x=line.x + _STEP * len(shapes)) for line in words)]


_MOST_BESIDE: Final = 4
"""How many marks have room between a bar and its words."""


def _close_row(axis: LevelAxis, domain: DomainResult, y: float) -> tuple[list[Mark], float]:
    """One line for each domain, where there are too many for two."""
    title = wrapped(domain.domain.title, 196, 12, lines=1)
    apart = [shape for shape in _FIRST_TO_SEE if shape in in_order(domain.criteria)][:_MOST_BESIDE]
    left = 531 + max(len(apart), 1) * 10
    label = wrapped(label_of_domain(domain), WIDE - 1 - left, 11, lines=1, weight=600)
    marks: list[Mark] = []
    if domain.value is not None:
        marks.append(Box(axis.left, y + 5, axis.at(domain.value) - axis.left, 8, BLUE))
    marks += lines_of(title, 0, y + 13, size=12)
    marks += lines_of(label, left, y + 13, size=11, weight=600)
    return [*marks, *in_a_row(apart, 531, y + 9, radius=3.5, step=10)], 18


_FIRST_TO_SEE: Final = (
    Shape.NOT_AGREED,
    Shape.UNCERTAIN,
    Shape.SET_ASIDE,
    Shape.NOT_RECORDED,
    Shape.SPLIT,
    Shape.TOO_FEW,
    Shape.MIXED,
    Shape.NOT_APPLICABLE,
)


def _narrow(result: RoundResult, domains: Sequence[DomainResult]) -> Picture:
    axis = axis_of(result.record.matrix, 4, NARROW - 4, size=13)
    marks: list[Mark] = axis.names(0)
    y = axis.head_height
    for domain in domains:
        missing = _gaps_beside(domain)
        said = f"{label_of_domain(domain)} ({missing})" if missing else label_of_domain(domain)
        title = wrapped(domain.domain.title, NARROW - 4, 14, weight=600)
        label = wrapped(said, NARROW - 4 - _STEP * len(in_order(domain.criteria, with_level=False)), 13)
        marks += lines_of(title, 0, y + 18, size=14, weight=600)
        y += 18 + (len(title) - 1) * leading(14)
        marks += _behind_marks(domain, lines_of(label, 0, y + 17, size=13))
        y += 17 + (len(label) - 1) * leading(13) + 6
        more = (_lines(axis, domain) - 1) * _LINE
        marks += [*axis.grid(y, y + 26 + more), *_row(axis, domain, y + 1)]
        y += 34 + more
    return _with_key(NARROW, y, marks, axis, domains)


def _row(axis: LevelAxis, domain: DomainResult, top: float) -> list[Mark]:
    marks: list[Mark] = []
    if domain.value is not None:
        marks.append(Box(axis.left, top, axis.at(domain.value) - axis.left, 8, BLUE))
    for level, _ in domain.counts:
        for line, shapes in enumerate(_in_lines(axis, domain, level.value)):
            marks += _side_by_side(axis, axis.at(level.value), top + 17 + line * _LINE, shapes)
    return marks


def _in_lines(axis: LevelAxis, domain: DomainResult, level: int) -> list[list[Shape]]:
    """The marks at one level: all in one line where they have room, else a line for each shape."""
    found = sorted(
        (shape_of(c) for c in domain.criteria if c.level is not None and c.level.value == level),
        key=list(Shape).index,
    )
    if not found or len(found) * _STEP <= axis.column - 6 or len(set(found)) == 1:
        return [found] if found else []
    return [[shape] * found.count(shape) for shape in Shape if shape in found]


def _lines(axis: LevelAxis, domain: DomainResult) -> int:
    return max((len(_in_lines(axis, domain, level.value)) for level, _ in domain.counts), default=1) or 1


def _side_by_side(axis: LevelAxis, x: float, middle: float, shapes: Sequence[Shape]) -> list[Mark]:
    if len(shapes) > 1 and len(shapes) * _STEP > axis.column - 6:
        return [
            *drawn_as(shapes[0], x - 9, middle),
            Words(x, middle + 4, f"×{len(shapes)}", axis.size, "start", 600, INK),
        ]
    left = x - (len(shapes) - 1) * _STEP / 2
    return [mark for n, shape in enumerate(shapes) for mark in drawn_as(shape, left + n * _STEP, middle)]


def _with_key(width: int, y: float, marks: list[Mark], axis: LevelAxis, domains: Sequence[DomainResult]) -> Picture:
    size = 11 if width == WIDE else 13
    bar: KeyEntry = (lambda x, middle: [Box(x - 9, middle - 4, 18, 8, BLUE)], "Domain result")
    entries = [bar, *entries_for(shape_of(c) for d in domains for c in d.criteria)]
    drawn, bottom = key_of(entries, width, y + 21, size=size)
    marks += drawn
    bottom += 9
    if axis.key:
        key = wrapped(f"Levels: {axis.key}", width - 4, size, lines=4)
        marks += lines_of(key, 0, bottom + 10, size=size, fill=QUIET)
        bottom += 10 + len(key) * leading(size)
    return Picture(width, round(bottom), tuple(marks))


def _first_line(middle: float, count: int, size: int) -> float:
    return middle - (count - 1) * leading(size) / 2 + size * 0.36


def _table(domains: Sequence[DomainResult]) -> ChartTable:
    levels = [level for level, _ in domains[0].counts] if domains else []
    known = any(c.final_agreement for d in domains for c in d.criteria)
    return ChartTable(
        "Where each domain is, and how many of its criteria were agreed at each level",
        ("Domain", "Result", *(level.label for level in levels), "No level", *(["Partners"] if known else [])),
        tuple(
            (
                d.domain.title,
                d.label,
                *(str(count) for _, count in d.counts),
                without_level(d) or "0",
                *([agreement_counts(d.criteria) or "Not known"] if known else []),
            )
            for d in domains
        ),
    )
