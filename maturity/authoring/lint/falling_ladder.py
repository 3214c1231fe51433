"""Weaker words at a higher level than stronger ones at a lower."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.passages import Passage, rows_of
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.splitting import sentences, words
from maturity.core.matrix import Matrix

# How much of something, from little to all. Words of one line say about the same.
_AMOUNTS: Final = (
    ("few", "hardly any", "one or two"),
    ("some", "several", "a few", "certain"),
    ("many", "half", "half the", "half of the"),
    ("most", "nearly all", "almost all", "most of the"),
    ("all", "every", "each", "all the", "all of the"),
)
_AMOUNT: Final = {words_: place for place, line in enumerate(_AMOUNTS) for words_ in line}
_AMOUNT_OF: Final = re.compile(rf"\b({'|'.join(sorted(_AMOUNT, key=len, reverse=True))})\s+([a-z]+)\b", re.IGNORECASE)
_BEGINNING: Final = re.compile(
    r"\b(begin(?:s|ning)? to|start(?:s|ing)? to|have begun|has begun|not yet|plan(?:s|ning)? to|intend(?:s)? to"
    r"|(?:is|are) considering|first steps|in places|ad hoc|piecemeal)\b",
    re.IGNORECASE,
)
_ESTABLISHED: Final = re.compile(
    r"\b(fully|always|routinely|throughout|everywhere|embedded|long established|as a matter of course"
    r"|without exception|in every part)\b",
    re.IGNORECASE,
)
# A level that tells of what is lacking may well say “all”: “All partners work alone.”
_LACKING: Final = re.compile(
    r"\b(no|not|never|none|nobody|alone|only|without|lack\w*|own|separate\w*|fail\w*)\b|n’t\b", re.IGNORECASE
)
_SHARED: Final = Fraction(1, 2)  # of the words of two sentences, less the amount


def _falling_ladders(matrix: Matrix) -> Iterator[Note]:
    for row in rows_of(matrix):
        cells = row.cells
        for upper in range(1, len(cells)):
            note = next((note for cell in cells[:upper] if (note := _falls(cell, cells[upper]))), None)
            if note is not None:
                yield note


def _falls(lower: Passage, upper: Passage) -> Note | None:
    weak, strong = _BEGINNING.search(upper.text), _ESTABLISHED.search(lower.text)
    if weak and strong and not _is_mixed(lower, upper):
        return _note(lower, upper, weak.group(), strong.group())
    for below in sentences(lower.text):
        for above in sentences(upper.text):
            pair = _less_of_the_same(below, above)
            if pair is not None:
                return _note(lower, upper, *pair)
    return None


def _is_mixed(lower: Passage, upper: Passage) -> bool:
    """Whether the stage of one of the two is not plain: it has words of both kinds, or tells of what is lacking."""
    return bool(_BEGINNING.search(lower.text) or _ESTABLISHED.search(upper.text) or _LACKING.search(lower.text))


def _less_of_the_same(below: str, above: str) -> tuple[str, str] | None:
    """The words by which the sentence of the higher level says less of the same thing than that of the lower."""
    if _LACKING.search(below) or _LACKING.search(above):
        return None
    for low in _AMOUNT_OF.finditer(below):
        for high in _AMOUNT_OF.finditer(above):
            is_less = _AMOUNT[high[1].lower()] < _AMOUNT[low[1].lower()]
            if is_less and _one(low[2]) == _one(high[2]) and _shared(below, above) >= _SHARED:
                return high.group(), low.group()
    return None


def _one(noun: str) -> str:
    """A noun without the ending of its plural, roughly."""
    return noun.lower().removesuffix("s")


def _shared(below: str, above: str) -> Fraction:
    first, second = (_content(words(each)) for each in (below, above))
    return Fraction(len(first & second), max(1, len(first | second)))


def _content(spoken: Sequence[str]) -> set[str]:
    return {_one(word) for word in spoken if len(word) > 3 and word.lower() not in _AMOUNT}


def _note(lower: Passage, upper: Passage, weaker: str, stronger: str) -> Note:
    return upper.note(
        f"{upper.label} has “{weaker}”, which is weaker than “{stronger}” at level {lower.level}.",
        f"Check the order: level {upper.level} has to ask for more than level {lower.level} does.",
    )


FALLING_LADDER = Rule(
    id="falling-ladder",
    finds=(
        "A descriptor with weaker words than one of a lower level of its criterion: less of the same thing in like "
        "sentences (“some partners” above “all partners”), or a beginning (“beginning to”, “not yet”) above something "
        "established (“fully”, “always”)."
    ),
    why="A level that asks for less than the one below it cannot be read as progress.",
    source="Our own rule: no published list of such words is known to us.",
    limits=(
        "It knows a few words for amounts and stages, takes sentences for like when they share half of their longer "
        "words, and passes over sentences that say what is lacking. A ladder that falls in other words is not found."
    ),
    example="2: All partners share their plans. 3: Some partners share their plans.",
    instead="2: Two partners share their plans. 3: All partners share their plans.",
    check=_falling_ladders,
    english_only=True,
)
