"""How long a response takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.rule import Rule
from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import MINUTES_FOR_A_CRITERION, Matrix

MOST_MINUTES: Final = 90


@dataclass(frozen=True, slots=True)
class Burden:
    """The fewest and the most criteria that a type of collaborative is asked."""

    fewest: int
    most: int

    @property
    def minutes(self) -> int:
        """The minutes that one person takes where most is asked."""
        return self.most * MINUTES_FOR_A_CRITERION

    def __str__(self) -> str:
        criteria = f"{self.most} criteria" if self.most != 1 else "1 criterion"
        asked = criteria if self.fewest == self.most else f"{self.fewest} to {criteria}, by the type of collaborative"
        least = "" if self.fewest == self.most else f"{self.fewest * MINUTES_FOR_A_CRITERION} to "
        each = f"{MINUTES_FOR_A_CRITERION} minutes each"
        return f"{asked}, at {each}: about {least}{self.minutes} minutes for one person."


def burden_of(matrix: Matrix) -> Burden:
    """What a matrix asks of one person."""
    asked = [sum(c.is_asked_of(kind) for c in matrix.criteria) for kind in CollaborativeType]
    return Burden(min(asked), max(asked))


def _burden(matrix: Matrix) -> Iterator[Note]:
    burden = burden_of(matrix)
    if burden.minutes > MOST_MINUTES:
        yield Note(
            "domains",
            f"One person takes about {burden.minutes} minutes over {burden.most} criteria.",
            f"Ask fewer criteria, {MOST_MINUTES // MINUTES_FOR_A_CRITERION} or less, or make two matrices.",
        )


BURDEN = Rule(
    id="burden",
    finds=(
        f"A matrix that takes one person more than {MOST_MINUTES} minutes, at {MINUTES_FOR_A_CRITERION} minutes for "
        "each criterion that one type of collaborative is asked."
    ),
    why="What takes longer than a meeting is put off, and the last answers are given in haste.",
    source=(
        "Our own estimate of two minutes and our own limit. That answers get worse as a questionnaire goes on is "
        "well shown: Galesic and Bosnjak, “Effects of questionnaire length”, Public Opinion Quarterly 73 (2009), "
        "pages 349 to 360."
    ),
    limits="It counts criteria, not words; a partner that shares the criteria out among colleagues takes less.",
    example="60 criteria: 120 minutes",
    instead="30 criteria: 60 minutes",
    check=_burden,
)
