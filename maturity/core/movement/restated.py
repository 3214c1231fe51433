"""A profile worked out again: figures by criterion become those of domains and an overall one, by a matrix’s rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from maturity.core.limiters import held_down
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import OverallBase
from maturity.core.overall import summed_up
from maturity.core.scoring import domain_value


@dataclass(frozen=True)
class Figures:
    """Exact figures on the scale of a matrix, by the id of a domain; one without any is not among them."""

    domains: Mapping[str, Fraction]
    overall: Fraction | None


def figures_over(matrix: Matrix, levels: Mapping[str, Fraction], *, has_overall: bool) -> Figures:
    """The figures that levels by criterion id come to, as if the matrix asked these criteria alone.

    Levels may lie between two, as medians of partners do. The overall figure is held down by the limiters that have
    something to look at; how much of the matrix it covers is not asked here.
    """
    domains: dict[str, Fraction] = {}
    for domain in matrix.domains:
        found = [(levels[c.id], c.weight) for c in domain.criteria if c.id in levels]
        value = domain_value(matrix.scoring.domain, found, asked=len(found))
        if value is not None:
            domains[domain.id] = value
    return Figures(domains, _overall(matrix, levels, domains) if has_overall else None)


def _overall(matrix: Matrix, levels: Mapping[str, Fraction], domains: Mapping[str, Fraction]) -> Fraction | None:
    if matrix.scoring.overall.over is OverallBase.DOMAINS:
        values = [(domains[d.id], d.weight) for d in matrix.domains if d.id in domains]
    else:
        values = [(levels[c.id], c.weight) for c in matrix.criteria if c.id in levels]
    value = summed_up(matrix, values)
    return None if value is None else held_down(matrix, domains, levels, value)
