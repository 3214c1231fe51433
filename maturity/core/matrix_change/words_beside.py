"""Two texts side by side: which words were taken out of the one and put into the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from itertools import takewhile
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")
# With a smaller share of the shorter text in both the marks are a patchwork that nobody can read: it is another text.
_FEWEST_COMMON: Final = 0.5
_MOST_PAIRS: Final = 20_000
"""Two texts of 4,000 letters in plain English have 12,000 such pairs, and take a fiftieth of a second."""

_Step = tuple[str, int, int, int, int]


class Mark(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


class Piece(NamedTuple):
    """A stretch of a text with one mark."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class WordsBeside:
    """One text before and after, `old` and `new`. An empty one is a text that was not there.

    The words are marked when they are first asked for: who only wants to know what changed does not wait for it.
    """

    about: str
    old: str
    new: str

    @property
    def before(self) -> tuple[Piece, ...]:
        """Pieces kept and taken out, which put together give the old text."""
        return self._marked[0]

    @property
    def after(self) -> tuple[Piece, ...]:
        """Pieces kept and put in, which put together give the new text."""
        return self._marked[1]

    @cached_property
    def _marked(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        old, new = _TOKEN.findall(self.old), _TOKEN.findall(self.new)
        steps = _steps(old, new)
        kept = _words([token for kind, start, end, _, _ in steps if kind == "equal" for token in old[start:end]])
        if kept < _FEWEST_COMMON * min(_words(old), _words(new)):
            steps = [("replace", 0, len(old), 0, len(new))]
        first: list[Piece] = []
        second: list[Piece] = []
        for index, (kind, start, end, new_start, new_end) in enumerate(steps):
            here, there = "".join(old[start:end]), "".join(new[new_start:new_end])
            # A space alone between two changes belongs to the change, so that marks hold whole phrases.
            is_kept = kind == "equal" and (here.strip() or index in {0, len(steps) - 1})
            first.append(Piece(here, Mark.KEPT if is_kept else Mark.OUT))
            second.append(Piece(there, Mark.KEPT if is_kept else Mark.IN))
        return tuple(_joined(first)), tuple(_joined(second))


def _steps(old: Sequence[str], new: Sequence[str]) -> Sequence[_Step]:
    """How the one becomes the other.

    What both begin and end with is kept. Where what lies between repeats the same few words so often that comparing
    them would keep a page waiting, it is another text as a whole; no text that people write comes near.
    """
    here = _alike(old, new)
    end = _alike(old[here:][::-1], new[here:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    if _pairs(old[here:old_end], new[here:new_end]) <= _MOST_PAIRS:
        return SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes()
    steps: list[_Step] = [
        ("equal", 0, here, 0, here),
        ("replace", here, old_end, here, new_end),
        ("equal", old_end, len(old), new_end, len(new)),
    ]
    return [step for step in steps if step[1] < step[2] or step[3] < step[4]]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """With how many of the same words and signs the two begin."""
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(old, new, strict=False)))


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How often a word or sign of the one is one of the other: what comparing costs grows with it."""
    there = Counter(new)
    return sum(times * there[token] for token, times in Counter(old).items() if not token.isspace())


def _words(tokens: Sequence[str]) -> int:
    return sum(1 for token in tokens if token[0].isalnum())


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours with the same mark as one piece; none without text."""
    text, mark = "", Mark.KEPT
    for piece in pieces:
        if piece.mark is not mark and piece.text:
            if text:
                yield Piece(text, mark)
            text, mark = "", piece.mark
        text += piece.text
    if text:
        yield Piece(text, mark)
