"""Whether every vote, level and dissent that was called saved is in the database, whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import func, select, text

from maturity.persistence.engine import Database
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.ballot import VoteRevision
from maturity.persistence.rows.consensus import ConsensusRevision
from maturity.persistence.rows.dissent import DissentRevision

_SAVES: Final = {
    "vote": (VoteRevision, VoteRevision.request_key, VoteRevision.reason),
    "agree level": (ConsensusRevision, ConsensusRevision.request_key, ConsensusRevision.reason),
    "dissent": (DissentRevision, DissentRevision.request_key, DissentRevision.words),
}
"""What is kept of each save in a room, by the action of its event: its key and its words."""


def lost_saves(database: Database, acknowledged: Mapping[str, str]) -> dict[str, str]:
    """The words that were called saved and that the database does not hold, by the key of their save."""
    found: dict[str, str] = {}
    with database.reading() as session:
        for _, key, words in _SAVES.values():
            found |= {row[0]: row[1] for row in session.execute(select(key, words))}
    return {key: words for key, words in acknowledged.items() if found.get(key) != words}


def faults(database: Database) -> list[str]:
    """What is half written: a save without its event, or a fault that SQLite finds."""
    with database.reading() as session:
        verdict = session.execute(text("PRAGMA integrity_check")).scalar_one()
        found = [] if verdict == "ok" else [verdict]
        for action, (version, *_) in _SAVES.items():
            saves = session.execute(select(func.count()).select_from(version)).scalar_one()
            of_action = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == action)
            events = session.execute(of_action).scalar_one()
            found += [] if saves == events else [f"{action}: {saves} saves, {events} events"]
    return found
