"""One person's answer on one criterion, with its four states kept apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from maturity.core.matrix import Criterion, LevelNotInMatrix, Matrix
from maturity.core.matrix_rules import CriterionMethod

LONGEST_TEXT: Final = 10_000
"""The most characters that a reason or an evidence note may have."""


class AnswerState(StrEnum):
    """What an answer says. The last three are different things and are never merged, and none is a zero."""

    LEVEL = "level"
    NOT_APPLICABLE = "not-applicable"
    DONT_KNOW = "dont-know"
    NOT_ANSWERED = "not-answered"

    @property
    def label(self) -> str:
        """How the state is shown."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    AnswerState.LEVEL: "Level chosen",
    AnswerState.NOT_APPLICABLE: "Not applicable",
    AnswerState.DONT_KNOW: "Don’t know",
    AnswerState.NOT_ANSWERED: "Not answered",
}


class Confidence(StrEnum):
    """How sure the person is of the level."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        """How the confidence is shown."""
        return _CONFIDENCE_LABELS[self]


_CONFIDENCE_LABELS = {
    Confidence.LOW: "Not very sure",
    Confidence.MEDIUM: "Fairly sure",
    Confidence.HIGH: "Very sure",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says about one criterion.

    `level` is set when and only when `state` is LEVEL. `evidence` is a link or a note that says where the
    evidence is. `elements` are the ids of the elements that the person says are met, and are used only where
    the matrix reaches levels by elements. `by_elements` asks for the level that the elements come to, the lowest
    where none is ticked; it is gone once the answer is fitted to its matrix, which has then worked out the level.
    """

    state: AnswerState = AnswerState.NOT_ANSWERED
    level: int | None = None
    reason: str = ""
    confidence: Confidence | None = None
    evidence: str = ""
    elements: frozenset[str] = frozenset()
    by_elements: bool = False

    def __post_init__(self) -> None:
        if (self.state is AnswerState.LEVEL) != (self.level is not None):
            raise ValueError("An answer has a level when, and only when, its state is “level”.")

    @property
    def counts(self) -> bool:
        """Whether the criterion has been dealt with: a level, not applicable with a reason, or don’t know."""
        if self.state is AnswerState.NOT_APPLICABLE:
            return bool(self.reason.strip())
        return self.state is not AnswerState.NOT_ANSWERED


NOTHING_SAID: Final = Answer()


def level_from_elements(criterion: Criterion, met: frozenset[str]) -> int | None:
    """The level reached by cumulative gate: every element of that level and of all lower levels is met.

    A level without elements is reached with the level below it. Returns None when the gate of the first
    described level is not passed. This is how NHS England's Digital Maturity Assessment scores a domain
    (data quality statement 2024-25: every element of a level must be met to score it).
    """
    reached: int | None = None
    for descriptor in sorted(criterion.descriptors, key=lambda d: d.level):
        if not all(e.id in met for e in descriptor.elements):
            break
        reached = descriptor.level
    return reached


def fit_to_matrix(answer: Answer, *, matrix: Matrix, criterion_id: str) -> Answer:
    """The answer as this matrix counts it; raises `LevelNotInMatrix`, `CriterionNotInMatrix` or `AnswerTooLong`.

    Where levels are reached by elements the level is worked out from the elements, whatever level was sent, and
    only of an answer that says a level or goes by elements; elsewhere elements are dropped.
    """
    criterion = matrix.criterion(criterion_id)
    check_length(reason=answer.reason, evidence=answer.evidence)
    if matrix.scoring.criterion is CriterionMethod.ELEMENTS and criterion.has_elements:
        return _with_level_from_elements(answer, criterion)
    if answer.level is not None and not matrix.has_level(answer.level):
        raise LevelNotInMatrix(matrix, answer.level)
    return replace(answer, elements=frozenset(), by_elements=False) if answer.elements or answer.by_elements else answer


def check_length(**texts: str) -> None:
    """Raises `AnswerTooLong` for the first text, by its name, that is longer than can be kept."""
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            raise AnswerTooLong(name, len(text))


def check_said(matrix: Matrix, *, level: int | None, **texts: str) -> None:
    """Raises `LevelNotInMatrix` for a level that the scale does not have, and `AnswerTooLong` for a text."""
    if level is not None:
        matrix.level(level)
    check_length(**texts)


def _with_level_from_elements(answer: Answer, criterion: Criterion) -> Answer:
    met = answer.elements & criterion.element_ids
    if not answer.by_elements and answer.state is not AnswerState.LEVEL:
        return replace(answer, elements=met)
    level = level_from_elements(criterion, met)
    state = AnswerState.NOT_ANSWERED if level is None else AnswerState.LEVEL
    return replace(answer, state=state, level=level, elements=met, by_elements=False)


class AnswerTooLong(ValueError):
    """A text is longer than can be kept."""

    def __init__(self, name: str, length: int) -> None:
        self.name = name
        super().__init__(f"The {name} has {length:,} characters; at most {LONGEST_TEXT:,} can be kept.")
