"""Preparing the meeting: what to talk about first, what can be confirmed without talking, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.agenda import Agenda, agenda_of
from maturity.core.agreement import agreement_sentence
from maturity.core.consensus import NOTHING_RECORDED, Consensus, ConsensusState
from maturity.core.pre_read import without_result
from maturity.core.round import Stage
from maturity.core.triage import Triage, TriageItem, triage
from maturity.persistence.queries.consensus import NOTHING_KEPT, KeptConsensus
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.agree import AgreementTable, NotAgreeing, agree_level, open_table
from maturity.usecases.audit import record_event
from maturity.usecases.set_up import StaleForm
from maturity.usecases.versioned_save import NotNow

LONGEST_MEETING: Final = 24 * 60
"""In minutes."""


class NotRevealed(NotNow):
    """The partners' levels are not revealed yet, so there is nothing to prepare from."""

    def __init__(self, head: RoundHead) -> None:
        super().__init__(f"“{head.label}” is {head.stage.label.lower()}.")
        self.head = head


class NotToBeConfirmed(Exception):
    """Something that was ticked cannot be confirmed as it was offered. Nothing was recorded.

    `titles` are those of the criteria.
    """

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__("Not every level that you ticked can be confirmed as it was offered. Nothing was recorded.")
        self.titles = tuple(titles)


class NotALength(ValueError):
    """A meeting cannot be so long."""

    def __init__(self) -> None:
        super().__init__(f"The length of the meeting must be from 1 to {LONGEST_MEETING} minutes.")


@dataclass(frozen=True)
class Preparation:
    """All criteria of a round by disagreement. `agenda` is None until it is known how long the meeting lasts."""

    table: AgreementTable
    triage: Triage
    agenda: Agenda | None

    @property
    def head(self) -> RoundHead:
        """The round."""
        return self.table.head

    @property
    def to_confirm(self) -> tuple[TriageItem, ...]:
        """What can be confirmed in bulk: aligned, and nobody has begun to write anything down on it."""
        return tuple(item for item in self.triage.to_confirm if self.kept(item).said == NOTHING_RECORDED)

    def kept(self, item: TriageItem) -> KeptConsensus:
        """What was recorded on a criterion so far."""
        return self.table.kept.get(item.result.criterion.id, NOTHING_KEPT)

    def confirmation(self, item: TriageItem) -> Consensus:
        """What is recorded when the offered level of a criterion is confirmed. Its reason gives the figures."""
        agreement = item.result.agreement
        said = agreement_sentence(agreement, self.table.matrix) if agreement else ""
        return Consensus(
            state=ConsensusState.AGREED, level=item.offered, reason=f"Confirmed without discussion. {said}".strip()
        )


@dataclass(frozen=True, slots=True)
class Tick:
    """One level that a person confirmed: as it was offered, on the version of the result that the person saw."""

    criterion_id: str
    level: int
    based_on: int


def prepare_meeting(session: Session, *, collaborative: int, number: int) -> Preparation:
    """Everything to prepare a meeting from; raises `NoSuchRound` or `NotRevealed`.

    The agenda has what no result is recorded on yet.
    """
    table = open_table(session, collaborative=collaborative, number=number)
    if table.head.stage not in {Stage.AGREEING, Stage.CLOSED}:
        raise NotRevealed(table.head)
    ordered = triage(table.result, earlier=table.last)
    minutes = table.head.meeting_minutes
    return Preparation(
        table=table,
        triage=ordered,
        agenda=None if minutes is None else agenda_of(without_result(ordered), minutes=minutes),
    )


def confirm_aligned(
    session: Session, *, head: RoundHead, ticks: Sequence[Tick], request_key: str, account: int, now: datetime
) -> int:
    """Record every ticked level, each with a revision and an audit event of its own, or none. Returns how many.

    Only what is aligned is confirmed, at the level that is offered, and nothing that somebody has written down is
    overwritten. The same form sent twice is recorded once. Raises `NotToBeConfirmed`, or `StaleSave` where a result
    was recorded after the page was opened; `NotAgreeing` at any other stage. On an error the session must not be
    committed.
    """
    if head.stage is not Stage.AGREEING:
        raise NotAgreeing(head)
    preparation = prepare_meeting(session, collaborative=head.collaborative, number=head.number)
    aligned = {item.result.criterion.id: item for item in preparation.triage.to_confirm}
    refused = [
        tick.criterion_id for tick in ticks if not _may_be_confirmed(tick, preparation, aligned.get(tick.criterion_id))
    ]
    if refused:
        found = (preparation.table.result.criterion(criterion_id) for criterion_id in refused)
        raise NotToBeConfirmed([result.criterion.title for result in found if result])
    for tick in ticks:
        agree_level(
            session,
            head=head,
            criterion_id=tick.criterion_id,
            consensus=preparation.confirmation(aligned[tick.criterion_id]),
            based_on=tick.based_on,
            request_key=request_key,
            account=account,
            now=now,
        )
    return len(ticks)


def _may_be_confirmed(tick: Tick, preparation: Preparation, item: TriageItem | None) -> bool:
    if item is None or item.offered != tick.level:
        return False
    kept = preparation.kept(item)
    # Another version than the person saw is told as a stale save, unless this very form has made it.
    return kept.version != tick.based_on or kept.said == NOTHING_RECORDED


def set_meeting_length(
    session: Session, *, head: RoundHead, minutes: int, based_on: int, by: int, now: datetime
) -> None:
    """Keep how long the meeting lasts; raises `NotALength`, `NotAgreeing`, or `StaleForm` where the round changed."""
    if not 1 <= minutes <= LONGEST_MEETING:
        raise NotALength
    if head.stage is not Stage.AGREEING:
        raise NotAgreeing(head)
    if head.meeting_minutes == minutes:
        return
    if head.version != based_on:
        raise StaleForm
    session.execute(
        update(RoundRow)
        .where(RoundRow.id == head.id)
        .values(meeting_minutes=minutes, version=head.version + 1, state_version=RoundRow.state_version + 1)
    )
    record_event(
        session, action="set meeting length", now=now, account=by, collaborative=head.collaborative, round_id=head.id
    )
