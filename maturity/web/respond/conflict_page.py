"""Answers that were changed elsewhere: both versions, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maturity.core.matrix import Criterion, Element
from maturity.core.response import Answer
from maturity.persistence.queries.responses import Seat
from maturity.usecases.versioned_save import StaleSave
from maturity.web.conflict import Conflict, ConflictRow, asked_beside, conflict_on, levels_to_choose, to_choose
from maturity.web.respond.forms import AnswerForm, choice_of
from maturity.web.respond.frame import Address, answer_label
from maturity.web.respond.question import NOT_SAID


def conflict_view(criterion: Criterion, *, seat: Seat, form: AnswerForm, stale: StaleSave[Answer]) -> Conflict:
    """Both answers side by side, with a form that holds the person's own and is based on what is there now.

    What the person left open, it takes from there.
    """
    there, mine, matrix = stale.kept.said, stale.offered, seat.matrix
    there_label, mine_label = answer_label(there, matrix), answer_label(mine, matrix)
    elements = [element for descriptor in criterion.descriptors for element in descriptor.elements]
    asked = asked_beside(criterion, form=form, matrix=matrix)
    rows = [
        ConflictRow("Answer", there_label, mine_label),
        ConflictRow("Reason", there.reason, mine.reason),
        ConflictRow("How sure", _sure(there), _sure(mine)),
        ConflictRow("Evidence", there.evidence, mine.evidence),
    ]
    if elements:
        rows.insert(1, ConflictRow("Ticked", _ticked(elements, there), _ticked(elements, mine)))
    conflict = conflict_on(
        criterion,
        stale=stale,
        reader=seat.account,
        draft=Address.of(seat).to("criterion", criterion_id=criterion.id),
        rows=rows,
        choices=to_choose(
            (choice_of(mine, criterion), mine_label),
            (choice_of(there, criterion), there_label),
            others=levels_to_choose(matrix) if asked and not elements else (),
        ),
        evidence=mine.evidence,
        confidences=to_choose((mine.confidence or "", _sure(mine)), (there.confidence or "", _sure(there))),
        elements=tuple(
            (element.id, element.text, element.id in (mine.elements or there.elements)) for element in elements
        ),
    )
    return replace(conflict, asked=asked)


def _ticked(elements: Sequence[Element], answer: Answer) -> str:
    return "\n".join(element.text for element in elements if element.id in answer.elements)


def _sure(answer: Answer) -> str:
    return NOT_SAID if answer.confidence is None else answer.confidence.label
