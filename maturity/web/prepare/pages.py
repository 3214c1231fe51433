"""What the pages of preparing a meeting show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from maturity.core.agreement import AgreementLabel, agreement_sentence
from maturity.core.matrix_words import middle_in_words
from maturity.core.meeting.agenda import TimeBox
from maturity.core.meeting.triage import TriageItem
from maturity.core.results import CriterionResult
from maturity.core.round import Stage, WayOfScoring
from maturity.core.wording import listed
from maturity.persistence.queries.rounds import RoundHead
from maturity.reports.charts.drawing import Chart
from maturity.reports.charts.small_strip import small_strip
from maturity.usecases.prepare import ChangedMeanwhile, NotToBeConfirmed, Preparation, StaleTicks
from maturity.web.conflict import who_saved
from maturity.web.saving import new_request_key
from maturity.web.versioned_form import Problems

NOTHING_RECORDED: Final = (
    "Nothing that you ticked was recorded. Your other ticks are kept: look at these, then confirm again."
)
_FEWEST_TOGETHER: Final = 2
_LABELS: Final = (AgreementLabel.SPLIT, AgreementLabel.MIXED, AgreementLabel.TOO_FEW, AgreementLabel.ALIGNED)


@dataclass(frozen=True, slots=True)
class PrepareFrame:
    """Where a page about a meeting stands. `may_prepare` is true for a lead or facilitator while levels are agreed."""

    collaborative: str
    round_label: str
    round_address: str
    prepare_address: str
    agenda_address: str
    agree_address: str
    may_prepare: bool


@dataclass(frozen=True, slots=True)
class TriageLine:
    """One criterion in its place. `recorded` is its result in a word or two, empty where there is none yet."""

    id: str
    title: str
    domain: str
    address: str
    agreement: str
    agreement_key: str
    sentence: str
    why_not_confirmed: str
    index: str
    last: str
    distance: str
    strip: Chart | None
    recorded: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One level to confirm, as it is offered. `apart` is the spread in words, empty where partners are close."""

    line: TriageLine
    level: int
    level_label: str
    reason: str
    based_on: int
    is_ticked: bool
    apart: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One box of time. `when` counts minutes from the beginning of the meeting."""

    when: str
    minutes: int
    titles: tuple[str, ...]
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The time of the meeting. `left_out` are the criteria that there is no time for."""

    in_words: str
    is_long_enough: bool
    lines: tuple[AgendaLine, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreparePage:
    """Every criterion by disagreement, the levels to confirm, and the time of the meeting.

    `together` says what one press confirms: those on which partners are close; empty where it would save nothing.
    `has_unsettled` is whether any picture marks a partner that has not agreed a level.
    """

    frame: PrepareFrame
    summary: str
    has_positions: bool
    has_unsettled: bool
    median_name: str
    median_is: str
    to_discuss: tuple[TriageLine, ...]
    to_confirm: tuple[OfferLine, ...]
    confirmed: tuple[TriageLine, ...]
    together: str
    request_key: str
    confirm_address: str
    length_address: str
    agenda: AgendaView | None
    pre_reads: tuple[PreReadLink, ...]


@dataclass(frozen=True, slots=True)
class PreReadLink:
    """One partner's pre-read that this person may read."""

    partner: str
    address: str


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """The agenda on a page of its own, to print."""

    frame: PrepareFrame
    purpose: str
    agenda: AgendaView


def prepare_frame(preparation: Preparation, *, is_facilitator: bool) -> PrepareFrame:
    """The frame of the pages about one meeting."""
    head = preparation.head
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number}
    return PrepareFrame(
        collaborative=head.collaborative_name,
        round_label=head.label,
        round_address=url_for("set_up.round_page", **where),
        prepare_address=url_for("prepare.overview", **where),
        agenda_address=url_for("prepare.agenda", **where),
        agree_address=url_for("agree.overview", **where),
        may_prepare=is_facilitator and head.stage is Stage.AGREEING,
    )


def pre_read_address(head: RoundHead, partner: int, *, absolute: bool = False) -> str:
    """Where a partner's pre-read is; `absolute` for a message. Only that partner, a lead and a facilitator open it."""
    return url_for(
        "prepare.pre_read",
        collaborative=head.collaborative,
        number=head.number,
        partner=partner,
        _external=absolute,
    )


def prepare_page(
    preparation: Preparation, *, is_facilitator: bool, pre_reads_of: Collection[int], ticked: Collection[str] = ()
) -> PreparePage:
    """The page, with what is in `ticked` still ticked where it can still be confirmed.

    `pre_reads_of` are the partners whose pre-read the person may read.
    """
    head = preparation.head
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number}
    offered = {item.result.criterion.id for item in preparation.to_confirm}
    rule = preparation.table.matrix.agreement
    return PreparePage(
        frame=prepare_frame(preparation, is_facilitator=is_facilitator),
        summary=_summary(preparation),
        has_positions=head.way is WayOfScoring.PARTNERS_FIRST,
        has_unsettled=any(each.agreement.unsettled for each in preparation.table.result.criteria if each.agreement),
        median_name=rule.median_name,
        median_is=middle_in_words(rule),
        to_discuss=tuple(_line(preparation, item) for item in preparation.triage.to_discuss),
        to_confirm=tuple(_offer(preparation, item, ticked) for item in preparation.to_confirm),
        confirmed=tuple(
            _line(preparation, item)
            for item in preparation.triage.to_confirm
            if item.result.criterion.id not in offered
        ),
        together=_together(preparation.to_confirm),
        request_key=new_request_key(),
        confirm_address=url_for("prepare.confirm", **where),
        length_address=url_for("prepare.keep_length", **where),
        agenda=_agenda(preparation),
        pre_reads=tuple(
            PreReadLink(partner.name, pre_read_address(head, partner.id))
            for partner in preparation.table.result.record.partners
            if partner.id in pre_reads_of
        ),
    )


_NOT_ON_OFFER: Final = "this level is not on offer any more. Nothing was recorded."
_CAME_APART: Final = "partners are more than one level apart by now, so this is not confirmed with the others."


def why_refused(refusal: NotToBeConfirmed | StaleTicks, preparation: Preparation, *, reader: int) -> Problems:
    """Each criterion that kept the ticks from being recorded, with what there is now, and where it stands on the page.

    `preparation` is how it is now, and `reader` the account of who ticked.
    """
    if isinstance(refusal, NotToBeConfirmed):
        found = [
            (each, f"{title}: {_CAME_APART if each in refusal.apart else _NOT_ON_OFFER}")
            for each, title in refusal.titles.items()
        ]
    else:
        found = [(each.criterion_id, _changed(each, preparation, reader)) for each in refusal.changed]
    offered = {item.result.criterion.id for item in preparation.to_confirm}
    places = [(f"{each}-is_ticked" if each in offered else f"line-{each}", said) for each, said in found]
    return (("confirm", NOTHING_RECORDED), *places)


def _changed(changed: ChangedMeanwhile, preparation: Preparation, reader: int) -> str:
    """Such as “Workforce: changed by Lena Lead after you opened this page. Now it is at 4 Thriving.”."""
    result = preparation.table.result.criterion(changed.criterion_id)
    now = "It has no result yet"
    if result is not None and result.consensus.is_recorded:
        now = f"It is recorded as {result.label}"
    who = who_saved(changed.by, reader=reader) or "somebody"
    return f"{changed.title}: changed by {who} after you opened this page. {now}, and was not overwritten."


def agenda_page(preparation: Preparation, *, is_facilitator: bool) -> AgendaPage | None:
    """The agenda to print, None until it is known how long the meeting lasts."""
    agenda = _agenda(preparation)
    if agenda is None:
        return None
    return AgendaPage(
        frame=prepare_frame(preparation, is_facilitator=is_facilitator),
        purpose=preparation.head.purpose,
        agenda=agenda,
    )


def _summary(preparation: Preparation) -> str:
    """Such as “Partners are split on 2 criteria and aligned on 3. On 4 too few gave a level to say. 1 of 9 has …”."""
    items = preparation.triage.items
    recorded = preparation.table.recorded
    result = f"{recorded} of {len(items)} {'has' if recorded == 1 else 'have'} a result."
    if preparation.head.way is WayOfScoring.TOGETHER:
        return result
    counts = {label: sum(1 for item in items if item.label is label) for label in _LABELS}
    too_few = counts.pop(AgreementLabel.TOO_FEW)
    said = []
    judged = [(label, number) for label, number in counts.items() if number]
    if judged:
        parts = [_on(label, number, place) for place, (label, number) in enumerate(judged)]
        said.append(f"Partners are {listed(parts)}.")
    if too_few:
        criteria = "" if judged else " criterion" if too_few == 1 else " criteria"
        said.append(f"On {too_few}{criteria} too few gave a level to say.")
    return " ".join([*said, result])


def _on(label: AgreementLabel, number: int, place: int) -> str:
    criteria = "" if place else " criterion" if number == 1 else " criteria"
    return f"{label.label.lower()} on {number}{criteria}"


def _together(offered: Sequence[TriageItem]) -> str:
    close = sum(1 for item in offered if item.is_close)
    if close < _FEWEST_TOGETHER:
        return ""
    return f"all {close}" if close == len(offered) else f"the {close} that are one level apart at the most"


def _index(item: TriageItem) -> str:
    """The index beside a verdict; where partners are too few for a verdict, a figure would pretend to be one."""
    return "" if item.index is None else f"{float(item.index):.2f}".replace("-", "\N{MINUS SIGN}")


def _line(preparation: Preparation, item: TriageItem) -> TriageLine:
    result, matrix, head = item.result, preparation.table.matrix, preparation.head
    agreement, criterion = result.agreement, result.criterion
    return TriageLine(
        id=criterion.id,
        title=criterion.title,
        domain=result.domain.title if result.domain.title != criterion.title else "",
        address=url_for(
            "agree.criterion", collaborative=head.collaborative, number=head.number, criterion_id=criterion.id
        ),
        agreement=item.label.label if agreement else "",
        agreement_key=item.label.value,
        sentence=agreement_sentence(agreement, matrix) if agreement else "",
        why_not_confirmed=item.why_not_confirmed,
        index=_index(item),
        last=_last(preparation, result),
        distance=item.distance_in_words,
        strip=None
        if agreement is None
        else small_strip(agreement, matrix, title=criterion.title, chart_id=f"strip-{criterion.id}"),
        recorded=result.label if result.consensus.is_recorded else "",
    )


def _last(preparation: Preparation, result: CriterionResult) -> str:
    last = preparation.table.last
    # Under another matrix the same id is chance.
    if last is None or not last.matrix.shares_id_with(preparation.table.matrix, result.criterion.id):
        return ""
    before = last.criterion(result.criterion.id)
    return "" if before is None else f"{last.record.label}: {before.label}"


def _offer(preparation: Preparation, item: TriageItem, ticked: Collection[str]) -> OfferLine:
    consensus = preparation.confirmation(item)
    level = consensus.level or 0
    return OfferLine(
        line=_line(preparation, item),
        level=level,
        level_label=preparation.table.matrix.level(level).numbered_label,
        reason=consensus.reason,
        based_on=preparation.kept(item).version,
        is_ticked=item.result.criterion.id in ticked,
        apart="" if item.is_close else item.given_in_words,
    )


def _agenda(preparation: Preparation) -> AgendaView | None:
    agenda = preparation.agenda
    if agenda is None:
        return None
    return AgendaView(
        in_words=agenda.in_words,
        is_long_enough=agenda.is_long_enough,
        lines=tuple(_box(box) for box in agenda.boxes),
        left_out=tuple(item.result.criterion.title for item in agenda.left_out),
    )


def _box(box: TimeBox) -> AgendaLine:
    titles = tuple(item.result.criterion.title for item in box.items)
    return AgendaLine(
        when=f"{box.starts_at} to {box.ends_at}",
        minutes=box.minutes,
        titles=titles,
        what="Confirm together" if box.is_confirming else titles[0],
        note="" if box.is_confirming else box.items[0].label.label,
    )
