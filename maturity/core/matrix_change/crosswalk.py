"""How the criteria and levels of an earlier version of a matrix are read in a later one.

What a version declares of itself is believed only where the two versions bear it out: a criterion that is declared the
same and has other words, or a scale that changed and is not declared, is not read across. Without declared changes the
rule is the strict one: the same words and the same scale, letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from maturity.core.declared_changes import LevelRule
from maturity.core.matrix import Criterion, Level, Matrix
from maturity.core.matrix_change.crosswalk_step import Reading, Step

__all__ = ["Crosswalk", "Reading", "crosswalk"]


@dataclass(frozen=True)
class Crosswalk:
    """The way from one version to a later one, step by step; without a step the two are the same content."""

    earlier: Matrix
    later: Matrix
    steps: tuple[Step, ...]

    @property
    def is_same_content(self) -> bool:
        """Whether both are one and the same version."""
        return not self.steps

    @property
    def is_declared(self) -> bool:
        """Whether every step is a declared one."""
        return all(step.changes is not None for step in self.steps)

    def of(self, criterion_id: str) -> Reading:
        """How a criterion of the later version is read; raises `CriterionNotInMatrix`."""
        self.later.criterion(criterion_id)
        reading = self._readings.get(criterion_id)
        if reading is None:
            reading = self._readings[criterion_id] = self._read(criterion_id, len(self.steps))
        return reading

    @cached_property
    def _readings(self) -> dict[str, Reading]:
        return {}

    def _read(self, criterion_id: str, steps: int) -> Reading:
        if not steps:
            return Reading((criterion_id,))
        reading = self.steps[steps - 1].of(criterion_id)
        if not reading.is_comparable:
            return reading
        sources = [self._read(each, steps - 1) for each in reading.sources]
        return Reading(
            sources=tuple(dict.fromkeys(each for source in sources for each in source.sources)),
            why_not=next((source.why_not for source in sources if source.why_not), ""),
            flags=tuple(dict.fromkeys([*(flag for source in sources for flag in source.flags), *reading.flags])),
            is_amended=reading.is_amended or any(source.is_amended for source in sources),
            is_moved=reading.is_moved or any(source.is_moved for source in sources),
            is_made=reading.is_made or any(source.is_made for source in sources),
        )

    @cached_property
    def broken_scale(self) -> str:
        """Why levels of the two versions cannot be set side by side, in a sentence; empty when they can."""
        return next((step.broken_scale for step in self.steps if step.broken_scale), "")

    @cached_property
    def keeps_numbers(self) -> bool:
        """Whether every level keeps its number and none was added: a value on one scale is one on the other."""
        return not self.broken_scale and all(step.keeps_numbers for step in self.steps)

    def level_now(self, value: int) -> Level | None:
        """The level of the later version that a level of the earlier one is read as; None where the scale is broken."""
        now: int | None = value
        for step in self.steps:
            now = None if now is None else step.level_now(now)
        return self.later.level(now) if now is not None and self.later.has_level(now) else None

    def level_before(self, criterion_id: str, given: Mapping[str, int | None]) -> Level | None:
        """The level that a criterion of the later version begins from, on the later scale.

        `given` has the level of each criterion of the earlier version, None or nothing where it has none. Nothing is
        made up: None where a level that the rule needs is missing, or where the rule does not give one.
        """
        if not self.of(criterion_id).is_comparable:
            return None
        value = self._level(criterion_id, len(self.steps), given)
        return self.later.level(value) if value is not None and self.later.has_level(value) else None

    def _level(self, criterion_id: str, steps: int, given: Mapping[str, int | None]) -> int | None:
        if not steps:
            return given.get(criterion_id)
        step = self.steps[steps - 1]
        reading = step.of(criterion_id)
        before = [self._level(each, steps - 1, given) for each in reading.sources]
        known = [step.level_now(each) for each in before if each is not None]
        levels = [each for each in known if each is not None]
        if not levels or len(levels) < len(reading.sources):
            return None
        if step.rule_of(criterion_id) is LevelRule.LOWEST:
            return min(levels)
        return levels[0] if len(set(levels)) == 1 else None

    def became(self, criterion_id: str) -> tuple[Criterion, ...]:
        """The criteria of the later version that a criterion of the earlier one lives on in, by whatever name."""
        ids = [criterion_id]
        for step in self.steps:
            ids = list(dict.fromkeys(after for each in ids for after in step.became(each)))
        return tuple(self.later.criterion(each) for each in ids if each in self.later.criterion_ids)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the versions declare of themselves: their summaries, and what became of the scale, in sentences."""
        return tuple(note for step in self.steps for note in step.notes)


def crosswalk(earlier: Matrix, later: Matrix, between: Iterable[Matrix] = ()) -> Crosswalk:
    """The way from an earlier version to a later one.

    `between` may have any versions; those that the declared line goes through are used. Between a matrix and a local
    overlay of another version of it, or two overlays, the line goes over the matrices below. Where no line leads back
    to the earlier version the two are set side by side without anything declared.
    """
    between = tuple(between)
    if earlier.content_hash == later.content_hash:
        return Crosswalk(earlier, later, ())
    line = _overlaid(earlier, later) or _line(earlier, later, between) or _line_beneath(earlier, later, between)
    return Crosswalk(earlier, later, line or (Step(earlier, later, None),))


def _overlaid(earlier: Matrix, later: Matrix) -> tuple[Step, ...]:
    """The one step between a matrix and a local overlay of it, either way round; none where neither is one."""
    if later.overlays is not None and later.overlays.is_over(earlier.key, earlier.version):
        return (Step(earlier, later, later.overlays.since_below()),)
    if earlier.overlays is not None and earlier.overlays.is_over(later.key, later.version):
        return (Step(earlier, later, earlier.overlays.back_to_below()),)
    return ()


def _line_beneath(earlier: Matrix, later: Matrix, between: Iterable[Matrix]) -> tuple[Step, ...]:
    """The declared steps from an overlay to the matrix below it, to a later version of that, and up again.

    None where a version is missing, and none for two versions of one overlay, which declare themselves what changed.
    """
    if earlier.key == later.key:
        return ()
    known = {(each.key, each.version): each for each in (*between, earlier, later)}
    first, last = (
        each if each.overlays is None else known.get((each.overlays.key, each.overlays.version))
        for each in (earlier, later)
    )
    if first is None or last is None:
        return ()
    line = _line(first, last, known.values())
    if not line and first.content_hash != last.content_hash:
        return ()
    down = () if first is earlier else _overlaid(earlier, first)
    up = () if last is later else _overlaid(last, later)
    return (*down, *line, *up)


def _line(earlier: Matrix, later: Matrix, between: Iterable[Matrix]) -> tuple[Step, ...]:
    """The declared steps from one to the other; none where there is no such line. A step leads to a lower version."""
    known = {each.version: each for each in between if each.key == later.key}
    known[earlier.version] = earlier
    steps: list[Step] = []
    now = later
    while earlier.key == later.key and now.changes is not None:
        before = known.get(now.changes.since)
        if before is None:
            break
        steps.append(Step(before, now, now.changes))
        if before is earlier:
            return tuple(reversed(steps))
        now = before
    return ()
