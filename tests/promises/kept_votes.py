"""Whether every vote that was called saved is in the database, whole."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select, text

from maturity.persistence.engine import Database
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.ballot import VoteRevision


def lost_votes(database: Database, acknowledged: Mapping[str, str]) -> dict[str, str]:
    """The votes that were called saved and that the database does not hold, by their key."""
    with database.reading() as session:
        rows = session.execute(select(VoteRevision.request_key, VoteRevision.reason)).all()
        found = {row[0]: row[1] for row in rows}
    return {key: reason for key, reason in acknowledged.items() if found.get(key) != reason}


def faults(database: Database) -> list[str]:
    """What is half written: a vote without its event, or a fault that SQLite finds."""
    with database.reading() as session:
        verdict = session.execute(text("PRAGMA integrity_check")).scalar_one()
        votes = session.execute(select(func.count()).select_from(VoteRevision)).scalar_one()
        events = session.execute(
            select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "vote")
        ).scalar_one()
    return [*([] if verdict == "ok" else [verdict]), *([] if votes == events else [f"{votes} votes, {events} events"])]
