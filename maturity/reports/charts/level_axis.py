"""Where the levels of a scale lie across a picture, and how they are named along it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from maturity.core.matrix import Level, Matrix
from maturity.reports.charts.drawing import FAINT, QUIET, Mark, Stroke, leading, lines_of, wrapped

_NAME_LINES = 2


@dataclass(frozen=True, slots=True)
class LevelAxis:
    """Columns of one width, one for each level, from `left` to `right`."""

    levels: tuple[Level, ...]
    left: float
    right: float
    size: int = 11

    @property
    def column(self) -> float:
        """How wide the column of a level is."""
        return (self.right - self.left) / len(self.levels)

    def at(self, value: Fraction | int) -> float:
        """The middle of a level's column, or between two for a value between levels; kept within the scale."""
        lowest, highest = self.levels[0].value, self.levels[-1].value
        inside = min(max(value, lowest), highest)
        return round(self.left + (float(inside - lowest) + 0.5) * self.column, 1)

    @property
    def names_fit(self) -> bool:
        """Whether every level's name can stand above its column without being cut."""
        return all(self._fits(level) for level in self.levels)

    @property
    def head_height(self) -> float:
        """How much room the names take above the columns."""
        return max(len(lines) for lines in self._lines()) * leading(self.size) + 6

    @property
    def key(self) -> str:
        """The names by number, needed where they do not fit above the columns; else empty."""
        if self.names_fit or self.levels[0].name is None:
            return ""
        return ", ".join(f"{level.value} {level.name}" for level in self.levels)

    def names(self, top: float) -> list[Mark]:
        """The names, or the numbers where names do not fit, in the middle of their columns."""
        marks: list[Mark] = []
        for level, lines in zip(self.levels, self._lines(), strict=True):
            base = top + self.head_height - 6 - (len(lines) - 1) * leading(self.size) - 3
            marks += lines_of(lines, self.at(level.value), base, size=self.size, anchor="middle", fill=QUIET)
        return marks

    def grid(self, top: float, bottom: float) -> list[Mark]:
        """Thin lines between the columns."""
        edges = [round(self.left + n * self.column, 1) for n in range(len(self.levels) + 1)]
        return [Stroke(x, top, x, bottom, FAINT) for x in edges]

    def _lines(self) -> list[tuple[str, ...]]:
        if not self.names_fit:
            return [(str(level.value),) for level in self.levels]
        return [wrapped(level.label, self.column - 6, self.size, lines=_NAME_LINES) for level in self.levels]

    def _fits(self, level: Level) -> bool:
        lines = wrapped(level.label, self.column - 6, self.size, lines=_NAME_LINES)
        return "".join(lines).replace(" ", "") == level.label.replace(" ", "") and all(
            word in " ".join(lines).split() for word in level.label.split()
        )


def axis_of(matrix: Matrix, left: float, right: float, *, size: int = 11) -> LevelAxis:
    """The axis of a matrix's scale."""
    return LevelAxis(matrix.levels, left, right, size)
