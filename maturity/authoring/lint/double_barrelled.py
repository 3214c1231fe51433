"""Descriptors that ask two things at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from maturity.authoring.lint.finding import Note
from maturity.authoring.lint.passages import cells_of
from maturity.authoring.lint.rule import Rule
from maturity.authoring.lint.splitting import sentences
from maturity.core.matrix import Matrix

_WHO: Final = (
    "they|it|he|she|we|there|everyone|everybody|nobody|people|staff|partners|leaders|boards|teams|managers|clinicians"
    "|patients"
)
# A second statement with somebody of its own in it. A comma before it in the same sentence makes a list likelier.
_SECOND_STATEMENT: Final = re.compile(rf"[^,]*, and (?:then |so )?(?:the |all |each )?(?:{_WHO}) \w+", re.IGNORECASE)
_JOINED: Final = (
    (re.compile(r"\band/or\b", re.IGNORECASE), "“and/or”"),
    (re.compile(r";\s"), "a semicolon"),
    (re.compile(r"\bnot only\b.*\bbut also\b", re.IGNORECASE), "“not only … but also”"),
)


def _double_barrelled(matrix: Matrix) -> Iterator[Note]:
    for cell in cells_of(matrix):
        joints = [joint for sentence in sentences(cell.text) if (joint := _joint(sentence))]
        if joints:
            yield cell.note(
                f"{cell.label} says two things in one sentence, joined by {joints[0]}.",
                "Make two sentences, or drop one of the two: somebody will find that only one of them is true.",
            )


def _joint(sentence: str) -> str:
    if _SECOND_STATEMENT.match(sentence):
        return "“, and”"
    return next((name for pattern, name in _JOINED if pattern.search(sentence)), "")


DOUBLE_BARRELLED = Rule(
    id="double-barrelled",
    finds=(
        "A sentence of a descriptor or an element that joins two statements: by “and/or”, a semicolon, "
        "“not only … but also”, or by a comma and “and” with somebody new after it."
    ),
    why="Where one half is true and the other is not, there is no right level to choose.",
    source=(
        "Krosnick and Presser, “Question and questionnaire design”, in Handbook of Survey Research, 2nd edition "
        "(2010), on double-barrelled questions."
    ),
    limits=(
        "It goes by the joint and not by the meaning. Two statements joined by “and” or “as well as” alone, or in two "
        "sentences, pass; a semicolon that joins one thought is found."
    ),
    example="Leaders meet each month, and they publish what they decide.",
    instead="Leaders publish what they decide each month.",
    check=_double_barrelled,
    english_only=True,
)
