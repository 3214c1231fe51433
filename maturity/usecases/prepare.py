"""Preparing the meeting: what to talk about first, what can be confirmed without talking, and for how long."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from maturity.core.consensus import NOTHING_RECORDED, Consensus, ConsensusState
from maturity.core.meeting.agenda import Agenda, agenda_of
from maturity.core.meeting.triage import Triage, TriageItem, reason_of_confirming, triage
from maturity.core.round import Stage
from maturity.persistence.queries.consensus import NOTHING_KEPT, KeptConsensus
from maturity.persistence.queries.rooms import RoomState, find_room
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.versions import Author
from maturity.usecases.agree import AgreementTable, NotAgreeing, agree_level, open_table
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.stale_form import StaleForm
from maturity.usecases.versioned_save import NotNow, StaleSave

LONGEST_MEETING: Final = 24 * 60
"""In minutes."""


class NotRevealed(NotNow):
    """The partners' levels are not revealed yet, so there is nothing to prepare from."""

    def __init__(self, head: RoundHead) -> None:
        super().__init__(f"“{head.label}” is {head.stage.label.lower()}.")
        self.head = head


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """A level that was ticked, where somebody else recorded something after the page was opened.

    `title` is the criterion's, `kept` what is there now and `by` who saved it.
    """

    criterion_id: str
    title: str
    kept: KeptConsensus
    by: Author | None


class StaleTicks(Exception):
    """Some of the levels that were ticked changed after the page was opened. Nothing was recorded or overwritten."""

    def __init__(self, changed: Sequence[ChangedMeanwhile]) -> None:
        super().__init__("Some of these levels changed after you opened the page. Nothing was recorded.")
        self.changed = tuple(changed)


class NotToBeConfirmed(Exception):
    """Something that was ticked cannot be confirmed as it was offered. Nothing was recorded.

    `titles` are those of the criteria, by id, and `apart` those of them on which partners came to lie apart after they
    were offered as close.
    """

    def __init__(self, titles: Mapping[str, str], *, apart: Collection[str] = ()) -> None:
        super().__init__("Not every level that you ticked can be confirmed as it was offered. Nothing was recorded.")
        self.titles = titles
        self.apart = frozenset(apart)


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
        reason = reason_of_confirming(item.result.final_agreement, self.table.matrix)
        return Consensus(state=ConsensusState.AGREED, level=item.offered, reason=reason)


@dataclass(frozen=True, slots=True)
class Tick:
    """One level that a person confirmed: as it was offered, on the version of the result that the person saw.

    `as_close`: by one press for all on which partners were close then, and not by itself.
    """

    criterion_id: str
    level: int
    based_on: int
    as_close: bool = False


def prepare_meeting(session: Session, *, collaborative: int, number: int) -> Preparation:
    """Everything to prepare a meeting from; raises `NoSuchRound` or `NotRevealed`.

    The agenda has what no result was recorded on before the meeting.
    """
    table = open_table(session, collaborative=collaborative, number=number)
    if table.head.stage not in {Stage.AGREEING, Stage.CLOSED}:
        raise NotRevealed(table.head)
    room = find_room(session, round_id=table.head.id)
    return Preparation(
        table=table, triage=triage(table.result, earlier=table.last), agenda=meeting_agenda(table, room=room)
    )


def meeting_agenda(table: AgreementTable, *, room: RoomState | None) -> Agenda | None:
    """The agenda of the meeting, None until it is known how long it lasts."""
    minutes = table.head.meeting_minutes
    if minutes is None:
        return None
    ordered = triage(table.result, earlier=table.last)
    return agenda_of(ordered.without(settled_before(table, room=room)), minutes=minutes)


def settled_before(table: AgreementTable, *, room: RoomState | None) -> frozenset[str]:
    """The criteria that need no time in the meeting, because a result was recorded on them before it, by id.

    What is recorded while the room is open keeps its time: else the minutes of a meeting would be shared out anew
    among fewer criteria with each level that is agreed in it.
    """
    began = room.opened_at if room is not None and room.is_open else None
    return frozenset(
        criterion_id
        for criterion_id, kept in table.kept.items()
        if kept.said.is_recorded and (began is None or kept.saved_at is None or kept.saved_at < began)
    )


def confirm_aligned(
    session: Session, *, head: RoundHead, ticks: Sequence[Tick], request_key: str, account: int, now: datetime
) -> int:
    """Record every ticked level, each with a revision and an audit event of its own, or none. Returns how many.

    Only what is aligned is confirmed, at the level that is offered, and nothing that somebody has written down is
    overwritten. The same form sent twice is recorded once. Raises `NotToBeConfirmed`, or `StaleTicks` with all those
    on which something was recorded after the page was opened; `NotAgreeing` at any other stage. On an error the
    session must not be committed.
    """
    if head.stage is not Stage.AGREEING:
        raise NotAgreeing(head)
    preparation = prepare_meeting(session, collaborative=head.collaborative, number=head.number)
    aligned = {item.result.criterion.id: item for item in preparation.triage.to_confirm}
    refused = [
        tick.criterion_id for tick in ticks if not _may_be_confirmed(tick, preparation, aligned.get(tick.criterion_id))
    ]
    apart = [tick.criterion_id for tick in ticks if _came_apart(tick, preparation, aligned.get(tick.criterion_id))]
    titles = {c.criterion.id: c.criterion.title for c in preparation.table.result.criteria}
    if refused or apart:
        raise NotToBeConfirmed({each: titles[each] for each in (*refused, *apart) if each in titles}, apart=apart)
    changed: list[ChangedMeanwhile] = []
    for tick in ticks:
        try:
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
        except StaleSave as stale:
            changed.append(ChangedMeanwhile(tick.criterion_id, titles[tick.criterion_id], stale.kept, stale.by))
    if changed:
        raise StaleTicks(changed)
    return len(ticks)


def _may_be_confirmed(tick: Tick, preparation: Preparation, item: TriageItem | None) -> bool:
    if item is None or item.offered != tick.level:
        return False
    kept = preparation.kept(item)
    # Another version than the person saw is told as a stale save, unless this very form has made it.
    return kept.version != tick.based_on or kept.said == NOTHING_RECORDED


def _came_apart(tick: Tick, preparation: Preparation, item: TriageItem | None) -> bool:
    if not tick.as_close or item is None or item.offered != tick.level or item.is_close:
        return False
    return preparation.kept(item).version == tick.based_on


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
    note_round_changed(
        session,
        head=head,
        action="set meeting length",
        account=by,
        now=now,
        version=head.version + 1,
        meeting_minutes=minutes,
    )
