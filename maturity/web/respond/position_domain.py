"""The positions of a partner on the criteria of a domain: what its people said, the median, and what is agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from maturity.core.matrix import Criterion, Domain
from maturity.core.position import PositionOrigin, Stance, position_in_words
from maturity.core.response import NOTHING_SAID, Answer, AnswerState
from maturity.core.round import Naming
from maturity.core.small_numbers import figures_within_partner, median_within_partner, within_partner
from maturity.persistence.queries.colleagues import Colleague
from maturity.persistence.queries.versions import Kept
from maturity.usecases.positions import PositionSheet
from maturity.web.design_system.words import with_role
from maturity.web.respond.frame import answer_label
from maturity.web.respond.position_frame import PositionFrame, address_of
from maturity.web.respond.question import Question, question_view
from maturity.web.versioned_form import Problems


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person of the partner said."""

    name: str
    label: str
    confidence: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PositionQuestion:
    """One criterion: what the people of the partner said, the median, and the position as it stands.

    `spread` is how many people gave each level, by its name, and `figures` how far apart they are, or of few people why
    that is not said. `closed` is why nothing can be entered on the partner’s
    behalf, and `outranked` says what was entered so where the partner’s own answer comes before it.
    """

    question: Question
    spread: tuple[tuple[str, int], ...]
    voices: tuple[Voice, ...]
    median: str
    figures: str
    stands: str
    origin: str
    closed: str
    outranked: str


@dataclass(frozen=True, slots=True)
class DomainPositionPage:
    """The positions of a partner on the criteria of a domain."""

    frame: PositionFrame
    domain: str
    questions: tuple[PositionQuestion, ...]
    saves_to: str
    next_address: str
    problems: Problems = ()


def domain_position_page(
    sheet: PositionSheet,
    frame: PositionFrame,
    domain: Domain,
    criteria: Sequence[Criterion],
    *,
    shown: Mapping[str, Answer] | None = None,
    problems: Mapping[str, Problems] | None = None,
    authors: Mapping[int, str] | None = None,
) -> DomainPositionPage:
    """The positions of one domain; `authors` are the names of who decided them, by account."""
    questions = tuple(
        _position_question(
            sheet,
            frame,
            criterion,
            shown=(shown or {}).get(criterion.id),
            problems=(problems or {}).get(criterion.id, ()),
            authors=authors or {},
        )
        for criterion in criteria
    )
    return DomainPositionPage(
        frame=frame,
        domain=domain.title,
        questions=questions,
        saves_to=_address(sheet, frame, domain.id),
        next_address=next_address(sheet, frame, domain),
        problems=tuple(
            (f"{each.question.id}-{name}", text) for each in questions for name, text in each.question.problems
        ),
    )


def next_address(sheet: PositionSheet, frame: PositionFrame, domain: Domain) -> str:
    """Where a domain leads on to: the next one, or after the last the list of all."""
    order = [each.id for each, _ in sheet.asked]
    after = order.index(domain.id) + 1
    return frame.overview_address if after == len(order) else _address(sheet, frame, order[after])


def _address(sheet: PositionSheet, frame: PositionFrame, domain_id: str) -> str:
    endpoint = "on_behalf_domain" if frame.is_on_behalf else "domain_position"
    return address_of(sheet).to(endpoint, domain_id=domain_id)


def _position_question(
    sheet: PositionSheet,
    frame: PositionFrame,
    criterion: Criterion,
    *,
    shown: Answer | None,
    problems: Problems,
    authors: Mapping[int, str],
) -> PositionQuestion:
    kept = sheet.standing(criterion.id)
    voices = sheet.voices(criterion.id)
    levels = [answer.level for _, answer in voices if answer.level is not None]
    closed = sheet.closed.get(criterion.id, "")
    shows = not sheet.is_blind if closed else sheet.is_agreed(criterion.id)
    stands = kept.said if shows else None
    found = within_partner(levels, sheet.matrix)
    heard = [_voice(person, answer, sheet) for person, answer in voices]
    if sheet.head.naming is Naming.ANONYMOUS:
        heard.sort(key=lambda voice: (voice.label, voice.reason, voice.evidence))
    return PositionQuestion(
        question=_question(sheet, frame, criterion, shown=shown, problems=problems),
        spread=tuple((level.numbered_label, count) for level, count in found.dots) if voices else (),
        voices=tuple(heard),
        median=median_within_partner(found, sheet.matrix) if voices else "",
        figures=figures_within_partner(found, sheet.matrix) if voices else "",
        stands="" if stands is None else position_in_words(stands, sheet.matrix),
        origin="" if stands is None else _origin(stands, sheet, authors),
        closed=closed,
        outranked=_outranked(sheet, frame, criterion),
    )


def _outranked(sheet: PositionSheet, frame: PositionFrame, criterion: Criterion) -> str:
    """What was entered on behalf of the partner, in words, where its own answer comes before it; else empty.

    Outside it is said in the same words wherever the partner answers for itself, for it must not tell where it did not.
    """
    entered, partner = sheet.entered.get(criterion.id), sheet.partner_name
    is_closed = criterion.id in sheet.closed
    if entered is None or (entered.stands and not is_closed and sheet.is_agreed(criterion.id)):
        return ""
    is_told = not frame.is_on_behalf or sheet.head.naming is Naming.NAMED
    who = "You" if entered.by == frame.owner else entered.by_name if is_told else ""
    what = f"“{position_in_words(entered.said, sheet.matrix)}”"
    said = f"{who} entered {what} on behalf of {partner}." if who else f"{what} was entered on behalf of {partner}."
    if entered.stands or sheet.is_blind:
        return f"{said} Where {partner} answers for itself, that comes before it."
    return f"{said} It is kept, and what {partner} says itself comes before it."


def _origin(stance: Stance, sheet: PositionSheet, authors: Mapping[int, str]) -> str:
    name = authors.get(stance.entered_by or 0, "")
    if stance.origin is PositionOrigin.FACILITATOR:
        return f"Entered by {name} on behalf of {sheet.partner_name}" if name else stance.origin.label
    return f"Agreed by {name}" if name else stance.origin.label


def _name(person: Colleague, sheet: PositionSheet) -> str:
    """What a person is called inside the partner: by no name in a round without names."""
    return "One person" if sheet.head.naming is Naming.ANONYMOUS else with_role(person.name, person.role_title)


def _voice(person: Colleague, answer: Answer, sheet: PositionSheet) -> Voice:
    return Voice(
        name=_name(person, sheet),
        label=answer_label(answer, sheet.matrix),
        confidence="" if answer.confidence is None else answer.confidence.label,
        reason=answer.reason,
        evidence=answer.evidence,
    )


def answer_of(stance: Stance) -> Answer:
    """A position as the fields of a form hold it."""
    return Answer(
        state=stance.state,
        level=stance.level,
        reason=stance.reason,
        confidence=stance.confidence,
        evidence=stance.evidence,
    )


def choice_of_position(answer: Answer) -> str:
    """The value of `choice` that stands for a position: a level is chosen, also where people reach it by elements."""
    if answer.level is not None:
        return str(answer.level)
    return "" if answer.state is AnswerState.NOT_ANSWERED else answer.state.value


def _question(
    sheet: PositionSheet, frame: PositionFrame, criterion: Criterion, *, shown: Answer | None, problems: Problems
) -> Question:
    kept = sheet.standing(criterion.id)
    is_revealed = criterion.id in sheet.closed and not sheet.is_blind
    is_worked_out = kept.said.entered_by is None and not is_revealed
    answer = shown or (NOTHING_SAID if is_worked_out else answer_of(kept.said))
    made = question_view(
        criterion,
        matrix=sheet.matrix,
        address=address_of(sheet),
        kept=Kept(NOTHING_SAID, version=kept.version, saved_at=None if is_worked_out else kept.saved_at),
        shown=answer,
        problems=problems,
    )
    endpoint = "enter_one_position" if frame.is_on_behalf else "keep_one_position"
    return replace(
        made,
        by_elements=False,
        choice=choice_of_position(answer),
        options=tuple(replace(each, elements=()) for each in made.options),
        save_address=address_of(sheet).to(endpoint, criterion_id=criterion.id),
        blank_label="Not entered yet" if frame.is_on_behalf else "Not agreed yet",
    )
