"""One criterion to answer, with what is there now and what there was last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from maturity.core.matrix import Criterion, Level, Matrix
from maturity.core.matrix_change.asked_then import stamp_of
from maturity.core.movement.comparability import is_same_measure
from maturity.core.response import LONGEST_TEXT, Answer, Confidence
from maturity.persistence.queries.responses import KeptAnswer, LastTime
from maturity.web.respond.forms import choice_of
from maturity.web.respond.frame import Address, answer_label
from maturity.web.saving import new_request_key
from maturity.web.versioned_form import Problems

NOT_SAID: Final = "Not said"
_CONFIDENCES: Final = (*((word.value, word.label) for word in Confidence), ("", NOT_SAID))


@dataclass(frozen=True, slots=True)
class ElementBox:
    """One element to tick."""

    id: str
    text: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class LevelOption:
    """One level to choose, with what it looks like."""

    value: str
    label: str
    descriptor: str
    elements: tuple[ElementBox, ...]
    was_last_time: bool


@dataclass(frozen=True, slots=True)
class LastTimeView:
    """What the partner stood for last time; shown beside the question and never counted."""

    round_label: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion to answer, with what is there now."""

    id: str
    title: str
    question: str
    guidance: str
    local_mark: str
    examples: tuple[str, ...]
    evidence_prompts: tuple[str, ...]
    options: tuple[LevelOption, ...]
    by_elements: bool
    choice: str
    answer_label: str
    reason: str
    confidence: str
    confidences: tuple[tuple[str, str], ...]
    evidence: str
    based_on: int
    request_key: str
    stamp: str
    save_address: str
    saved_at: datetime | None
    last_time: LastTimeView | None
    problems: Problems = ()
    longest_text: int = LONGEST_TEXT
    blank_label: str = "Leave unanswered for now"

    def problem(self, name: str) -> str:
        """What is wrong with one field, empty when nothing is."""
        return next((text for field_name, text in self.problems if field_name == name), "")


def question_view(
    criterion: Criterion,
    *,
    matrix: Matrix,
    address: Address | None,
    kept: KeptAnswer,
    shown: Answer | None = None,
    last_time: LastTime | None = None,
    problems: Problems = (),
) -> Question:
    """One question with the kept answer, or with `shown` where a form comes back to be mended.

    Without an `address` it is only looked at: there is nowhere to save an answer to.
    """
    answer = kept.said if shown is None else shown
    choice = choice_of(answer, criterion)
    if last_time is not None and not last_time.matrix.shares_id_with(matrix, criterion.id):
        last_time = None  # a criterion of another matrix that happens to have the same id
    return Question(
        id=criterion.id,
        title=criterion.title,
        question=criterion.question or "",
        guidance=criterion.guidance or "",
        local_mark=matrix.local_mark(criterion.id),
        examples=criterion.examples,
        evidence_prompts=criterion.evidence_prompts,
        options=tuple(
            _option(
                level,
                criterion=criterion,
                answer=answer,
                last_level=_last_level(last_time, matrix, criterion),
            )
            for level in matrix.levels
        ),
        by_elements=criterion.has_elements,
        choice=choice,
        answer_label=answer_label(answer, matrix),
        reason=answer.reason,
        confidence="" if answer.confidence is None else answer.confidence.value,
        confidences=_CONFIDENCES,
        evidence=answer.evidence,
        based_on=kept.version,
        request_key=new_request_key(),
        stamp=stamp_of(matrix),
        save_address="" if address is None else address.to("criterion", criterion_id=criterion.id),
        saved_at=kept.saved_at,
        last_time=None
        if last_time is None
        else LastTimeView(
            round_label=last_time.round_label,
            label=answer_label(last_time.answer, last_time.matrix),
            reason=last_time.answer.reason,
        ),
        problems=problems,
    )


def _last_level(last_time: LastTime | None, matrix: Matrix, criterion: Criterion) -> int | None:
    """The level to mark: none where the same level would not mean the same thing."""
    if last_time is None or not is_same_measure(last_time.matrix, matrix, criterion.id):
        return None
    return last_time.answer.level


def _option(level: Level, *, criterion: Criterion, answer: Answer, last_level: int | None) -> LevelOption:
    descriptor = criterion.descriptor_at(level.value)
    return LevelOption(
        value=str(level.value),
        label=level.numbered_label,
        descriptor="" if descriptor is None else descriptor.text,
        elements=()
        if descriptor is None
        else tuple(ElementBox(id=e.id, text=e.text, is_met=e.id in answer.elements) for e in descriptor.elements),
        was_last_time=level.value == last_level,
    )
