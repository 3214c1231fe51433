"""What the linter finds in a matrix, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """What one rule has to say about one value of a matrix.

    `path` is the place in the matrix as mistakes name it, such as `domains[2].criteria[0].descriptors[3]`, and
    `about` has the ids of the criterion and of the domain that it is about, neither where it is about something else.
    """

    path: str
    problem: str
    suggestion: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A note with its rule and its place in the file, counted from 1 in lines and in characters."""

    line: int
    column: int
    rule: str
    note: Note

    @property
    def problem(self) -> str:
        """What the rule found, as a sentence."""
        return self.note.problem

    @property
    def suggestion(self) -> str:
        """What to do about it, as a sentence."""
        return self.note.suggestion

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.rule}: {self.problem} {self.suggestion}"
