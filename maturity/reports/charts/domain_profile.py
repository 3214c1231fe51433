"""The profile: a bar for each domain on the level scale, with its criteria as dots, most developed first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from maturity.core.scoring import DomainResult, RoundResult
from maturity.reports.charts.drawing import (
    BLUE,
    INK,
    NARROW,
    QUIET,
    WIDE,
    Box,
    Chart,
    ChartTable,
    Dot,
    Mark,
    Picture,
    Words,
    leading,
    lines_of,
    wrapped,
)
from maturity.reports.charts.level_axis import LevelAxis, axis_of

_DOT = 4.5
_STEP = 12
_MOST_OPEN = 16


def domain_profile(result: RoundResult, *, chart_id: str) -> Chart:
    """Where each domain lies on the scale. Domains without a summary keep the matrix's order, after the others."""
    domains = sorted(result.domains, key=_most_developed_first)
    return Chart(
        id=chart_id,
        title=_sentence(domains),
        description=(
            "One row for each domain, most developed first. The bar is filled up to the domain’s result; "
            "each ring below it is a criterion at its agreed level."
        ),
        wide=_wide(result, domains),
        narrow=_narrow(result, domains),
        table=_table(domains),
    )


def without_level(domain: DomainResult) -> str:
    """What became of the criteria without a level, such as “1 not agreed, 2 not recorded”; empty when all have one."""
    counts = Counter(c.label for c in domain.criteria if c.level is None)
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
        return "Domain profile: no domain has a result of its own; the table lists the criteria."
    listed = "; ".join(f"{d.domain.title}: {d.label}" for d in summed)
    missing = len(domains) - len(summed)
    tail = f"; without a result: {missing}" if missing else ""
    return f"Domain profile, most developed first. {listed}{tail}."


def _wide(result: RoundResult, domains: Sequence[DomainResult]) -> Picture:
    axis = axis_of(result.record.matrix, 206, 520)
    marks: list[Mark] = axis.names(0)
    y = top = axis.head_height
    row = _close_row if len(domains) > _MOST_OPEN else _open_row
    for domain in domains:
        drawn, height = row(axis, domain, y)
        marks += drawn
        y += height
    return _with_key(WIDE, y, [*axis.grid(top, y), *marks], axis)


def _open_row(axis: LevelAxis, domain: DomainResult, y: float) -> tuple[list[Mark], float]:
    title = wrapped(domain.domain.title, 196, 13)
    label = wrapped(label_of_domain(domain), 148, 12, weight=600)
    missing = wrapped(_gaps_beside(domain), 148, 11, lines=1)
    height = max(30.0, len(title) * leading(13) + 8, len(label) * leading(12) + len(missing) * leading(11) + 8)
    middle = y + height / 2
    base = middle - (len(label) * leading(12) + len(missing) * leading(11)) / 2 + 11
    marks = _row(axis, domain, middle - 12)
    marks += lines_of(title, 0, _first_line(middle, len(title), 13), size=13)
    marks += lines_of(label, 532, base, size=12, weight=600)
    marks += lines_of(missing, 532, base + len(label) * leading(12), size=11, fill=QUIET)
    return marks, height


def _close_row(axis: LevelAxis, domain: DomainResult, y: float) -> tuple[list[Mark], float]:
    """One line for each domain, where there are too many for two."""
    title = wrapped(domain.domain.title, 196, 12, lines=1)
    label = wrapped(label_of_domain(domain), 148, 11, lines=1, weight=600)
    marks: list[Mark] = []
    if domain.value is not None:
        marks.append(Box(axis.left, y + 5, axis.at(domain.value) - axis.left, 8, BLUE))
    marks += lines_of(title, 0, y + 13, size=12)
    marks += lines_of(label, 532, y + 13, size=11, weight=600)
    return marks, 18


def _narrow(result: RoundResult, domains: Sequence[DomainResult]) -> Picture:
    axis = axis_of(result.record.matrix, 4, NARROW - 4, size=12)
    marks: list[Mark] = axis.names(0)
    y = axis.head_height
    for domain in domains:
        missing = _gaps_beside(domain)
        said = f"{label_of_domain(domain)} ({missing})" if missing else label_of_domain(domain)
        title = wrapped(domain.domain.title, NARROW - 4, 14, weight=600)
        label = wrapped(said, NARROW - 4, 13)
        marks += lines_of(title, 0, y + 18, size=14, weight=600)
        y += 18 + (len(title) - 1) * leading(14)
        marks += lines_of(label, 0, y + 17, size=13)
        y += 17 + (len(label) - 1) * leading(13) + 6
        marks += [*axis.grid(y, y + 26), *_row(axis, domain, y + 1)]
        y += 34
    return _with_key(NARROW, y, marks, axis)


def _row(axis: LevelAxis, domain: DomainResult, top: float) -> list[Mark]:
    marks: list[Mark] = []
    if domain.value is not None:
        marks.append(Box(axis.left, top, axis.at(domain.value) - axis.left, 8, BLUE))
    for level, count in domain.counts:
        marks += _rings(axis.at(level.value), top + 17, count, room=axis.column - 6)
    return marks


def _rings(x: float, middle: float, count: int, *, room: float) -> list[Mark]:
    if count == 0:
        return []
    if count * _STEP > room and count > 1:
        return [
            Dot(x - 9, middle, _DOT),
            Words(x, middle + 4, f"×{count}", 11, "start", 600, INK),
        ]
    left = x - (count - 1) * _STEP / 2
    return [Dot(left + n * _STEP, middle, _DOT) for n in range(count)]


def _with_key(width: int, y: float, marks: list[Mark], axis: LevelAxis) -> Picture:
    size = 11 if width == WIDE else 12
    marks += [
        Box(0, y + 13, 24, 8, BLUE),
        Words(32, y + 21, "Domain result", size, fill=QUIET),
        Dot(136, y + 17, _DOT),
        Words(148, y + 21, "A criterion’s agreed level", size, fill=QUIET),
    ]
    bottom = y + 30
    if axis.key:
        key = wrapped(f"Levels: {axis.key}", width - 4, size, lines=4)
        marks += lines_of(key, 0, bottom + 10, size=size, fill=QUIET)
        bottom += 10 + len(key) * leading(size)
    return Picture(width, round(bottom), tuple(marks))


def _first_line(middle: float, count: int, size: int) -> float:
    return middle - (count - 1) * leading(size) / 2 + size * 0.36


def _table(domains: Sequence[DomainResult]) -> ChartTable:
    levels = [level for level, _ in domains[0].counts] if domains else []
    return ChartTable(
        "Where each domain is, and how many of its criteria were agreed at each level",
        ("Domain", "Result", *(level.label for level in levels), "No level"),
        tuple(
            (
                d.domain.title,
                d.label,
                *(str(count) for _, count in d.counts),
                str(sum(1 for c in d.criteria if c.level is None)),
            )
            for d in domains
        ),
    )
