"""Small pieces of English that several parts of a report are put together from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

_MONTHS: Final = ("January February March April May June July August September October November December").split()


def in_words(day: date) -> str:
    """Such as “12 March 2026”: the same whatever language the machine is set to."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Such as “1 criterion” and “2 criteria”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], *, most: int | None = None) -> str:
    """Such as “A, B and C”, or “A, B and 4 more” where there are more than `most`."""
    shown = list(names)
    if most is not None and len(shown) > most + 1:
        shown = [*shown[:most], f"{len(shown) - most} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


def shortened(text: str, most: int) -> str:
    """The text, cut at a word and ended with an ellipsis where it is longer than `most` characters."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    kept = plain[: most - 1]
    at_word = kept.rsplit(" ", 1)[0] if " " in kept[most // 2 :] else kept
    return at_word.rstrip(" ,;:.") + "…"


def lower_first(text: str) -> str:
    """The text with a small first letter, to stand inside a sentence."""
    return text[:1].lower() + text[1:]
