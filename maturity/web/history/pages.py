"""What the pages of the record show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import url_for

from maturity.core.record.audit_chain import Head
from maturity.core.record.audit_words import About, said_of
from maturity.persistence.queries.audit import RecordedEvent
from maturity.persistence.queries.rounds import RoundHead
from maturity.web.design_system.words import count

AT_ONCE: Final = 50
SHORT: Final = 10
"""Characters of a hash that are enough to recognise it by."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in words. `short_hash` is the beginning of its hash."""

    number: int
    when: datetime
    sentence: str
    short_hash: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """What the history is of: one round or kind, or all of them (None)."""

    round_number: int | None = None
    about: About | None = None

    @property
    def in_address(self) -> dict[str, Any]:
        """The same as it stands in an address."""
        return {"round": self.round_number, "about": None if self.about is None else self.about.value}


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some events, the last first. `name` is empty for those of the installation; addresses may be empty."""

    name: str
    back_address: str
    lines: tuple[EventLine, ...]
    rounds: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    is_filtered: bool
    own_address: str
    csv_address: str
    first_address: str
    earlier_address: str
    head_in_words: str
    head: str


def history_page(
    events: Sequence[RecordedEvent],
    *,
    collaborative: int | None,
    name: str,
    rounds: Sequence[RoundHead],
    kinds: Sequence[About],
    chosen: Filter,
    before: int | None,
    recorded: Head | None,
) -> HistoryPage:
    """The page for up to `AT_ONCE` events; one more says that there are earlier ones."""
    shown = events[:AT_ONCE]
    total = count(recorded.number if recorded else 0, "event")

    def to(endpoint: str, **more: Any) -> str:
        if collaborative is None:
            return url_for(f"history.installation{endpoint}", **more)
        return url_for(f"history.collaborative{endpoint}", collaborative=collaborative, **more)

    return HistoryPage(
        name=name,
        back_address=url_for("set_up.accounts")
        if collaborative is None
        else url_for("set_up.collaborative", collaborative=collaborative),
        lines=tuple(EventLine(e.number, e.happened_at, sentence_of(e), e.hash[:SHORT]) for e in shown),
        rounds=tuple(Choice(str(r.number), r.label, r.number == chosen.round_number) for r in rounds),
        kinds=tuple(Choice(kind.value, kind.label, kind is chosen.about) for kind in kinds),
        is_filtered=chosen != Filter(),
        own_address=to(""),
        csv_address=to("_csv", **chosen.in_address),
        first_address=to("", **chosen.in_address) if before is not None else "",
        earlier_address=to("", **chosen.in_address, before=shown[-1].number) if len(events) > AT_ONCE else "",
        head_in_words=f"The record of this installation has {total}. Each is bound by its hash to all before it. Keep "
        "the number and hash below, in the minutes of a meeting say: held against them, nothing before can be altered, "
        "taken out or put in without a trace. Only a hash that was kept tells a record that was made anew from its "
        "beginning.",
        head="" if recorded is None else str(recorded),
    )


def sentence_of(event: RecordedEvent) -> str:
    """An event in plain words."""
    return said_of(
        event.action,
        who=event.who,
        round_label=f"“{event.round_label}”" if event.round_label else "",
        partner=event.partner,
        person=event.person,
        subject=event.subject,
        more=event.more,
    )
