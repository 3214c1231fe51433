"""One event for every change of state, in the transaction of the change."""

from __future__ import annotations

from datetime import datetime
from typing import Final, cast

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from maturity.core.record.audit_chain import BEFORE_THE_FIRST, Event, chained_hash
from maturity.core.record.audit_words import READ_BY_ADMINISTRATORS, actions_about
from maturity.persistence.plain import run_plain
from maturity.persistence.rows.audit_event import AuditEvent

_OF_NO_COLLABORATIVE: Final = frozenset(actions_about(*READ_BY_ADMINISTRATORS))
_ADD: Final = insert(cast("Table", AuditEvent.__table__))
_LAST: Final = select(AuditEvent.id, AuditEvent.hash).where(
    AuditEvent.id == select(func.max(AuditEvent.id)).scalar_subquery()
)


def record_event(
    session: Session,
    *,
    action: str,
    now: datetime,
    account: int | None,
    collaborative: int | None = None,
    round_id: int | None = None,
    subject: str = "",
) -> None:
    """Add one event, after everything that waits to be written, to the end of the chain.

    `subject` names what was changed by its id, never by anything that a person wrote. There is one writer at a time,
    so nobody else adds an event after the same one. Raises `ValueError` for an action or subject with a line end or
    another character that does not print: whoever reads the record as lines would be deceived. And for what
    administrators read that names a collaborative: they look for it among what is of none.
    """
    if collaborative is not None and action in _OF_NO_COLLABORATIVE:
        raise ValueError(f"“{action}” is of no collaborative.")
    if not (action.isprintable() and subject.isprintable()):
        raise ValueError("An event is one line of characters that print.")
    number, previous = run_plain(session, _LAST, {}).one_or_none() or (0, BEFORE_THE_FIRST)
    event = Event(
        number=number + 1,
        happened_at=now,
        account=account,
        collaborative=collaborative,
        round_id=round_id,
        action=action,
        subject=subject,
    )
    run_plain(
        session,
        _ADD,
        {
            "id": event.number,
            "happened_at": now,
            "account_id": account,
            "collaborative_id": collaborative,
            "round_id": round_id,
            "action": action,
            "subject": subject,
            "previous_hash": previous,
            "hash": chained_hash(event, previous),
        },
    )
