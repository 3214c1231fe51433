from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.core.round import WayOfScoring
from maturity.persistence.engine import Database
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.schema import upgrade
from maturity.usecases.rounds import RoundDetails, set_up_round
from maturity.usecases.set_up import CollaborativeDetails, set_up_collaborative
from maturity.usecases.sign_in import add_account

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database of its own that has no matrix yet."""
    database = Database(tmp_path / "another.sqlite3")
    upgrade(database, backups=tmp_path / "backups", now=NOW)
    yield database
    database.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A transaction on a database that has no matrix yet."""
    database = Database(tmp_path / "maturity.sqlite3")
    upgrade(database, backups=tmp_path / "backups", now=NOW)
    with database.writing() as session:
        yield session
    database.close()


@pytest.fixture
def actions(session: Session) -> Callable[[], list[str]]:
    """What was recorded, in the order in which it happened."""
    return lambda: list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def make_round(session: Session, matrix_version: int, *, name: str = "Northmere") -> None:
    """Set up a draft round with a version, in a collaborative of its own."""
    lead = add_account(session, name="Helen", email=f"helen@{name}.example".lower(), by=None, now=NOW)
    details = CollaborativeDetails(name=name, type=CollaborativeType.ACUTE, footprint=Footprint.ICS)
    collaborative = set_up_collaborative(session, details=details, by=lead, now=NOW)
    asked = RoundDetails(label="First", purpose="", matrix_version=matrix_version, way=WayOfScoring.TOGETHER)
    set_up_round(session, collaborative=collaborative, details=asked, by=lead, now=NOW)
