"""Every answer of a response, to check before it is handed in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.asked_then import stamp_of
from maturity.core.response import Answer, AnswerState
from maturity.reports.words import listed
from maturity.usecases.respond import ResponseSheet
from maturity.web.respond.frame import Address, ResponseFrame, answer_label, response_frame

_NAMED_AT_MOST: Final = 5


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
    seen: str
    stamp: str
    problem: str = ""
    changed: str = ""


def check_page(
    sheet: ResponseSheet,
    *,
    problem: str = "",
    seen: Collection[str] | None = None,
    otherwise: Sequence[Criterion] = (),
) -> CheckPage:
    """Every answer, to check before it is handed in.

    `seen` are the ids of the domains that the page showed on which the person submitted, where others are asked now,
    and `otherwise` the criteria that it asked otherwise.
    """
    address = Address.of(sheet.seat)
    matrix = sheet.seat.matrix
    return CheckPage(
        frame=response_frame(sheet.seat),
        domains=tuple(
            (domain.title, tuple(_check_line(sheet, criterion, matrix, address) for criterion in criteria))
            for domain, criteria in sheet.asked
        ),
        missing=len(sheet.criteria) - sheet.dealt_with(),
        seen=" ".join(domain.id for domain, _ in sheet.asked),
        stamp=stamp_of(matrix),
        problem=problem,
        changed="" if seen is None else _changed(sheet, seen, otherwise),
    )


def _changed(sheet: ResponseSheet, seen: Collection[str], otherwise: Sequence[Criterion]) -> str:
    more = [f"“{domain.title}”" for domain, _ in sheet.asked if domain.id not in seen]
    asked = f" You are now asked {listed(more)} too." if more else ""
    if otherwise:
        few = len(otherwise) <= _NAMED_AT_MOST
        which = listed([f"“{each.title}”" for each in otherwise]) if few else f"{len(otherwise)} criteria"
        asked += f" {which} {'is' if len(otherwise) == 1 else 'are'} asked otherwise or anew."
    happened = "Nothing was submitted: what you are asked changed after you opened this page."
    return f"{happened}{asked} Check your answers again."


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
