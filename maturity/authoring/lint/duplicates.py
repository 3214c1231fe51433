"""Text that stands twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.passages import Passage, rows_of
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.splitting import sentences, words
from maturity.core.matrix import Matrix
from maturity.core.wording import lower_first

# Short answers, such as “Strongly agree”, may well stand under every criterion.
_FEWEST_WORDS: Final = 5


def _duplicates(matrix: Matrix) -> Iterator[Note]:
    rows = list(rows_of(matrix))
    titles = (passage for row in rows for passage in row.surroundings if passage.path.endswith(".title"))
    questions = (passage for row in rows for passage in row.surroundings if passage.path.endswith(".question"))
    yield from _said_twice(titles, "has the same words as")
    yield from _said_twice(questions, "has the same words as")
    yield from _cells(passage for row in rows for passage in (*row.cells, *row.elements))


def _said_twice(passages: Iterable[Passage], has: str) -> Iterator[Note]:
    first: dict[str, Passage] = {}
    for passage in passages:
        earlier = first.setdefault(_plain(passage.text), passage)
        if earlier is not passage:
            yield _note(passage, earlier, has)


def _cells(passages: Iterable[Passage]) -> Iterator[Note]:
    """Whole descriptors and elements, or sentences of them, that another criterion has too."""
    whole: dict[str, Passage] = {}
    said: dict[str, Passage] = {}
    for passage in passages:
        earlier = whole.setdefault(_plain(passage.text), passage)
        if earlier.about != passage.about and len(words(passage.text)) >= _FEWEST_WORDS:
            yield _note(passage, earlier, "has the same words as")
            continue
        for sentence in sentences(passage.text):
            if len(words(sentence)) >= _FEWEST_WORDS:
                earlier = said.setdefault(_plain(sentence), passage)
                if earlier.about != passage.about:
                    yield _note(passage, earlier, f"has a sentence (“{_cut(sentence)}”) that stands in")
                    break


def _note(passage: Passage, earlier: Passage, has: str) -> Note:
    label = lower_first(earlier.label)
    return passage.note(
        f"{passage.label} {has} {label}{' too' if has.endswith('in') else ''}.",
        "Say what belongs to this criterion alone, or make one of the two.",
    )


def _plain(text: str) -> str:
    spoken = " ".join(words(text)).lower()
    return spoken or text


def _cut(sentence: str) -> str:
    flat = " ".join(sentence.split())
    return flat if len(flat) <= 60 else f"{flat[:60]}…"


DUPLICATE_TEXT = Rule(
    id="duplicate-text",
    finds=(
        "A question or a title of a criterion with the same words as that of another, or a descriptor, an element "
        f"or a sentence of them, of {_FEWEST_WORDS} words or more, that stands under two criteria."
    ),
    why="What is asked twice counts twice, and people wonder which of the two they have answered.",
    source="Our own rule.",
    limits=(
        "Only the same words are found, whatever their capitals and punctuation. The same thing in other words passes."
    ),
    example="“Staff see the same record.” under two criteria",
    instead="one criterion that asks it",
    check=_duplicates,
)
