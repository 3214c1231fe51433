"""How many of many verdicts would be “likely real” by chance alone, beside how many are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from maturity.core.noise_model import CONFIDENCE


@dataclass(frozen=True, slots=True)
class ByChance:
    """Verdicts that each hold by themselves, taken together.

    `chances` are those of each one that could be judged to be called likely real though nothing has changed, from the
    smallest; `found` is how many are likely real.
    """

    chances: tuple[float, ...]
    found: int

    @property
    def judged(self) -> int:
        """How many could be judged, and so could have been called likely real."""
        return len(self.chances)

    @property
    def expected(self) -> float:
        """How many would be likely real on average if nothing had changed.

        Chances add up whatever the verdicts have to do with each other, such as one new person whose leaning shifts
        everything that a partner says.
        """
        return fsum(self.chances)

    @property
    def chance_of_as_many(self) -> float:
        """The chance that at least as many are likely real as were found, if nothing had changed.

        Of a number of independent verdicts that have each a chance of its own (Poisson's binomial distribution; Hodges
        and Le Cam 1960, doi.org/10.1214/aoms/1177705799).
        """
        fewer = [1.0]
        for chance in self.chances:
            stay, go = ([of * share for of in fewer] for share in (1 - chance, chance))
            fewer = [a + b for a, b in zip([*stay, 0.0], [0.0, *go], strict=True)]
        return fsum(fewer[self.found :])

    @property
    def is_more(self) -> bool:
        """Whether chance alone brings so many in 5 of 100 comparisons at the most, as with each verdict."""
        return self.found > 0 and self.chance_of_as_many <= 1 - CONFIDENCE

    def in_words(self, one: str, many: str) -> str:
        """How many of how many would be likely real by chance alone, and how many are; `one` and `many` name them.

        Empty where fewer than two could be judged: the basis of a single verdict says all.
        """
        if self.judged < 2:
            return ""
        about = "fewer than 1" if self.expected < 0.5 else f"about {int(self.expected + 0.5)}"
        found = f"{self.found or 'none'} {'is' if self.found < 2 else 'are'}"
        said = (
            f"Each {one} is judged by itself. Of {self.judged} {many} that could be judged, {about} would be called "
            f"likely real by chance alone if nothing had changed; {found}."
        )
        return said if not self.found or self.is_more else f"{said} That is no more than chance may bring."


def by_chance(chances: Iterable[float], found: int) -> ByChance:
    """Verdicts together. A chance of 0 is of one that could not be judged; the order plays no part."""
    return ByChance(tuple(sorted(chance for chance in chances if chance > 0)), found)
