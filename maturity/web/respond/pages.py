"""What the pages of a response show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from flask import url_for

from maturity.core.comparability import is_same_measure
from maturity.core.matrix import MINUTES_FOR_A_CRITERION, Criterion, Domain, Element, Level, Matrix
from maturity.core.response import Answer, AnswerState, Confidence
from maturity.core.round import Stage
from maturity.persistence.queries.responses import NOTHING_KEPT, KeptAnswer, LastTime, Seat
from maturity.usecases.respond import ResponseSheet
from maturity.usecases.versioned_save import StaleSave
from maturity.web.conflict import Conflict, ConflictRow, to_choose, who_saved
from maturity.web.respond.forms import choice_of
from maturity.web.saving import new_request_key


@dataclass(frozen=True, slots=True)
class Address:
    """Where the pages of one response are."""

    collaborative: int
    number: int
    partner: int

    @classmethod
    def of(cls, seat: Seat) -> Address:
        """The addresses of a person’s response."""
        return cls(collaborative=seat.collaborative, number=seat.number, partner=seat.partner)

    def to(self, endpoint: str, **more: str) -> str:
        """The address of one page."""
        values: dict[str, Any] = {**more}
        return url_for(
            f"respond.{endpoint}",
            collaborative=self.collaborative,
            number=self.number,
            partner=self.partner,
            **values,
        )


@dataclass(frozen=True, slots=True)
class ResponseFrame:
    """What every page of a response says of itself."""

    address: Address
    collaborative: str
    partner: str
    round_label: str
    closes_on: date | None
    submitted_at: datetime | None
    is_open: bool
    why_not_open: str
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class DomainTask:
    """One line of the task list."""

    address: str
    whole_address: str
    title: str
    dealt_with: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Whether something was said on every criterion."""
        return self.dealt_with == self.asked


@dataclass(frozen=True, slots=True)
class TaskListPage:
    """The domains of a response with their progress."""

    frame: ResponseFrame
    purpose: str
    matrix_title: str
    whose_words: str
    tasks: tuple[DomainTask, ...]
    dealt_with: int
    asked: int

    @property
    def minutes_left(self) -> int:
        """An estimate at two minutes for each criterion that is left."""
        return (self.asked - self.dealt_with) * MINUTES_FOR_A_CRITERION


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
    number: int
    descriptor: str
    elements: tuple[ElementBox, ...]
    is_chosen: bool
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
    save_address: str
    saved_at: datetime | None
    last_time: LastTimeView | None
    problems: tuple[tuple[str, str], ...] = ()

    def problem(self, name: str) -> str:
        """What is wrong with one field, empty when nothing is."""
        return next((text for field_name, text in self.problems if field_name == name), "")


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """One criterion, or all of a domain, to answer."""

    frame: ResponseFrame
    owner: int
    domain: str
    domain_summary: str
    questions: tuple[Question, ...]
    is_whole_domain: bool
    place: str
    back_address: str
    previous_address: str
    other_view_address: str
    saves_to: str
    problems: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One answer on the check page."""

    title: str
    label: str
    reason: str
    confidence: str
    evidence: str
    address: str
    is_dealt_with: bool


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Every answer, to check before it is handed in."""

    frame: ResponseFrame
    domains: tuple[tuple[str, tuple[CheckLine, ...]], ...]
    missing: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """The answers that were changed elsewhere. `unsaved` are other answers of the same form that have to be mended."""

    frame: ResponseFrame
    owner: int
    conflicts: tuple[Conflict, ...]
    unsaved: tuple[Question, ...]
    saves_to: str
    leave_address: str


def response_frame(seat: Seat) -> ResponseFrame:
    """What every page of this response says of itself."""
    why = ""
    if seat.submitted_at is not None:
        why = "You have submitted this response."
    elif not seat.is_open:
        why = f"This round is {seat.stage.label.lower()}, so answers cannot be changed."
    return ResponseFrame(
        address=Address.of(seat),
        collaborative=seat.collaborative_name,
        partner=seat.partner_name,
        round_label=seat.label,
        closes_on=seat.closes_on,
        submitted_at=seat.submitted_at,
        is_open=seat.is_open,
        why_not_open=why,
        may_take_back=seat.submitted_at is not None and seat.stage is Stage.OPEN,
    )


def task_list_page(sheet: ResponseSheet) -> TaskListPage:
    """The task list of a response."""
    address = Address.of(sheet.seat)
    tasks = tuple(
        DomainTask(
            address=address.to("criterion", criterion_id=_first_open(sheet, criteria).id),
            whole_address=address.to("domain", domain_id=domain.id),
            title=domain.title,
            dealt_with=sheet.dealt_with(criteria),
            asked=len(criteria),
        )
        for domain, criteria in sheet.asked
    )
    return TaskListPage(
        frame=response_frame(sheet.seat),
        purpose=sheet.seat.purpose or sheet.seat.matrix.purpose,
        matrix_title=sheet.seat.matrix.title,
        whose_words=sheet.seat.matrix.provenance.whose_words,
        tasks=tasks,
        dealt_with=sum(task.dealt_with for task in tasks),
        asked=sum(task.asked for task in tasks),
    )


def _first_open(sheet: ResponseSheet, criteria: tuple[Criterion, ...]) -> Criterion:
    def is_open(criterion: Criterion) -> bool:
        return criterion.id not in sheet.answers or not sheet.answers[criterion.id].said.counts

    return next(filter(is_open, criteria), criteria[0])


def answer_label(answer: Answer, matrix: Matrix) -> str:
    """How an answer is shown in a word or two."""
    if answer.level is None or not matrix.has_level(answer.level):
        return answer.state.label
    return matrix.level(answer.level).numbered_label


def question_view(
    criterion: Criterion,
    *,
    matrix: Matrix,
    address: Address,
    kept: KeptAnswer,
    shown: Answer | None = None,
    last_time: LastTime | None = None,
    problems: tuple[tuple[str, str], ...] = (),
) -> Question:
    """One question with the kept answer, or with `shown` where a form comes back to be mended."""
    answer = kept.said if shown is None else shown
    choice = choice_of(answer, criterion)
    if last_time is not None and last_time.matrix.key != matrix.key:
        last_time = None  # a criterion of another matrix that happens to have the same id
    return Question(
        id=criterion.id,
        title=criterion.title,
        question=criterion.question or "",
        guidance=criterion.guidance or "",
        examples=criterion.examples,
        evidence_prompts=criterion.evidence_prompts,
        options=tuple(
            _option(
                level,
                criterion=criterion,
                answer=answer,
                choice=choice,
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
        save_address=address.to("criterion", criterion_id=criterion.id),
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


NOT_SAID: Final = "Not said"
_CONFIDENCES: Final = (*((word.value, word.label) for word in Confidence), ("", NOT_SAID))


def _last_level(last_time: LastTime | None, matrix: Matrix, criterion: Criterion) -> int | None:
    """The level to mark: none where the same level would not mean the same thing."""
    if last_time is None or not is_same_measure(last_time.matrix, matrix, criterion.id):
        return None
    return last_time.answer.level


def _option(level: Level, *, criterion: Criterion, answer: Answer, choice: str, last_level: int | None) -> LevelOption:
    descriptor = criterion.descriptor_at(level.value)
    return LevelOption(
        value=str(level.value),
        label=level.numbered_label,
        number=level.value,
        descriptor="" if descriptor is None else descriptor.text,
        elements=()
        if descriptor is None
        else tuple(ElementBox(id=e.id, text=e.text, is_met=e.id in answer.elements) for e in descriptor.elements),
        is_chosen=choice == str(level.value),
        was_last_time=level.value == last_level,
    )


def questions_page(
    sheet: ResponseSheet,
    *,
    owner: int,
    domain: Domain,
    criteria: tuple[Criterion, ...],
    whole: bool = False,
    shown: dict[str, Answer] | None = None,
    problems: dict[str, tuple[tuple[str, str], ...]] | None = None,
) -> QuestionsPage:
    """The page of one criterion, or of all criteria of a domain."""
    address = Address.of(sheet.seat)
    order = sheet.criteria
    questions = tuple(
        question_view(
            criterion,
            matrix=sheet.seat.matrix,
            address=address,
            kept=sheet.answers.get(criterion.id, NOTHING_KEPT),
            shown=(shown or {}).get(criterion.id),
            last_time=sheet.last_time.get(criterion.id),
            problems=(problems or {}).get(criterion.id, ()),
        )
        for criterion in criteria
    )
    first = criteria[0]
    return QuestionsPage(
        frame=response_frame(sheet.seat),
        owner=owner,
        domain=domain.title,
        domain_summary=domain.summary or "",
        questions=questions,
        is_whole_domain=whole,
        place=f"Criterion {order.index(first) + 1} of {len(order)}",
        back_address=address.to("task_list"),
        previous_address=_previous(sheet, first, address, whole=whole),
        other_view_address=_other_view(sheet, domain, first, address, whole=whole),
        saves_to=address.to("domain", domain_id=domain.id) if whole else address.to("criterion", criterion_id=first.id),
        problems=tuple((f"{question.id}-{name}", text) for question in questions for name, text in question.problems),
    )


def _previous(sheet: ResponseSheet, first: Criterion, address: Address, *, whole: bool) -> str:
    """The page before this one, empty on the first."""
    place = sheet.criteria.index(first)
    if not place:
        return ""
    before = sheet.criteria[place - 1].id
    if whole:
        return address.to("domain", domain_id=sheet.seat.matrix.domain_of(before).id)
    return address.to("criterion", criterion_id=before)


def _other_view(sheet: ResponseSheet, domain: Domain, first: Criterion, address: Address, *, whole: bool) -> str:
    """The same questions in the other view, empty where both would show the same one."""
    if any(asked.id == domain.id and len(criteria) == 1 for asked, criteria in sheet.asked):
        return ""
    return address.to("criterion", criterion_id=first.id) if whole else address.to("domain", domain_id=domain.id)


def check_page(sheet: ResponseSheet, *, problem: str = "") -> CheckPage:
    """Every answer, to check before it is handed in."""
    address = Address.of(sheet.seat)
    matrix = sheet.seat.matrix
    return CheckPage(
        frame=response_frame(sheet.seat),
        domains=tuple(
            (domain.title, tuple(_check_line(sheet, criterion, matrix, address) for criterion in criteria))
            for domain, criteria in sheet.asked
        ),
        missing=len(sheet.criteria) - sheet.dealt_with(),
        problem=problem,
    )


def _check_line(sheet: ResponseSheet, criterion: Criterion, matrix: Matrix, address: Address) -> CheckLine:
    kept = sheet.answers.get(criterion.id)
    answer = Answer() if kept is None else kept.said
    label = answer_label(answer, matrix)
    if answer.state is AnswerState.NOT_APPLICABLE and not answer.counts:
        label = f"{label}: say why, so that it counts"
    return CheckLine(
        title=criterion.title,
        label=label,
        reason=answer.reason,
        confidence="" if answer.confidence is None else answer.confidence.label,
        evidence=answer.evidence,
        address=address.to("criterion", criterion_id=criterion.id),
        is_dealt_with=answer.counts,
    )


def conflict_view(criterion: Criterion, *, seat: Seat, stale: StaleSave[Answer]) -> Conflict:
    """Both answers side by side, with a form that holds the person's own and is based on what is there now."""
    there, mine, matrix = stale.kept.said, stale.offered, seat.matrix
    there_label, mine_label = answer_label(there, matrix), answer_label(mine, matrix)
    elements = [element for descriptor in criterion.descriptors for element in descriptor.elements]
    rows = [
        ConflictRow("Answer", there_label, mine_label),
        ConflictRow("Reason", there.reason, mine.reason),
        ConflictRow("How sure", _sure(there), _sure(mine)),
        ConflictRow("Evidence", there.evidence, mine.evidence),
    ]
    if elements:
        rows.insert(1, ConflictRow("Ticked", _ticked(elements, there), _ticked(elements, mine)))
    return Conflict(
        id=criterion.id,
        title=criterion.title,
        rows=tuple(rows),
        choices=to_choose((choice_of(mine, criterion), mine_label), (choice_of(there, criterion), there_label)),
        reason=mine.reason,
        evidence=mine.evidence,
        confidences=to_choose((mine.confidence or "", _sure(mine)), (there.confidence or "", _sure(there))),
        elements=tuple((element.id, element.text, element.id in mine.elements) for element in elements),
        based_on=stale.kept.version,
        request_key=new_request_key(),
        there_saved_at=stale.kept.saved_at,
        there_by=who_saved(stale.by, reader=seat.account),
        owner=seat.account,
        draft=Address.of(seat).to("criterion", criterion_id=criterion.id),
    )


def _ticked(elements: Sequence[Element], answer: Answer) -> str:
    return "\n".join(element.text for element in elements if element.id in answer.elements)


def _sure(answer: Answer) -> str:
    return NOT_SAID if answer.confidence is None else answer.confidence.label
