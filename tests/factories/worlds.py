"""Two collaboratives that know nothing of each other, full of words that can be told apart.

Every text that a person could have written is a canary: a word that occurs once, and that names where it was written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from maturity.core.matrix import Matrix
from maturity.persistence.engine import Database

CLOSED: Final = 1
AGREEING: Final = 2
OPEN: Final = 3
DRAFT: Final = 4
ROUNDS: Final = (CLOSED, AGREEING, OPEN, DRAFT)

_CANARY: Final = re.compile(r"zq([ab][a-z0-9]*?)x\d{3}q", re.IGNORECASE)


def canaries_in(text: str) -> set[str]:
    """Where the words of a text were written: “bset”, “a3p2” (round 3, partner 2), “a1g” (agreed in round 1)."""
    return {found.lower() for found in _CANARY.findall(text)}


@dataclass
class Words:
    """Makes canaries, each of them once."""

    letter: str
    _made: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def word(self, place: str) -> str:
        """A word that was never used before, and that names its place."""
        self._made[place] += 1
        return f"Zq{self.letter}{place}x{self._made[place]:03d}q"


@dataclass
class World:
    """One collaborative with its people, three partners, and a round at each stage. Everything is by id.

    The third partner’s respondent writes, and never submits. `ballot` is open in the room of the round that is being
    agreed, and the first partner is in. For the second partner respond two: its lead and a colleague, to whom the
    second domain is handed. What either writes on the first stays between them; the position there is agreed.
    """

    letter: str
    collaborative: int = 0
    lead: int = 0
    viewer: int = 0
    removed: int = 0
    ballot: int = 0
    facilitator: int = 0
    colleague: int = 0
    partners: list[int] = field(default_factory=list)
    respondents: list[int] = field(default_factory=list)
    grants: dict[int, int] = field(default_factory=dict)

    @property
    def people(self) -> tuple[int, ...]:
        """Every account that ever had a role here."""
        return (self.lead, self.viewer, self.removed, self.facilitator, self.colleague, *self.respondents)


@dataclass
class Worlds:
    """Both worlds, the matrix that each of their rounds uses, and who administers the installation.

    `following` is the next version of the matrix, to which the rounds that are open were moved.
    `draft` and `retired` are matrices in those states, which no round has.
    `leaderless` is a collaborative of neither, with nothing in it, that nobody can lead.
    """

    database: Database
    matrix: Matrix
    following: Matrix
    a: World
    b: World
    administrator: int
    leaderless: int
    draft: Matrix
    retired: Matrix

    def __iter__(self) -> Iterator[World]:
        return iter((self.a, self.b))
