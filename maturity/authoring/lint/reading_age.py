"""How old a reader has to be, by the Flesch–Kincaid grade."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import textstat_rs

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.passages import rows_of
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.splitting import words
from maturity.core.matrix import Matrix

HIGHEST_AGE: Final = 14
_FEWEST_WORDS: Final = 30
_OLDEST: Final = 21
# A pupil of the first grade of the United States is six years old.
_AGE_OF_GRADE_NOUGHT: Final = 5


def reading_grade(text: str) -> float | None:
    """The Flesch–Kincaid grade of an English text; None where it has no words.

    Grade = 0.39 × words a sentence + 11.8 × syllables a word - 15.59. Source: Kincaid, Fishburne, Rogers and Chissom,
    “Derivation of new readability formulas for Navy enlisted personnel”, Research Branch Report 8-75, 1975. Syllables
    are those of the CMU Pronouncing Dictionary, and of British hyphenation for words that are not in it.
    """
    if not words(text):
        return None
    grade = textstat_rs.flesch_kincaid_grade(text.replace("’", "'"), lang="en_GB")
    return None if math.isnan(grade) else grade


def reading_age(text: str) -> int | None:
    """The age at which a reader follows an English text, in whole years; None where it has no words."""
    grade = reading_grade(text)
    return None if grade is None else math.ceil(grade + _AGE_OF_GRADE_NOUGHT)


def _reading_ages(matrix: Matrix) -> Iterator[Note]:
    for row in rows_of(matrix):
        passages = [*row.cells, *row.elements]
        together = "\n".join(_ended(passage.text) for passage in passages)
        age = reading_age(together)
        if age is None or age <= HIGHEST_AGE or len(words(together)) < _FEWEST_WORDS:
            continue
        hardest = max(passages, key=lambda passage: reading_grade(passage.text) or 0.0)
        yield hardest.note(
            f"{row.label} reads at an age {_in_words(age)}, and this is its hardest text.",
            f"Use shorter words and sentences until the criterion reads at {HIGHEST_AGE} or below.",
        )


def _in_words(age: int) -> str:
    """An age; beyond that of a graduate the formula only says “hard”."""
    return f"of about {age}" if age <= _OLDEST else f"above {_OLDEST}"


def _ended(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text}."


READING_AGE = Rule(
    id="reading-age",
    finds=(
        f"A criterion whose descriptors and elements together have {_FEWEST_WORDS} words or more and read at an age "
        f"above {HIGHEST_AGE}: a Flesch–Kincaid grade above {HIGHEST_AGE - _AGE_OF_GRADE_NOUGHT}."
    ),
    why=(
        "Lay members, patients and busy clinicians choose levels too. Who does not follow a text chooses by its "
        "place on the scale."
    ),
    source=(
        "The formula: Kincaid, Fishburne, Rogers and Chissom, Research Branch Report 8-75 (1975). The age: the NHS "
        "content guide (service-manual.nhs.uk) aims at 9 to 11 years for the public, and at 11 to 14 where that is not "
        "easy. A matrix for boards has terms that cannot be avoided, so the upper end is the limit."
    ),
    limits=(
        "The formula counts syllables and words a sentence. It knows nothing of hard short words, nor of order. For "
        "fewer than a hundred words it is rough, so a criterion is judged as a whole."
    ),
    example=(
        "Governance arrangements demonstrate comprehensive organisational accountability, with systematic "
        "identification of interdependencies. Participating organisations contribute proportionately to "
        "implementation of collaborative improvement opportunities, and performance information is communicated to "
        "accountable committees."
    ),
    instead="Staff at each partner can see the same record. They agree who does what.",
    check=_reading_ages,
    english_only=True,
)
