"""Weaker words at a higher level than stronger ones at a lower."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Statement:
    """One sentence that says what there is: the most and the least of each thing in it, and its longer words."""

    most: Mapping[str, tuple[int, str]]
    least: Mapping[str, tuple[int, str]]
    content: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Step:
    """One descriptor: its words for a beginning and for what is established, and its statements."""

    cell: Passage
    beginning: str
    established: str
    lacks: bool
    statements: tuple[_Statement, ...]


def _falling_ladders(matrix: Matrix) -> Iterator[Note]:
    for row in rows_of(matrix):
        steps = [_step(cell) for cell in row.cells]
        for upper in range(1, len(steps)):
            note = next((note for lower in steps[:upper] if (note := _falls(lower, steps[upper]))), None)
            if note is not None:
                yield note


def _step(cell: Passage) -> _Step:
    beginning, established = _BEGINNING.search(cell.text), _ESTABLISHED.search(cell.text)
    return _Step(
        cell=cell,
        beginning=beginning.group() if beginning else "",
        established=established.group() if established else "",
        lacks=_LACKING.search(cell.text) is not None,
        statements=tuple(_statements(cell.text)),
    )


def _statements(text: str) -> Iterator[_Statement]:
    """The sentences that name an amount and not what is lacking: no other is set beside one of another level."""
    for sentence in sentences(text):
        if not _LACKING.search(sentence) and _AMOUNT_OF.search(sentence):
            yield _statement(sentence)


def _statement(sentence: str) -> _Statement:
    most: dict[str, tuple[int, str]] = {}
    least: dict[str, tuple[int, str]] = {}
    for match in _AMOUNT_OF.finditer(sentence):
        noun, amount = _one(match[2]), (_AMOUNT[match[1].lower()], match.group())
        most[noun] = max(most.get(noun, amount), amount)
        least[noun] = min(least.get(noun, amount), amount)
    content = frozenset(_one(word) for word in words(sentence) if len(word) > 3 and word.lower() not in _AMOUNT)
    return _Statement(most, least, content)


def _falls(lower: _Step, upper: _Step) -> Note | None:
    # A step with words of both kinds, or one that tells of what is lacking, has no plain stage.
    is_mixed = lower.beginning or upper.established or lower.lacks
    if upper.beginning and lower.established and not is_mixed:
        return _note(lower.cell, upper.cell, upper.beginning, lower.established)
    for below in lower.statements:
        for above in upper.statements:
            pair = _less_of_the_same(below, above)
            if pair is not None:
                return _note(lower.cell, upper.cell, *pair)
    return None


def _less_of_the_same(below: _Statement, above: _Statement) -> tuple[str, str] | None:
    """The words by which the statement of the higher level says less of the same thing than that of the lower."""
    for noun, (amount, words_above) in above.least.items():
        if noun in below.most and amount < below.most[noun][0] and _are_alike(below, above):
            return words_above, below.most[noun][1]
    return None


def _are_alike(below: _Statement, above: _Statement) -> bool:
    shared, all_words = below.content & above.content, below.content | above.content
    return 2 * len(shared) >= len(all_words)


def _one(noun: str) -> str:
    """A noun without the ending of its plural, roughly."""
    return noun.lower().removesuffix("s")


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
