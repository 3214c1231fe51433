"""Descriptors of unlike length, long ones, and long sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.passages import cells_of, rows_of
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.splitting import sentences, words
from maturity.core.matrix import Matrix

_TIMES_AS_LONG: Final = 2.5
_WORDS_MORE: Final = 20
_MOST_WORDS: Final = 60
_LONGEST_SENTENCE: Final = 25


def _unbalanced_lengths(matrix: Matrix) -> Iterator[Note]:
    for row in rows_of(matrix):
        if row.criterion.has_elements:
            continue  # their elements say the rest
        by_length = sorted(row.cells, key=lambda cell: len(words(cell.text)))
        shortest, longest = by_length[0], by_length[-1]
        few, many = len(words(shortest.text)), len(words(longest.text))
        if many >= few + _WORDS_MORE and many > _TIMES_AS_LONG * few:
            yield longest.note(
                f"{longest.label} has {many} words, and level {shortest.level} has {few}.",
                f"Take words out here, or say more at level {shortest.level}, until they are of like length.",
            )


def _long_descriptors(matrix: Matrix) -> Iterator[Note]:
    for cell in cells_of(matrix):
        count = len(words(cell.text))
        if count > _MOST_WORDS:
            yield cell.note(
                f"{cell.label} has {count} words.",
                f"Say it in {_MOST_WORDS} words or fewer, and move what explains it to the guidance.",
            )


def _long_sentences(matrix: Matrix) -> Iterator[Note]:
    for row in rows_of(matrix):
        for passage in (*row.surroundings, *row.cells, *row.elements):
            longest = max((len(words(sentence)) for sentence in sentences(passage.text)), default=0)
            if longest > _LONGEST_SENTENCE:
                yield passage.note(
                    f"{passage.label} has a sentence of {longest} words.",
                    f"Make it two sentences; {_LONGEST_SENTENCE} words are the most that is easy to read.",
                )


UNBALANCED_LENGTHS = Rule(
    id="unbalanced-lengths",
    finds=(
        f"A criterion whose longest descriptor has more than {_TIMES_AS_LONG} times the words of its shortest, and "
        f"{_WORDS_MORE} words more or further."
    ),
    why=(
        "A longer text looks like the one that was thought about, and there is more in it that somebody can agree with."
    ),
    source="Our own rule and thresholds.",
    limits="It counts words. Criteria with elements are passed over, since their elements say the rest.",
    example="1: Partners meet. 2: Forty words about who meets whom, where, how and why.",
    instead="1: Partners meet when they have to. 2: Partners meet each month to plan.",
    check=_unbalanced_lengths,
)
LONG_DESCRIPTOR = Rule(
    id="long-descriptor",
    finds=f"A descriptor or an element of more than {_MOST_WORDS} words.",
    why="People read all levels of a criterion side by side, and skim what is long.",
    source="Our own threshold: the descriptors of the matrices that are shipped have 20 to 45 words.",
    limits="It counts words and knows nothing of their worth.",
    example="A descriptor of 75 words.",
    instead="A descriptor of 40 words, and guidance that explains it.",
    check=_long_descriptors,
)
LONG_SENTENCE = Rule(
    id="long-sentence",
    finds=(
        f"A sentence of more than {_LONGEST_SENTENCE} words in the title, the question, the guidance, an example, an "
        "evidence prompt, a descriptor or an element of a criterion."
    ),
    why="Long sentences are read twice or not at all.",
    source="GOV.UK, “Sentence length: why 25 words is our limit”, Inside GOV.UK blog, 4 August 2014.",
    limits=(
        "A sentence ends at a full stop, a question mark or an exclamation mark. An abbreviation with a dot ends "
        "one too."
    ),
    example="One sentence of 30 words.",
    instead="Two sentences of 15 words.",
    check=_long_sentences,
)
