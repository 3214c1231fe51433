"""What is said to the author about a table: what to mend, what was left out, and how something was taken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """What a note asks of the author. Only what is to be mended stands in the way of a matrix file."""

    MEND = "mend"
    LEFT_OUT = "left out"
    TAKEN = "taken"

    @property
    def label(self) -> str:
        """How the kind is shown."""
        return {"mend": "To mend", "left out": "Left out", "taken": "Taken so"}[self.value]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing about one place, such as “Sheet “Leadership”, cell B4”, in sentences."""

    kind: NoteKind
    place: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem} {self.remedy}".strip()
