"""How many of many verdicts would be “likely real” by chance alone, beside how many are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True, slots=True)
class ByChance:
    """Verdicts that each hold by themselves, taken together.

    `judged` is how many could be called likely real, and `found` how many are. `expected` is how many would be, on
    average, if nothing had changed: an average adds up whatever the verdicts have to do with each other, such as one
    new person whose leaning shifts everything that a partner says.
    """

    judged: int
    expected: Fraction
    found: int

    def in_words(self, many: str, *, is_most: bool = False) -> str:
        """How many of how many would be likely real by chance alone, and how many are; `many` names them.

        `is_most` says that `expected` is more than there would be, because more is asked of each than its chance tells.
        Empty where fewer than two could be judged: the basis of a single verdict says all.
        """
        if self.judged < 2:
            return ""
        about = f"{'at most ' * is_most}about {floor(self.expected + Fraction(1, 2))}"
        about = "fewer than 1" if 2 * self.expected < 1 else about
        found = f"{self.found or 'none'} {'is' if self.found < 2 else 'are'}"
        return f"Of {self.judged} {many} that could be judged, {about} would be likely real by chance alone; {found}."


def by_chance(chances: Iterable[Fraction], found: int) -> ByChance:
    """Verdicts together, from the chance of each to be called likely real though nothing has changed.

    A chance of 0 is of one that could not be judged; the order plays no part.
    """
    possible = [chance for chance in chances if chance]
    return ByChance(len(possible), sum(possible, Fraction(0)), found)
