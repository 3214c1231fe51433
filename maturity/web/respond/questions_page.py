"""One criterion, or all of a domain, to answer."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.core.matrix import Criterion, Domain
from maturity.core.response import Answer
from maturity.persistence.queries.responses import NOTHING_KEPT
from maturity.usecases.respond import ResponseSheet
from maturity.web.respond.frame import Address, ResponseFrame, handed_frame, response_frame
from maturity.web.respond.question import Question, question_view
from maturity.web.versioned_form import Problems


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
    next_address: str
    other_view_address: str
    saves_to: str
    problems: Problems = ()


def questions_page(
    sheet: ResponseSheet,
    *,
    owner: int,
    domain: Domain,
    criteria: tuple[Criterion, ...],
    whole: bool = False,
    shown: dict[str, Answer] | None = None,
    problems: dict[str, Problems] | None = None,
) -> QuestionsPage:
    """The page of one criterion, or of all criteria of a domain."""
    address = Address.of(sheet.seat)
    away = sheet.handed_away(domain.id)
    order = sheet.criteria if away is None else criteria
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
        frame=response_frame(sheet.seat) if away is None else handed_frame(sheet.seat, away),
        owner=owner,
        domain=domain.title,
        domain_summary=domain.summary or "",
        questions=questions,
        is_whole_domain=whole,
        place=f"Criterion {order.index(first) + 1} of {len(order)}" if away is None else f"Asked of {away.name}",
        back_address=address.to("task_list"),
        previous_address="" if away else _beside(sheet, order.index(first) - 1, address, whole=whole),
        next_address="" if away else _beside(sheet, order.index(criteria[-1]) + 1, address, whole=whole),
        other_view_address=_other_view(sheet, domain, first, address, whole=whole),
        saves_to=address.to("domain", domain_id=domain.id) if whole else address.to("criterion", criterion_id=first.id),
        problems=tuple((f"{question.id}-{name}", text) for question in questions for name, text in question.problems),
    )


def _beside(sheet: ResponseSheet, place: int, address: Address, *, whole: bool) -> str:
    """The page that has the criterion at this place, empty before the first and after the last."""
    if place not in range(len(sheet.criteria)):
        return ""
    beside = sheet.criteria[place].id
    if whole:
        return address.to("domain", domain_id=sheet.seat.matrix.domain_of(beside).id)
    return address.to("criterion", criterion_id=beside)


def _other_view(sheet: ResponseSheet, domain: Domain, first: Criterion, address: Address, *, whole: bool) -> str:
    """The same questions in the other view, empty where both would show the same one."""
    if any(asked.id == domain.id and len(criteria) == 1 for asked, criteria in sheet.everything):
        return ""
    return address.to("criterion", criterion_id=first.id) if whole else address.to("domain", domain_id=domain.id)
