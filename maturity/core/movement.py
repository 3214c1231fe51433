"""What moved between two rounds, and whether chance alone explains it.

Criteria are matched by their stable id, never by text or place. A level that went up or down is compared with
what the partners themselves said in both rounds, so that a change that cannot be told from noise is never shown
as improvement.
"""

from __future__ import annotations

from typing import NamedTuple

from maturity.core.cautions import cautions_between
from maturity.core.comparability import compare_domains, why_not_comparable
from maturity.core.comparison import (
    MOST_CONCERN_RULE,
    MOST_IMPROVED_RULE,
    Comparison,
    CriterionMovement,
    Direction,
    DomainMovement,
)
from maturity.core.matrix import Domain
from maturity.core.movement_verdict import Verdict, verdict_on
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.trend import Trend, TrendLine, TrendPoint, trend_of

__all__ = [
    "MOST_CONCERN_RULE",
    "MOST_IMPROVED_RULE",
    "Comparison",
    "CriterionMovement",
    "Direction",
    "DomainMovement",
    "Trend",
    "TrendLine",
    "TrendPoint",
    "Verdict",
    "compare_rounds",
    "trend_of",
]


def compare_rounds(earlier: RoundResult, later: RoundResult) -> Comparison:
    """What moved from one round to the next, in the order of the later round's matrix."""
    dropped: dict[str, list[CriterionMovement]] = {}
    for before in earlier.criteria:
        if before.criterion.id not in later.by_criterion:
            dropped.setdefault(before.domain.id, []).append(_dropped(before, later))
    same_version = earlier.matrix.content_hash == later.matrix.content_hash
    asked = [
        _domain_movement(
            earlier,
            later,
            domain.domain,
            (
                *(_movement(earlier, later, c, same_version=same_version) for c in domain.criteria),
                *dropped.get(domain.domain.id, ()),
            ),
        )
        for domain in later.domains
    ]
    gone = [
        _domain_movement(earlier, later, domain.domain, tuple(dropped.get(domain.domain.id, ())))
        for domain in earlier.domains
        if domain.domain.id not in later.by_domain
    ]
    return Comparison(earlier, later, (*asked, *gone), cautions_between(earlier, later))


def _domain_movement(
    earlier: RoundResult, later: RoundResult, domain: Domain, criteria: tuple[CriterionMovement, ...]
) -> DomainMovement:
    found = compare_domains(earlier, later, domain.id)
    return DomainMovement(
        domain_id=domain.id,
        title=domain.title,
        earlier=earlier.domain(domain.id),
        later=later.domain(domain.id),
        note=found.note,
        criteria=criteria,
    )


class _Outcome(NamedTuple):
    direction: Direction
    basis: str
    steps: int | None = None
    verdict: Verdict | None = None


def _movement(
    earlier: RoundResult, later: RoundResult, after: CriterionResult, *, same_version: bool
) -> CriterionMovement:
    before = earlier.criterion(after.criterion.id)
    if before is None:
        outcome = _Outcome(Direction.NEW, f"It was not asked in round {earlier.record.number}.")
        return _described(after, outcome, later=after)
    reason = why_not_comparable(earlier, later, before, after, same_version=same_version)
    if reason or before.level is None or after.level is None:
        return _described(after, _Outcome(Direction.NOT_COMPARABLE, reason), earlier=before, later=after)
    steps = after.level.value - before.level.value
    if not steps:
        return _described(after, _Outcome(Direction.SAME, "", steps=0), earlier=before, later=after)
    verdict, basis = verdict_on(earlier, later, before, after, steps)
    direction = Direction.UP if steps > 0 else Direction.DOWN
    return _described(after, _Outcome(direction, basis, steps, verdict), earlier=before, later=after)


def _dropped(before: CriterionResult, later: RoundResult) -> CriterionMovement:
    outcome = _Outcome(Direction.NO_LONGER_ASKED, f"It was not asked in round {later.record.number}.")
    return _described(before, outcome, earlier=before)


def _described(
    result: CriterionResult,
    outcome: _Outcome,
    *,
    earlier: CriterionResult | None = None,
    later: CriterionResult | None = None,
) -> CriterionMovement:
    return CriterionMovement(
        criterion_id=result.criterion.id,
        title=result.criterion.title,
        domain_id=result.domain.id,
        domain_title=result.domain.title,
        direction=outcome.direction,
        steps=outcome.steps,
        earlier=earlier,
        later=later,
        verdict=outcome.verdict,
        basis=outcome.basis,
    )
