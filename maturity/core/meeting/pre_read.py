"""What one partner reads before the meeting: its own position beside the spread, and nobody else's by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from maturity.core.agreement import Agreement, AgreementLabel, agreement_sentence
from maturity.core.matrix import Level, Matrix
from maturity.core.meeting.agenda import Agenda, agenda_of
from maturity.core.meeting.triage import TriageItem, triage
from maturity.core.position import A_PARTNER, YOUR_PARTNER, Position, Stance, position_in_words, position_of
from maturity.core.response import AnswerState
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.round import Naming
from maturity.core.round_record import RoundPartner

_FAR: Final = 2


class NoSuchPartner(LookupError):
    """The partner does not take part in the round."""


@dataclass(frozen=True, slots=True)
class PreReadItem:
    """One criterion. `own` is the partner's position, None where it has none; texts are empty where nothing is to say.

    `own_reached` says how it came to that position, where it was not from the response of one person: above all that
    somebody entered it on its behalf. `agreement` holds the levels of all partners in order, without saying whose each
    is. `far_label` is a level that another partner gave, two levels or more from the partner’s own, and not the median.
    `recorded` is the result that the collaborative has recorded already, and `is_settled` whether the meeting gives the
    criterion no time.
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
    far_label: str
    far_descriptor: str
    speaks: str
    last: str
    recorded: str
    is_settled: bool


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
    own: Mapping[str, Stance] | None = None,
) -> PreRead:
    """The pre-read of a partner; raises `NoSuchPartner`.

    `settled` are the ids of the criteria that need no time in the meeting. `own` is what the partner stands for, by
    criterion id, in an anonymous round: there `result` does not tell how that was reached.

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
            _item(
                item,
                result,
                earlier,
                _own(item.result, found, own),
                is_open=_is_open(_own(item.result, found, own), result, naming),
                naming=naming,
                is_settled=item.result.criterion.id in settled,
            )
            for item in ordered.items
        ),
        minutes=minutes,
        agenda_in_words="" if agenda is None else agenda.in_words,
        boxes=() if agenda is None else _boxes(agenda),
        left_out=() if agenda is None else tuple(item.result.criterion.title for item in agenda.left_out),
    )


def _own(result: CriterionResult, partner: RoundPartner, own: Mapping[str, Stance] | None) -> Position | None:
    if own is None:
        return next((position for position in result.positions if position.partner == partner.id), None)
    stance = own.get(result.criterion.id)
    # Without names a position has lost its partner’s, but this page is that partner’s.
    return None if stance is None else position_of(stance, partner=partner.id, partner_name=partner.name)


def _is_open(own: Position | None, result: RoundResult, naming: Naming) -> bool:
    """Whether the partner is one of those of which the agreement says that they have not agreed a level.

    In a round without names one that left the criterion open is among them, if it was heard on any.
    """
    if own is None or naming is not Naming.ANONYMOUS:
        return own is not None and own.is_unsettled
    return own.state is AnswerState.NOT_ANSWERED and own.partner in result.record.heard


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
    item: TriageItem,
    result: RoundResult,
    earlier: RoundResult | None,
    own: Position | None,
    *,
    is_open: bool,
    naming: Naming,
    is_settled: bool,
) -> PreReadItem:
    criterion, matrix = item.result.criterion, result.matrix
    agreement = _without_names(item.result, is_open=is_open)
    own_level = None if own is None or own.level is None else matrix.level(own.level)
    median = None if item.offered is None else matrix.level(item.offered)
    far = _far_from(own_level, agreement, matrix, described=median)
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
        own_reached="" if own is None else own.reached,
        own_descriptor=_looks_like(item.result, own_level),
        median_label="" if median is None else f"{median.label}{_nobodys(agreement)}",
        median_descriptor=_looks_like(item.result, median if median != own_level else None),
        far_label="" if far is None else far.label,
        far_descriptor=_looks_like(item.result, far),
        # Nobody is asked to speak on what the meeting does not talk about.
        speaks="" if is_settled else _speaks(agreement, own, naming),
        last=_last(item.result, result, earlier),
        recorded=item.result.label if item.result.consensus.is_recorded else "",
        is_settled=is_settled,
    )


def _far_from(
    own: Level | None, agreement: Agreement | None, matrix: Matrix, *, described: Level | None
) -> Level | None:
    """The lowest or the highest level that partners gave, whichever lies further from the partner’s own, far enough.

    Of two that lie as far it is the higher, and the one that is described already is passed over.
    """
    if agreement is None or own is None or agreement.lowest is None or agreement.highest is None:
        return None
    ends = [matrix.level(value) for value in (agreement.highest, agreement.lowest)]
    far = [end for end in ends if end != described and abs(end.value - own.value) >= _FAR]
    return max(far, key=lambda end: abs(end.value - own.value), default=None)


def _nobodys(agreement: Agreement | None) -> str:
    """What is said beside the median where no partner gave it."""
    return "" if agreement is None else agreement.nobodys_median


def _without_names(result: CriterionResult, *, is_open: bool) -> Agreement | None:
    """The agreement as one partner reads it: of who has not agreed a level, it may know itself."""
    if result.agreement is None:
        return None
    open_ones = len(result.agreement.unsettled)
    is_own = is_open and open_ones > 0
    return replace(result.agreement, unsettled=(*[YOUR_PARTNER] * is_own, *[A_PARTNER] * (open_ones - is_own)))


def _looks_like(result: CriterionResult, level: Level | None) -> str:
    descriptor = None if level is None else result.criterion.descriptor_at(level.value)
    return "" if descriptor is None else descriptor.text


def _speaks(agreement: Agreement | None, own: Position | None, naming: Naming) -> str:
    """Why this partner is asked early: the lowest and the highest speak first, and then who is divided itself.

    Without names nobody can be asked, and who speaks first is known: so that is for the partner to decide. Empty where
    all are at one level.
    """
    is_hidden = naming is Naming.ANONYMOUS
    if own is not None and own.is_unsettled:
        asked = (
            "you can say what divides it, if you want to be known" if is_hidden else "you may be asked what divides it"
        )
        return f"Your partner has not agreed a level, so {asked}."
    if agreement is None or own is None or own.level is None or not agreement.spread:
        return ""
    asked = "you can speak first, if you want to be known" if is_hidden else "you may be asked to speak first"
    if own.level == agreement.lowest:
        return f"No partner gave a lower level, so {asked}."
    if own.level != agreement.highest:
        return ""
    after = "you can speak after the lowest, if you want to be known" if is_hidden else f"{asked}, after the lowest"
    return f"No partner gave a higher level, so {after}."


def _last(found: CriterionResult, result: RoundResult, earlier: RoundResult | None) -> str:
    # Under another matrix the same id is chance.
    if earlier is None or not earlier.matrix.shares_id_with(result.matrix, found.criterion.id):
        return ""
    before = earlier.criterion(found.criterion.id)
    return "" if before is None else f"{earlier.record.label}: {before.label}"
