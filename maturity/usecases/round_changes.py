"""What every change of a round has in common: it leaves an event, and what rests on the round is made anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.audit import record_event


def note_round_changed(
    session: Session, *, head: RoundHead, action: str, account: int, now: datetime, subject: str = "", **columns: Any
) -> None:
    """Record one event and mark the round as changed, with what changed of the round itself."""
    mark_round_changed(session, head=head, **columns)
    record_event(
        session,
        action=action,
        now=now,
        account=account,
        collaborative=head.collaborative,
        round_id=head.id,
        subject=subject,
    )


def mark_round_changed(session: Session, *, head: RoundHead, **columns: Any) -> None:
    """Have results, reports and screens that rest on an earlier `state_version` worked out again."""
    session.execute(
        update(RoundRow).where(RoundRow.id == head.id).values(state_version=RoundRow.state_version + 1, **columns)
    )
