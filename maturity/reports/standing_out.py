"""Where a round that nothing comes before is highest and lowest, as its report lists it."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.core.matrix import Level
from maturity.core.results import CriterionResult, RoundResult


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One criterion that has a level: its title, that level, and why it was agreed, which may be empty."""

    title: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownLines:
    """The criteria that a list has room for, what it is called, and sentences on the levels that it leaves out."""

    caption: str
    lines: tuple[StandingLine, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandingOut:
    """The criteria by the level that was agreed, the highest level first; a level that none has is not there."""

    levels: tuple[tuple[Level, tuple[StandingLine, ...]], ...]

    def within(self, most: int) -> ShownLines:
        """What a list of so many lines says: all criteria, or else those at the highest and at the lowest level.

        Half of the lines are for each of the two. A level that more criteria share is left out whole, and a sentence
        says so: some of them would stand for all.
        """
        if sum(len(lines) for _, lines in self.levels) <= most:
            return ShownLines("Every criterion that has a level, the highest first", self._lines(self.levels), ())
        if len(self.levels) == 1:
            (level, lines), *_ = self.levels
            return ShownLines("", (), (f"All {len(lines)} criteria that have a level are at {level.label}.",))
        ends = {"highest": self.levels[0], "lowest": self.levels[-1]}
        shown = {end: at for end, at in ends.items() if len(at[1]) <= most // 2}
        return ShownLines(
            f"Criteria at the {' or the '.join(shown)} level given" if shown else "",
            self._lines(tuple(shown.values())),
            tuple(
                f"{len(lines)} criteria are at the {end} level given, {level.label}."
                for end, (level, lines) in ends.items()
                if end not in shown
            ),
        )

    @staticmethod
    def _lines(levels: tuple[tuple[Level, tuple[StandingLine, ...]], ...]) -> tuple[StandingLine, ...]:
        return tuple(line for _, lines in levels for line in lines)


def standing_out(result: RoundResult) -> StandingOut:
    """The criteria of a round by their levels."""
    by_value: dict[int, tuple[Level, list[CriterionResult]]] = {}
    for each in result.criteria:
        if each.level is not None:
            by_value.setdefault(each.level.value, (each.level, []))[1].append(each)
    return StandingOut(
        tuple(
            (level, tuple(StandingLine(c.criterion.title, c.label, c.consensus.reason) for c in criteria))
            for _, (level, criteria) in sorted(by_value.items(), reverse=True)
        )
    )
