"""The same domains over all rounds, with the line broken where two rounds cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from maturity.core.comparability import compare_domains
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
    the step from the point before must not be drawn, and false at the first point.
    """

    domain_id: str
    title: str
    values: tuple[Fraction | None, ...]
    breaks: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """All rounds in order, and a line for each domain that any of them asked."""

    points: tuple[TrendPoint, ...]
    lines: tuple[TrendLine, ...]


def trend_of(results: Sequence[RoundResult]) -> Trend:
    """The trend over the rounds, by their number: the domains of the latest round first, then those dropped."""
    ordered = sorted(results, key=lambda result: result.record.number)
    titles: dict[str, str] = {}
    for result in reversed(ordered):
        for domain in result.domains:
            titles.setdefault(domain.domain.id, domain.domain.title)
    return Trend(
        points=tuple(TrendPoint(r.record.number, r.record.label, r) for r in ordered),
        lines=tuple(_line(domain_id, title, ordered) for domain_id, title in titles.items()),
    )


def _line(domain_id: str, title: str, ordered: Sequence[RoundResult]) -> TrendLine:
    found = [result.domain(domain_id) for result in ordered]
    steps = pairwise(ordered)
    return TrendLine(
        domain_id=domain_id,
        title=title,
        values=tuple(None if domain is None else domain.value for domain in found),
        breaks=(False, *(not compare_domains(before, after, domain_id).is_comparable for before, after in steps)),
    )
