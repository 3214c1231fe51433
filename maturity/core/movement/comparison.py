"""Two rounds side by side: the movement of each criterion and domain, and the two short lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final

from maturity.core.matrix import Level, Matrix
from maturity.core.movement.by_chance import ByChance, by_chance
from maturity.core.movement.constant_panel import panel_of
from maturity.core.movement.verdict import Verdict
from maturity.core.movement.viewed import MovementViews
from maturity.core.movement.views import views_of
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.core.round import WayOfScoring

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
    is given for UP and DOWN only; `basis` says in words what it, or the lack of a comparison, rests on. `flags` are
    sentences that have to stand wherever something rests on the comparison, such as that the meaning was amended.
    `level_before` is the level before as it is read on the later scale, None where the two cannot be compared.
    `chance` is that of being called likely real though nothing has changed, 0 where it could not be; whether the level
    moved plays no part in it.
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
    level_before: Level | None = None
    flags: tuple[str, ...] = ()
    chance: Fraction = Fraction(0)

    @property
    def is_likely_real(self) -> bool:
        """Whether chance alone does not explain the change. Only then may it be shown as improvement or decline."""
        return self.verdict is Verdict.LIKELY_REAL


@dataclass(frozen=True, slots=True)
class DomainMovement:
    """One domain in two rounds. `note` says why its two values do not compare, or what else they rest on."""

    domain_id: str
    title: str
    earlier: DomainResult | None
    later: DomainResult | None
    note: str
    criteria: tuple[CriterionMovement, ...]


@dataclass(frozen=True)
class Comparison:
    """Two rounds of one collaborative. `cautions` are sentences about what differs besides the levels.

    `between` are other versions of the matrix that lie between those of the two rounds.
    """

    earlier: RoundResult
    later: RoundResult
    domains: tuple[DomainMovement, ...]
    cautions: tuple[str, ...]
    between: tuple[Matrix, ...] = ()

    @cached_property
    def views(self) -> MovementViews:
        """The same two rounds in three views, with what each difference is made of."""
        return views_of(self.earlier, self.later, self.between)

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
    def by_chance(self) -> ByChance:
        """How many criteria are likely real, beside how many would be by chance alone."""
        return by_chance((c.chance for c in self.criteria), sum(1 for c in self.criteria if c.is_likely_real))

    @property
    def by_chance_in_words(self) -> str:
        """What has to stand beside criteria that are listed as likely real; empty where fewer than two were judged."""
        return self.by_chance.in_words("criteria")

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
        both = len(panel_of(self.earlier, self.later).both)
        return f"{criteria}; {both} {'partner was' if both == 1 else 'partners were'} in both rounds."


def _largest_first(movements: list[CriterionMovement]) -> tuple[CriterionMovement, ...]:
    """Likely real first, then the largest step; the order of the matrix decides between equals."""
    return tuple(sorted(movements, key=lambda m: (not m.is_likely_real, -abs(m.steps or 0))))
