"""Two ways to hold many verdicts to one common rate, to set beside judging each by itself.

The product uses neither: with a handful of partners both keep still about most of what is real. `noise_of_many.py`
tries them out, so that this can be repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Held(StrEnum):
    """What the verdicts of one comparison are held to."""

    BY_ITSELF = "by-itself"
    HOLM = "holm"
    BENJAMINI_HOCHBERG = "benjamini-hochberg"


def beyond_chance(chances: Sequence[float], held: Held, *, rate: float) -> tuple[bool, ...]:
    """Which of these p-values are beyond chance, in their order; `rate` is the share of errors that is allowed.

    Holm, *A simple sequentially rejective multiple test procedure*, Scandinavian Journal of Statistics 6 (1979), 65 to
    70: the chance of any false one is at most the rate, whatever depends on what. Benjamini and Hochberg, *Controlling
    the false discovery rate*, Journal of the Royal Statistical Society B 57 (1995), 289 to 300,
    doi.org/10.1111/j.2517-6161.1995.tb02031.x: the share of false ones is at most the rate on average, where they do
    not depend on each other. By itself each is held to the rate, and nothing is said of all together.
    """
    if held is Held.BY_ITSELF:
        return tuple(chance <= rate for chance in chances)
    ordered = sorted(chances)
    count = len(ordered)
    largest = -1.0
    for place, chance in enumerate(ordered):
        if held is Held.HOLM:
            if chance > rate / (count - place):
                break
            largest = chance
        elif chance <= rate * (place + 1) / count:
            largest = chance
    return tuple(chance <= largest for chance in chances)
