"""One event for every change of state, in the transaction of the change."""

from __future__ import annotations

from datetime import datetime
from typing import Final, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from maturity.persistence.plain import run_plain
from maturity.persistence.rows.audit_event import AuditEvent

_ADD: Final = insert(cast("Table", AuditEvent.__table__))


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
    """Add one event, after everything that waits to be written.

    `subject` names what was changed by its id, never by anything that a person wrote.
    """
    run_plain(
        session,
        _ADD,
        {
            "happened_at": now,
            "account_id": account,
            "collaborative_id": collaborative,
            "round_id": round_id,
            "action": action,
            "subject": subject,
        },
    )
