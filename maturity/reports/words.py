"""Small pieces of English that several parts of a report are put together from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from maturity.core import wording
from maturity.core.london_time import MONTHS

_SENTENCE_END: Final = re.compile(r"[.!?][”’)\"']?(?=\s|$)")


def in_words(day: date) -> str:
    """Such as “12 March 2026”: the same whatever language the machine is set to."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Such as “1 criterion” and “2 criteria”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], *, most: int | None = None) -> str:
    """Such as “A, B and C”, or “A, B and 4 more” where there are more than `most`."""
    shown = list(names)
    if most is not None and len(shown) > most + 1:
        shown = [*shown[:most], f"{len(shown) - most} more"]
    return wording.listed(shown)


def shortened(text: str, most: int) -> str:
    """The text, cut at a word and ended with an ellipsis where it is longer than `most` characters."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    kept = plain[: most - 1]
    at_word = kept.rsplit(" ", 1)[0] if " " in kept[most // 2 :] else kept
    return at_word.rstrip(" ,;:.") + "…"


def whole_sentences(text: str, most: int, *, pointer: str) -> str:
    """The text's first sentences, at most so many characters with the `pointer` that says where the rest is.

    A text that fits is whole and has no pointer. A first sentence that is too long by itself is cut at a word.
    """
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    room = max(most - len(pointer) - 1, 1)
    ends = [match.end() for match in _SENTENCE_END.finditer(plain, 0, room + 1) if match.end() <= room]
    kept = plain[: ends[-1]] if ends and ends[-1] > room // 3 else shortened(plain, room)
    return f"{kept} {pointer}"


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence."""
    plain = " ".join(text.split())
    end = _SENTENCE_END.search(plain)
    return plain[: end.end()] if end else plain


def listed_within(names: Sequence[str], most: int) -> str:
    """The names as in `listed`, as many as fit in so many characters with the count of the others; at least one."""
    for shown in range(len(names), 1, -1):
        said = listed(names, most=shown)
        if len(said) <= most:
            return said
    first = [shortened(name, most) for name in names[:1]]
    return listed([*first, f"{len(names) - 1} more"] if len(names) > 1 else first)


@dataclass(frozen=True, slots=True)
class NamedList:
    """Names under a few words, such as “Also up: A, B and C.”; never empty."""

    words: str
    names: tuple[str, ...]

    def within(self, most: int) -> str:
        """The line in about so many characters: the names that have no room are counted."""
        return f"{self.words}: {listed_within(self.names, max(most - len(self.words) - 3, 1))}."
