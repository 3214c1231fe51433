"""One step of a crosswalk: from one version of a matrix to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, LevelRule
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.same_words import asks_the_same, is_same_scale
from maturity.core.wording import listed


class Reading(NamedTuple):
    """How one criterion of a later version is read in an earlier one.

    `sources` are the ids there that its level before comes from, and `why_not` says in a sentence why it cannot be
    compared, empty when it can. `flags` are sentences that have to stand wherever something rests on the comparison.
    `is_made` is whether the level before is made from others by a declared rule, as after a split or a merger.
    """

    sources: tuple[str, ...]
    why_not: str = ""
    flags: tuple[str, ...] = ()
    is_amended: bool = False
    is_moved: bool = False
    is_made: bool = False

    @property
    def is_comparable(self) -> bool:
        """Whether a level of the one can be set beside a level of the other."""
        return not self.why_not


@dataclass(frozen=True)
class Step:
    """Two versions beside each other, and what the later declares; None where it declares nothing of the earlier."""

    earlier: Matrix
    later: Matrix
    changes: DeclaredChanges | None

    @cached_property
    def mapping(self) -> Mapping[int, int] | None:
        """The later level for each earlier one where a mapping is declared, else None."""
        declared = self.changes and self.changes.levels
        return declared.level_now if declared and declared.mapping else None

    @cached_property
    def broken_scale(self) -> str:
        """Why levels cannot be set side by side, in a sentence; empty when they can."""
        if self.earlier.key != self.later.key and self.changes is None:
            return "The two rounds used different matrices."
        declared = self.changes.levels if self.changes else None
        if declared and declared.broken:
            return f"The scale of levels changed in version {self.later.version}: {declared.broken}"
        if self.mapping is not None:
            missing = self.levels_not_mapped
            if missing:
                left_out = listed([str(each) for each in missing])
                return f"The scale of levels changed, and it is not said what became of {left_out}."
        elif not is_same_scale(self.earlier.levels, self.later.levels):
            return "The scale of levels changed between the two versions of the matrix."
        if self.earlier.scoring.criterion is not self.later.scoring.criterion:
            return "The way a level is reached changed between the two versions of the matrix."
        return ""

    @cached_property
    def levels_not_mapped(self) -> tuple[int, ...]:
        """The earlier levels that a declared mapping leaves out, and what it maps that is no earlier level."""
        values = {level.value for level in self.earlier.levels}
        return tuple(sorted(values ^ self.mapping.keys())) if self.mapping is not None else ()

    @property
    def in_later(self) -> str:
        """Where the later words stand: “in version 2.0.0”, or in a matrix of another name where one is an overlay."""
        if self.earlier.key == self.later.key:
            return f"in version {self.later.version}"
        return f"in “{self.later.title}” {self.later.version}"

    @property
    def in_earlier(self) -> str:
        """Where the earlier words stand."""
        if self.earlier.key == self.later.key:
            return f"in version {self.earlier.version}"
        return f"in “{self.earlier.title}” {self.earlier.version}"

    @property
    def keeps_numbers(self) -> bool:
        """Whether every level keeps its number and the scale its length."""
        same_length = [v.value for v in self.earlier.levels] == [v.value for v in self.later.levels]
        return same_length and (self.mapping is None or all(before == now for before, now in self.mapping.items()))

    def level_now(self, value: int) -> int | None:
        """The later level that an earlier one is read as."""
        if self.broken_scale:
            return None
        return value if self.mapping is None else self.mapping.get(value)

    def of(self, criterion_id: str) -> Reading:
        """How a criterion of the later version is read."""
        if self.changes is None:
            return self._undeclared(criterion_id)
        declared = self.changes.of(criterion_id)
        if Change.NEW in declared.changes:
            return Reading((), f"It is new {self.in_later}.")
        if declared.came_from:
            return self._made(declared)
        if criterion_id not in self.earlier.criterion_ids:
            return Reading((), f"It was not asked {self.in_earlier}.")
        return self._gone_on(declared)

    def rule_of(self, criterion_id: str) -> LevelRule:
        """How the levels of several criteria become one; `KEPT` where there is only one."""
        declared = self.changes.of(criterion_id) if self.changes else None
        return declared.level if declared is not None and declared.came_from else LevelRule.KEPT

    def became(self, criterion_id: str) -> Iterator[str]:
        """The ids in the later version that a criterion of the earlier one lives on in."""
        if criterion_id in self.later.criterion_ids:
            yield criterion_id
        for declared in self.changes.criteria if self.changes else ():
            if criterion_id in declared.came_from and declared.criterion in self.later.criterion_ids:
                yield declared.criterion

    @property
    def notes(self) -> Iterator[str]:
        """What the later version declares of itself, in sentences."""
        if self.changes is None:
            return
        named = f"Version {self.later.version}" if self.earlier.key == self.later.key else f"“{self.later.title}”"
        yield f"{named}: {self.changes.summary}"
        if self.mapping is not None and not self.broken_scale:
            pairs = [
                f"{self.earlier.level(before).numbered_label} as {self.later.level(now).numbered_label}"
                for before, now in sorted(self.mapping.items())
            ]
            yield f"Levels of version {self.earlier.version} are read on the scale of this one: {listed(pairs)}."

    def _undeclared(self, criterion_id: str) -> Reading:
        if criterion_id not in self.earlier.criterion_ids:
            return Reading((), f"It was not asked {self.in_earlier}.")
        before, after = self.earlier.criterion(criterion_id), self.later.criterion(criterion_id)
        if self.broken_scale:
            return Reading((criterion_id,), self.broken_scale)
        if not asks_the_same(before, after):
            return Reading((criterion_id,), "Its wording changed between the two versions of the matrix.")
        return Reading((criterion_id,), is_moved=self._is_moved(criterion_id))

    def _gone_on(self, declared: DeclaredChange) -> Reading:
        """A criterion that kept its id."""
        criterion_id, changes = declared.criterion, set(declared.changes)
        if self.broken_scale:
            return Reading((criterion_id,), self.broken_scale)
        before, after = self.earlier.criterion(criterion_id), self.later.criterion(criterion_id)
        if not changes & {Change.REWORDED, Change.AMENDED} and not asks_the_same(before, after, self.mapping):
            return Reading(
                (criterion_id,),
                f"Its wording changed {self.in_later}, which does not declare it.",
            )
        flags: tuple[str, ...] = ()
        if Change.AMENDED in changes:
            note = f" {declared.note}" if declared.note else ""
            flags = (f"{self._amended}{note}",)
        return Reading((criterion_id,), "", flags, Change.AMENDED in changes, self._is_moved(criterion_id))

    @property
    def _amended(self) -> str:
        if self.earlier.key == self.later.key:
            return f"Its meaning was amended in version {self.later.version}."
        return f"One of the two rounds asked it in local words, {self.in_local}."

    @property
    def in_local(self) -> str:
        """Which of the two is the overlay."""
        local = self.later if self.later.overlays is not None else self.earlier
        return f"those of “{local.title}” {local.version}"

    def _made(self, declared: DeclaredChange) -> Reading:
        """A part of a split, or what became of several."""
        missing = [each for each in declared.came_from if each not in self.earlier.criterion_ids]
        if missing:
            named = listed([f"“{each}”" for each in missing])
            return Reading((), f"Version {self.later.version} says that it comes from {named}, which was not asked.")
        titles = listed([f"“{self.earlier.criterion(each).title}”" for each in declared.came_from])
        is_split = Change.SPLIT in declared.changes
        made = f"It was split from {titles}" if is_split else f"It took the place of {titles}"
        if declared.level is LevelRule.OPEN:
            why_not = f"{made} in version {self.later.version}, and earlier levels are not read across."
            return Reading((), why_not, is_made=True)
        if self.broken_scale:
            return Reading(declared.came_from, self.broken_scale)
        # The note is a sentence of its own: the parts of one split share all but that.
        flags = (f"{made} in version {self.later.version}; {_LEVEL_IS[declared.level]}.", declared.note)
        return Reading(declared.came_from, "", tuple(flag for flag in flags if flag), is_made=True)

    def _is_moved(self, criterion_id: str) -> bool:
        return self.earlier.domain_of(criterion_id).id != self.later.domain_of(criterion_id).id


_LEVEL_IS = {
    LevelRule.KEPT: "the level before is that of the whole",
    LevelRule.LOWEST: "the level before is the lowest of theirs",
    LevelRule.SAME: "the level before is theirs, where all of them had the same",
}
