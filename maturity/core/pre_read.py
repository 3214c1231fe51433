"""What one partner reads before the meeting: its own position beside the spread, and nobody else's by name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from maturity.core.agenda import Agenda, agenda_of
from maturity.core.agreement import Agreement, AgreementLabel, agreement_sentence
from maturity.core.matrix import Level, Matrix
from maturity.core.position import A_PARTNER, YOUR_PARTNER, Position, position_in_words
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.round import Naming
from maturity.core.triage import TriageItem, triage


class NoSuchPartner(LookupError):
    """The partner does not take part in the round."""


@dataclass(frozen=True, slots=True)
class PreReadItem:
    """One criterion. `own` is the partner's position, None where it has none; texts are empty where nothing is to say.

    `own_reached` says how it came to that position, where it was not from the response of one person: above all that
    somebody entered it on its behalf. `agreement` holds the levels of all partners in order, without saying whose each
    is. `recorded` is the result that the collaborative has recorded already.
    """

    criterion_id: str
    title: str
    domain: str
    question: str
    label: AgreementLabel
    agreement: Agreement | None
    sentence: str
    own: Position | None
    own_words: str
    own_reached: str
    own_descriptor: str
    median_label: str
    median_descriptor: str
    speaks: str
    last: str
    recorded: str


@dataclass(frozen=True, slots=True)
class PreReadBox:
    """Some minutes of the agenda, counted from the beginning of the meeting."""

    starts_at: int
    minutes: int
    title: str


@dataclass(frozen=True)
class PreRead:
    """Everything that one partner's pre-read says, in the order in which it is talked about.

    `minutes` is None where no length of the meeting is known; then there are no boxes.
    """

    collaborative_name: str
    round_number: int
    round_label: str
    purpose: str
    naming: Naming
    matrix: Matrix
    partner: int
    partner_name: str
    items: tuple[PreReadItem, ...]
    minutes: int | None
    agenda_in_words: str
    boxes: tuple[PreReadBox, ...]
    left_out: tuple[str, ...]


def pre_read_of(
    result: RoundResult,
    *,
    earlier: RoundResult | None,
    naming: Naming,
    partner: int,
    minutes: int | None,
    settled: Collection[str],
) -> PreRead:
    """The pre-read of a partner; raises `NoSuchPartner`.

    `settled` are the ids of the criteria that need no time in the meeting.

    Nothing in it names another partner or quotes one, whatever `naming` allows in the meeting itself.
    """
    found = result.partners_by_id.get(partner)
    if found is None:
        raise NoSuchPartner
    ordered = triage(result, earlier=earlier)
    agenda = None if minutes is None else agenda_of(ordered.without(settled), minutes=minutes)
    return PreRead(
        collaborative_name=result.record.collaborative_name,
        round_number=result.record.number,
        round_label=result.record.label,
        purpose=result.record.purpose,
        naming=naming,
        matrix=result.matrix,
        partner=partner,
        partner_name=found.name,
        items=tuple(
            _item(item, result, earlier, partner, is_settled=item.result.criterion.id in settled)
            for item in ordered.items
        ),
        minutes=minutes,
        agenda_in_words="" if agenda is None else agenda.in_words,
        boxes=() if agenda is None else _boxes(agenda),
        left_out=() if agenda is None else tuple(item.result.criterion.title for item in agenda.left_out),
    )


def _boxes(agenda: Agenda) -> tuple[PreReadBox, ...]:
    return tuple(
        PreReadBox(
            box.starts_at,
            box.minutes,
            f"Confirm together: {'; '.join(item.result.criterion.title for item in box.items)}"
            if box.is_confirming
            else box.items[0].result.criterion.title,
        )
        for box in agenda.boxes
    )


def _item(
    item: TriageItem, result: RoundResult, earlier: RoundResult | None, partner: int, *, is_settled: bool
) -> PreReadItem:
    criterion, matrix = item.result.criterion, result.matrix
    agreement = _without_names(item.result, partner)
    own = next((position for position in item.result.positions if position.partner == partner), None)
    own_level = None if own is None or own.level is None else matrix.level(own.level)
    median = None if item.offered is None else matrix.level(item.offered)
    return PreReadItem(
        criterion_id=criterion.id,
        title=criterion.title,
        domain=item.result.domain.title if item.result.domain.title != criterion.title else "",
        question=criterion.question or "",
        label=item.label,
        agreement=agreement,
        sentence=agreement_sentence(agreement, matrix) if agreement else "",
        own=own,
        own_words="" if own is None else position_in_words(own, matrix),
        # Without names a position has lost its partner’s, but this page is that partner’s.
        own_reached="" if own is None else replace(own, partner_name=result.partners_by_id[partner].name).reached,
        own_descriptor=_looks_like(item.result, own_level),
        median_label="" if median is None else median.label,
        median_descriptor=_looks_like(item.result, median if median != own_level else None),
        # Nobody is asked to speak on what the meeting does not talk about.
        speaks="" if is_settled else _speaks(agreement, own),
        last=_last(item.result, result, earlier),
        recorded=item.result.label if item.result.consensus.is_recorded else "",
    )


def _without_names(result: CriterionResult, partner: int) -> Agreement | None:
    """The agreement as one partner reads it: of who has not agreed a level, it may know itself."""
    if result.agreement is None:
        return None
    others = len(result.agreement.unsettled)
    own = [YOUR_PARTNER for position in result.positions if position.is_unsettled and position.partner == partner]
    return replace(result.agreement, unsettled=(*own, *[A_PARTNER] * (others - len(own))))


def _looks_like(result: CriterionResult, level: Level | None) -> str:
    descriptor = None if level is None else result.criterion.descriptor_at(level.value)
    return "" if descriptor is None else descriptor.text


_FIRST: Final = "No partner gave a lower level, so you may be asked to speak first."
_SECOND: Final = "No partner gave a higher level, so you may be asked to speak first, after the lowest."
_UNSETTLED: Final = "Your partner has not agreed a level, so you may be asked what divides it."


def _speaks(agreement: Agreement | None, own: Position | None) -> str:
    """Why this partner is asked early: the lowest and the highest speak first, and then who is divided itself.

    Empty where all are at one level.
    """
    if own is not None and own.is_unsettled:
        return _UNSETTLED
    if agreement is None or own is None or own.level is None or not agreement.spread:
        return ""
    if own.level == agreement.lowest:
        return _FIRST
    return _SECOND if own.level == agreement.highest else ""


def _last(found: CriterionResult, result: RoundResult, earlier: RoundResult | None) -> str:
    # Under another matrix the same id is chance.
    if earlier is None or earlier.matrix.key != result.matrix.key:
        return ""
    before = earlier.criterion(found.criterion.id)
    return "" if before is None else f"{earlier.record.label}: {before.label}"
