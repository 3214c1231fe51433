"""The same domains over all rounds, with the line broken where two rounds cannot be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from maturity.core.matrix import Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk, crosswalk
from maturity.core.matrix_change.same_words import is_same_scale
from maturity.core.movement.comparability import compare_domains
from maturity.core.results import RoundResult


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One round on the trend."""

    round_number: int
    label: str
    result: RoundResult


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One domain over the rounds.

    `values` has one entry for each point, None where the domain has no value. `breaks` has one too: true where
    the step from the point before must not be drawn, and false at the first point. `notes` has one as well: what
    differs in the criteria that the two results rest on, in a sentence, empty where nothing does. `why_broken` says of
    each break why the step cannot be drawn.
    """

    domain_id: str
    title: str
    values: tuple[Fraction | None, ...]
    breaks: tuple[bool, ...]
    notes: tuple[str, ...]
    why_broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """All rounds in order, and a line for each domain that any of them asked.

    `between` has other versions of the matrix, which rounds may be compared over.
    """

    points: tuple[TrendPoint, ...]
    lines: tuple[TrendLine, ...]
    between: tuple[Matrix, ...] = ()


class PictureOfTrend(NamedTuple):
    """What can be drawn on one scale, and the rounds that cannot.

    `trend` is None where fewer than two rounds are on the scale of the latest, or no domain has a value.
    """

    trend: Trend | None
    left_out: tuple[TrendPoint, ...]


def picture_of(trend: Trend) -> PictureOfTrend:
    """The rounds of the matrix and the scale of the latest round: a level of another scale has no place on it.

    A scale whose levels were only renamed, as a version declares, is the same one.
    """
    if not trend.points:
        return PictureOfTrend(None, ())
    latest = trend.points[-1].result.matrix
    fits = [_is_on_scale(point.result.matrix, latest, trend.between) for point in trend.points]
    shown = trend_of([p.result for p, is_on in zip(trend.points, fits, strict=True) if is_on], trend.between)
    has_values = any(value is not None for line in shown.lines for value in line.values)
    if len(shown.points) < 2 or not has_values:
        return PictureOfTrend(None, trend.points)
    return PictureOfTrend(shown, tuple(p for p, is_on in zip(trend.points, fits, strict=True) if not is_on))


def _is_on_scale(matrix: Matrix, latest: Matrix, between: Iterable[Matrix]) -> bool:
    if matrix.key != latest.key:
        return False
    return is_same_scale(matrix.levels, latest.levels) or crosswalk(matrix, latest, between).keeps_numbers


def trend_of(results: Sequence[RoundResult], between: Iterable[Matrix] = ()) -> Trend:
    """The trend over the rounds, by their number: the domains of the latest round first, then those dropped."""
    ordered = sorted(results, key=lambda result: result.record.number)
    known = tuple(between)
    walks = [crosswalk(before.matrix, after.matrix, known) for before, after in pairwise(ordered)]
    titles: dict[str, str] = {}
    for result in reversed(ordered):
        for domain in result.domains:
            titles.setdefault(domain.domain.id, domain.domain.title)
    return Trend(
        points=tuple(TrendPoint(r.record.number, r.record.label, r) for r in ordered),
        lines=tuple(_line(domain_id, title, ordered, walks) for domain_id, title in titles.items()),
        between=known,
    )


def _line(domain_id: str, title: str, ordered: Sequence[RoundResult], walks: Sequence[Crosswalk]) -> TrendLine:
    found = [result.domain(domain_id) for result in ordered]
    steps = [
        compare_domains(before, after, domain_id, walk)
        for (before, after), walk in zip(pairwise(ordered), walks, strict=True)
    ]
    return TrendLine(
        domain_id=domain_id,
        title=title,
        values=tuple(None if domain is None else domain.value for domain in found),
        breaks=(False, *(not step.is_comparable for step in steps)),
        notes=("", *(step.note if step.is_comparable else "" for step in steps)),
        why_broken=("", *("" if step.is_comparable else step.note for step in steps)),
    )
