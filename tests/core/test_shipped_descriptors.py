"""How the shipped matrices are written: short, plain, one idea to a sentence, and nothing said twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from maturity.authoring.lint.reading_age import reading_grade
from maturity.core.matrix_file import read_matrix
from maturity.settings import product_folder

FEWEST_WORDS, MOST_WORDS = 20, 45
LONGEST_SENTENCE = 25
HIGHEST_GRADE = 9.0  # a reading age of about 14
# Words with which a ladder only pretends to rise, and words that hide what is meant.
VAGUE = re.compile(
    r"""\b(some|many|several|various|often|sometimes|regularly|generally|usually|mostly|largely|increasingly
    |consistently|appropriate(ly)?|robust|effective(ly)?|adequate|sufficient|significant|comprehensive|widely
    |relevant|timely|embedded|world-class)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# Words that mark a level as a verdict.
JUDGING = re.compile(
    r"\b(failing|poor|inadequate|unacceptable|immature|excellent|outstanding|exemplary)\b", re.IGNORECASE
)


class Cell(NamedTuple):
    """One descriptor with its place."""

    criterion: str
    level: int
    text: str


def cells_of(key: str) -> list[Cell]:
    path = product_folder("matrices") / f"{key}.yaml"
    matrix = read_matrix(path.read_bytes(), name=path.name)
    return [Cell(c.id, d.level, d.text) for c in matrix.criteria for d in c.descriptors]


SHIPPED = {
    key: cells_of(key)
    for key in ("provider-collaborative-development", "transformation-lenses", "integrated-care-dimensions")
}


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9’-]+", text)


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+", text.strip()) if s]


def wrong_length(cells: list[Cell]) -> Iterator[str]:
    for cell in cells:
        if not FEWEST_WORDS <= len(words(cell.text)) <= MOST_WORDS:
            yield f"{cell.criterion} {cell.level}: {len(words(cell.text))} words"


def long_sentences(cells: list[Cell]) -> Iterator[str]:
    for cell in cells:
        for sentence in sentences(cell.text):
            if len(words(sentence)) > LONGEST_SENTENCE:
                yield f"{cell.criterion} {cell.level}: {sentence}"


def two_ideas_in_a_sentence(cells: list[Cell]) -> Iterator[str]:
    for cell in cells:
        for sentence in sentences(cell.text):
            if re.search(r"; |and/or|, and (\w+ )?(they|it|he|she|we|there)\b", sentence):
                yield f"{cell.criterion} {cell.level}: {sentence}"


def vague_or_judging_words(cells: list[Cell]) -> Iterator[str]:
    for cell in cells:
        for pattern in (VAGUE, JUDGING):
            if found := pattern.search(cell.text):
                yield f"{cell.criterion} {cell.level}: {found.group()}"


def sentences_said_twice(cells: list[Cell]) -> Iterator[str]:
    count = Counter(sentence.lower() for cell in cells for sentence in sentences(cell.text))
    yield from (sentence for sentence, times in count.items() if times > 1)


def hard_to_read(cells: list[Cell]) -> Iterator[str]:
    for cell in cells:
        if (reading_grade(cell.text) or 0) > HIGHEST_GRADE:
            yield f"{cell.criterion} {cell.level}: grade {reading_grade(cell.text):.1f}"


def worn_openings(cells: list[Cell]) -> Iterator[str]:
    count = Counter(words(cell.text)[0] for cell in cells)
    yield from (f"{word}: {times}" for word, times in count.items() if times > max(2, len(cells) / 4))


Check = Callable[[list[Cell]], Iterator[str]]
LONG = (
    "The partners who meet in the joint committee of the collaborative each month talk for an hour about what they did"
)
PLANTED: list[tuple[Check, list[str]]] = [
    (wrong_length, ["Partners work together."]),
    (wrong_length, [f"{LONG}. {LONG}. {LONG}."]),
    (long_sentences, [f"{LONG} since the last time that they met to talk about it."]),
    (two_ideas_in_a_sentence, ["Leaders meet each month, and they publish what they decide."]),
    (two_ideas_in_a_sentence, ["Leaders meet each month; boards hear about it later."]),
    (vague_or_judging_words, ["Robust governance is in place."]),
    (vague_or_judging_words, ["Partners often meet."]),
    (vague_or_judging_words, ["Performance is poor."]),
    (sentences_said_twice, ["Staff meet the same system.", "Old systems have gone. Staff meet the same system."]),
    (hard_to_read, ["Organisational interoperability capabilities necessitate multidisciplinary prioritisation."]),
    (worn_openings, ["Partners meet.", "Partners talk.", "Partners agree.", "Staff listen."]),
]


@pytest.mark.parametrize("key", SHIPPED)
@pytest.mark.parametrize("check", list(dict.fromkeys(check for check, _ in PLANTED)))
def test_shipped_descriptors_are_plainly_written(check: Check, key: str) -> None:
    assert list(check(SHIPPED[key])) == []


@pytest.mark.parametrize("check, texts", PLANTED)
def test_a_planted_fault_of_writing_is_found(check: Check, texts: list[str]) -> None:
    assert list(check([Cell("planted", level, text) for level, text in enumerate(texts)]))


@pytest.mark.parametrize("key", SHIPPED)
def test_the_whole_matrix_reads_at_an_age_of_about_14_or_below(key: str) -> None:
    grade = reading_grade(" ".join(cell.text for cell in SHIPPED[key]))
    assert grade is not None
    assert 0 < grade <= HIGHEST_GRADE


def test_as_many_descriptors_are_shipped_as_the_shapes_call_for() -> None:
    assert {key: len(cells) for key, cells in SHIPPED.items()} == {
        "provider-collaborative-development": (27 + 4) * 4,
        "transformation-lenses": 7 * 5,
        "integrated-care-dimensions": 12 * 6,
    }
