"""Small pieces of English that sentences about a matrix and its rounds are put together from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from maturity.core.figures import short_decimal


def listed(items: Sequence[str], last: str = "and") -> str:
    """Such as “A, B and C”; empty where there is none."""
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def lower_first(text: str) -> str:
    """The text with a small first letter, to stand inside a sentence."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text with a capital first letter, to begin a sentence."""
    return text[:1].upper() + text[1:]


def in_sentence(words: str) -> str:
    """A result inside a sentence: “Between …” and “Level 3” lose their capital, a level’s own name keeps it."""
    return lower_first(words) if words.startswith(("Between ", "Level ")) else words


def levels_apart(levels: Fraction) -> str:
    """A distance in levels, to six decimal places, as fine as a matrix can give one: “half a level”, “0.125 levels”."""
    words = {Fraction(1): "one level", Fraction(1, 2): "half a level"}
    return words.get(levels, f"{short_decimal(levels, places=6)} levels")
