"""What a version of a matrix declares to have changed since the version before it.

Every value here is what an author wrote. Whether it is true of the two versions is told by `matrix_change`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Change(StrEnum):
    """What may have become of a criterion. `RETIRED` is said of one that is no longer there."""

    SAME = "same"
    REWORDED = "reworded"  # editorial: other words that mean the same
    AMENDED = "amended"  # the meaning of a level is another, near enough to go on from
    MOVED = "moved"  # it stands in another domain
    NEW = "new"
    SPLIT = "split"  # one of the parts of a criterion that was split
    MERGED = "merged"  # what became of several criteria
    RETIRED = "retired"

    @property
    def label(self) -> str:
        """How the change is shown."""
        return _LABELS[self]


_LABELS = {
    Change.SAME: "Same",
    Change.REWORDED: "Reworded",
    Change.AMENDED: "Amended",
    Change.MOVED: "Moved",
    Change.NEW: "New",
    Change.SPLIT: "Split from",
    Change.MERGED: "Merged from",
    Change.RETIRED: "Retired",
}


class LevelRule(StrEnum):
    """How levels are read across a split or a merger. `OPEN` is not at all."""

    OPEN = "open"
    KEPT = "kept"  # each part of a split begins at the level of the whole
    LOWEST = "lowest"  # a merger begins at the lowest level of what was merged
    SAME = "same"  # a merger begins at the level of what was merged, where all of it had the same


@dataclass(frozen=True, slots=True)
class DeclaredChange:
    """What is declared of one criterion of this version.

    `changes` has one change, or MOVED together with REWORDED or AMENDED, in the order of `Change`. `came_from` has
    the ids of the version before that a split (one) or a merger (two or more) began from, else none.
    """

    criterion: str
    changes: tuple[Change, ...]
    note: str | None = None
    came_from: tuple[str, ...] = ()
    level: LevelRule = LevelRule.OPEN


@dataclass(frozen=True, slots=True)
class Retirement:
    """A criterion of the version before that is no longer asked, and why."""

    criterion: str
    why: str


@dataclass(frozen=True, slots=True)
class ScaleChange:
    """How levels of the version before are read on the scale of this one.

    Either `mapping` has pairs of a level before and the level it is now, from low to high and never falling, or
    `broken` says why the two scales cannot be set side by side.
    """

    mapping: tuple[tuple[int, int], ...] = ()
    broken: str | None = None

    @property
    def level_now(self) -> Mapping[int, int]:
        """The level of this version by the level of the version before."""
        return dict(self.mapping)


@dataclass(frozen=True)
class DeclaredChanges:
    """The `changes` of a matrix file. `since` is the version before; a criterion not named is declared the same."""

    since: str
    summary: str
    criteria: tuple[DeclaredChange, ...] = ()
    retired: tuple[Retirement, ...] = ()
    levels: ScaleChange | None = None

    @cached_property
    def _by_criterion(self) -> Mapping[str, DeclaredChange]:
        return {each.criterion: each for each in self.criteria}

    def of(self, criterion_id: str) -> DeclaredChange:
        """What is declared of a criterion of this version."""
        return self._by_criterion.get(criterion_id) or DeclaredChange(criterion_id, (Change.SAME,))

    @cached_property
    def gone(self) -> frozenset[str]:
        """The ids of the version before that are declared to be no longer asked: retired, split or merged."""
        return frozenset({each.criterion for each in self.retired} | {i for c in self.criteria for i in c.came_from})


def version_number(version: str) -> tuple[int, ...]:
    """A version such as “1.10.0” as numbers, for putting versions in order."""
    return tuple(int(part) for part in version.split("."))
