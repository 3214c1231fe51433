"""What is wrong in a matrix file, where, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple


class Place(NamedTuple):
    """A place in a file, counted from 1 in lines and in characters, as editors count."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(frozen=True, slots=True)
class MatrixFileError:
    """One mistake in a matrix file.

    `path` is the place in the matrix, such as `domains[2].criteria[0].descriptors[3]`: list items are
    counted from 0, descriptors are named by their level, and it is empty where the whole file is meant.
    """

    file: str
    line: int
    column: int
    path: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}:"
        return " ".join(part for part in (where, self.path and f"{self.path}:", self.problem, self.remedy) if part)


class MatrixFileErrors(ValueError):
    """A matrix file has mistakes. `errors` holds all of them, in the order of the file."""

    def __init__(self, errors: Iterable[MatrixFileError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda e: (e.line, e.column, e.path, e.problem)))
        super().__init__("\n".join(map(str, self.errors)))


MOST_MISTAKES: Final = 1_000


class Mistakes:
    """Collects the mistakes of one file, so that its author sees all of them at once.

    A file with 1,000 is not a matrix with mistakes but something else: reading stops there.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._errors: list[MatrixFileError] = []
        self._unreadable_lines: frozenset[int] = frozenset()

    def note(self, place: Place, path: str, problem: str, remedy: str) -> None:
        """Add one mistake, except on a line whose characters are already known to be wrong."""
        if place.line in self._unreadable_lines:
            return
        self._errors.append(MatrixFileError(self._file, place.line, place.column, path, problem, remedy))
        if len(self._errors) >= MOST_MISTAKES:
            raise self.stop()

    @property
    def count(self) -> int:
        """How many have been noted."""
        return len(self._errors)

    def pass_over_lines_noted_so_far(self) -> None:
        """From now on add nothing about these lines: what else is wrong there follows from the same fault."""
        self._unreadable_lines = frozenset(e.line for e in self._errors)

    def stop(self) -> MatrixFileErrors:
        """The error to raise where reading cannot go on."""
        return MatrixFileErrors(self._errors)

    def raise_if_any(self) -> None:
        """Raise `MatrixFileErrors` if anything has been noted."""
        if self._errors:
            raise self.stop()
