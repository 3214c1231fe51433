from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from maturity.core.record.audit_chain import BEFORE_THE_FIRST, Event, chained_hash
from maturity.persistence.engine import Database
from maturity.persistence.rows.audit_event import AuditEvent
from tests.persistence.migrations.older_versions import columns_of, filled, rows, upgrade_to

NO_LONGER_THERE = {"organisation": "succeeded_by_id"}

A_DRAFT = (
    "{verb} INTO matrix_version (id, key, version, title, content_hash, content, state, added_at) "
    "SELECT {id}, key, {version}, title, 'zz', x'01', 'draft', added_at FROM matrix_version WHERE id = 1"
)


@pytest.fixture
def second_version(tmp_path: Path) -> Iterator[Database]:
    """A database of the version before, with rows in every table."""
    database = filled(tmp_path, "0002")
    yield database
    database.close()


def upgraded(database: Database) -> Database:
    upgrade_to(database, "0003")
    return database


def test_every_row_of_every_table_is_kept_as_it_was(second_version: Database) -> None:
    columns = columns_of(second_version.path)
    for table, gone in NO_LONGER_THERE.items():
        columns[table].remove(gone)
    before = {table: rows(second_version.path, table, names) for table, names in columns.items()}
    assert [table for table, found in before.items() if len(found) < 2] == []
    upgraded(second_version)
    assert {table: rows(second_version.path, table, names) for table, names in columns.items()} == before


def test_every_matrix_version_is_a_published_one_since_it_was_added(second_version: Database) -> None:
    with upgraded(second_version).reading() as session:
        found = session.execute(text("SELECT state, published_at = added_at, retired_at FROM matrix_version")).all()
    assert found == [("published", 1, None)] * 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE matrix_version SET content = x'01' WHERE id = 1",
        "UPDATE matrix_version SET content_hash = 'zz' WHERE id = 1",
        "UPDATE matrix_version SET version = '9.0' WHERE id = 1",
        "UPDATE matrix_version SET state = 'draft', published_at = NULL WHERE id = 1",
        "UPDATE matrix_version SET id = 99 WHERE id = 1",
        "DELETE FROM matrix_version WHERE id = 1",
        "INSERT OR REPLACE INTO matrix_version SELECT * FROM matrix_version WHERE id = 1",
        A_DRAFT.format(verb="INSERT OR REPLACE", id="99", version="version"),
        A_DRAFT.format(verb="INSERT OR REPLACE", id="1", version="'9.0'"),
    ],
)
def test_a_published_matrix_version_can_be_neither_changed_nor_removed(second_version: Database, change: str) -> None:
    upgraded(second_version)
    with (
        pytest.raises(DatabaseError, match="a published matrix version never changes"),
        second_version.writing() as session,
    ):
        session.execute(text(change))


@pytest.mark.parametrize("change", ["id = 1", "version = (SELECT version FROM matrix_version WHERE id = 1)"])
def test_no_draft_takes_the_place_of_a_published_version(second_version: Database, change: str) -> None:
    with upgraded(second_version).writing() as session:
        session.execute(text(A_DRAFT.format(verb="INSERT", id="99", version="'9.0'")))
        session.execute(text("UPDATE matrix_version SET version = '9.1' WHERE id = 99"))
    with (
        pytest.raises(DatabaseError, match="a published matrix version never changes"),
        second_version.writing() as session,
    ):
        session.execute(text(f"UPDATE OR REPLACE matrix_version SET {change} WHERE id = 99"))  # noqa: S608


@pytest.mark.parametrize(
    "table", ["response_revision", "position_revision", "consensus_revision", "vote_revision", "dissent_revision"]
)
def test_no_version_of_what_was_said_before_can_be_replaced(second_version: Database, table: str) -> None:
    with (
        pytest.raises(DatabaseError, match=f"rows of {table} are only ever added"),
        upgraded(second_version).writing() as session,
    ):
        session.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))  # noqa: S608


def test_a_published_matrix_version_can_be_retired(second_version: Database) -> None:
    with upgraded(second_version).writing() as session:
        session.execute(text("UPDATE matrix_version SET state = 'retired', retired_at = added_at WHERE id = 1"))


def test_the_events_so_far_are_chained_as_they_are_from_now_on(second_version: Database) -> None:
    with upgraded(second_version).reading() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        assert len(events) > 1
        previous = BEFORE_THE_FIRST
        for row in events:
            event = Event(
                number=row.id,
                happened_at=row.happened_at,
                account=row.account_id,
                collaborative=row.collaborative_id,
                round_id=row.round_id,
                action=row.action,
                subject=row.subject,
            )
            assert row.previous_hash == previous
            assert row.hash == chained_hash(event, previous)
            previous = row.hash


def test_a_partner_goes_on_in_another_one_only_once_it_left(second_version: Database) -> None:
    upgraded(second_version)
    for change in (
        "UPDATE partner SET succession = 'merged', succeeded_by_id = 2 WHERE id = 1",
        "UPDATE partner SET succession = 'merged' WHERE id = 2",
        "UPDATE partner SET succession = 'merged', succeeded_by_id = 2 WHERE id = 2",
    ):
        with pytest.raises(DatabaseError, match="CHECK constraint failed"), second_version.writing() as session:
            session.execute(text(change))
    with second_version.writing() as session:
        session.execute(text("UPDATE partner SET succession = 'merged', succeeded_by_id = 1 WHERE id = 2"))
