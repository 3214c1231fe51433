"""Two texts side by side: which words were taken out of the one and put into the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")
# With a smaller share of the shorter text in both the marks are a patchwork that nobody can read: it is another text.
_FEWEST_COMMON: Final = 0.5


class Mark(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


class Piece(NamedTuple):
    """A stretch of a text with one mark."""

    text: str
    mark: Mark


class WordsBeside(NamedTuple):
    """One text before and after. `before` has pieces kept and taken out, `after` pieces kept and put in.

    The pieces of a side put together give its text. An empty side is a text that was not there.
    """

    about: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def words_beside(about: str, before: str, after: str) -> WordsBeside:
    """The two texts with the words marked that differ."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
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
    return WordsBeside(about, tuple(_joined(first)), tuple(_joined(second)))


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
