"""What moved between two rounds, and whether chance alone explains it.

Criteria are matched by their stable id, never by text or place. A level that went up or down is compared with
what the partners themselves said in both rounds, so that a change that cannot be told from noise is never shown
as improvement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from maturity.core.cautions import cautions_between
from maturity.core.comparability import compare_domains, why_not_comparable
from maturity.core.matrix import Domain
from maturity.core.movement_verdict import Verdict, verdict_on
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.core.round import WayOfScoring
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

MOST_LISTED: Final = 5

MOST_IMPROVED_RULE: Final = (
    "Up to five criteria whose level went up: those that are likely real first, then the largest step, "
    "then the order of the matrix."
)
MOST_CONCERN_RULE: Final = (
    "Up to five criteria whose level went down: those that are likely real first, then the largest step. "
    "If there are fewer than five, criteria that stayed at the lowest level follow, then those on which no level "
    "was agreed, in the order of the matrix."
)


class Direction(StrEnum):
    """What happened to one criterion between two rounds."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"
    NO_LONGER_ASKED = "no-longer-asked"
    NOT_COMPARABLE = "not-comparable"

    @property
    def label(self) -> str:
        """How the direction is shown."""
        return _DIRECTION_LABELS[self]


_DIRECTION_LABELS = {
    Direction.UP: "Up",
    Direction.DOWN: "Down",
    Direction.SAME: "Same",
    Direction.NEW: "New",
    Direction.NO_LONGER_ASKED: "No longer asked",
    Direction.NOT_COMPARABLE: "Not comparable",
}


@dataclass(frozen=True, slots=True)
class CriterionMovement:
    """One criterion in two rounds.

    `steps` is the difference in levels, later less earlier, or None where the two cannot be compared. `verdict`
    is given for UP and DOWN only; `basis` says in words what it, or the lack of a comparison, rests on.
    """

    criterion_id: str
    title: str
    domain_id: str
    domain_title: str
    direction: Direction
    steps: int | None
    earlier: CriterionResult | None
    later: CriterionResult | None
    verdict: Verdict | None
    basis: str

    @property
    def is_likely_real(self) -> bool:
        """Whether chance alone does not explain the change. Only then may it be shown as improvement or decline."""
        return self.verdict is Verdict.LIKELY_REAL


@dataclass(frozen=True, slots=True)
class DomainMovement:
    """One domain in two rounds. `comparable` says whether its two values rest on the same questions and rule."""

    domain_id: str
    title: str
    earlier: DomainResult | None
    later: DomainResult | None
    comparable: bool
    note: str
    criteria: tuple[CriterionMovement, ...]


@dataclass(frozen=True)
class Comparison:
    """Two rounds of one collaborative. `cautions` are sentences about what differs besides the levels."""

    earlier: RoundResult
    later: RoundResult
    domains: tuple[DomainMovement, ...]
    cautions: tuple[str, ...]

    @cached_property
    def criteria(self) -> tuple[CriterionMovement, ...]:
        """Every criterion of either round, in the order of the later matrix."""
        return tuple(c for d in self.domains for c in d.criteria)

    @cached_property
    def _by_criterion(self) -> Mapping[str, CriterionMovement]:
        return {c.criterion_id: c for c in self.criteria}

    def criterion(self, criterion_id: str) -> CriterionMovement | None:
        """The movement on a criterion, or None when neither round asked it."""
        return self._by_criterion.get(criterion_id)

    def count(self, direction: Direction) -> int:
        """How many criteria went that way."""
        return sum(1 for c in self.criteria if c.direction is direction)

    def count_likely_real(self, direction: Direction) -> int:
        """How many criteria went that way by more than chance alone explains."""
        return sum(1 for c in self.criteria if c.direction is direction and c.is_likely_real)

    @cached_property
    def compared(self) -> int:
        """How many criteria have a level in both rounds that can be compared."""
        return sum(1 for c in self.criteria if c.steps is not None)

    @property
    def most_improved(self) -> tuple[CriterionMovement, ...]:
        """At most five, by `MOST_IMPROVED_RULE`."""
        return _largest_first([c for c in self.criteria if c.direction is Direction.UP])[:MOST_LISTED]

    @property
    def most_concern(self) -> tuple[CriterionMovement, ...]:
        """At most five, by `MOST_CONCERN_RULE`."""
        fell = _largest_first([c for c in self.criteria if c.direction is Direction.DOWN])
        lowest = self.later.matrix.lowest_level
        stayed = [
            c
            for c in self.criteria
            if c.direction is Direction.SAME and c.later is not None and c.later.level == lowest
        ]
        not_agreed = [c for c in self.criteria if c.later is not None and c.later.is_not_agreed]
        return (*fell, *stayed, *not_agreed)[:MOST_LISTED]

    @property
    def coverage_in_words(self) -> str:
        """What the comparison rests on."""
        criteria = f"{self.compared} of {len(self.criteria)} criteria can be compared"
        if WayOfScoring.TOGETHER in {self.earlier.record.way, self.later.record.way}:
            return f"{criteria}."
        both = len(self.earlier.partners_by_id.keys() & self.later.partners_by_id.keys())
        return f"{criteria}; {both} {'partner' if both == 1 else 'partners'} took part in both rounds."


def _largest_first(movements: list[CriterionMovement]) -> tuple[CriterionMovement, ...]:
    """Likely real first, then the largest step; the order of the matrix decides between equals."""
    return tuple(sorted(movements, key=lambda m: (not m.is_likely_real, -abs(m.steps or 0))))


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
        comparable=found.is_comparable,
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
