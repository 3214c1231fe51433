from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from tests.persistence.migrations.older_versions import columns_of, filled, rows, upgrade_to

AT = "2026-03-04 10:30:00.123456"
REBUILT = ("role_grant", "round", "respondent", "consensus", "consensus_revision", "position")


@pytest.fixture
def first_version(tmp_path: Path) -> Iterator[Database]:
    """A database of the version before, with rows in every table."""
    database = filled(tmp_path, "0001")
    yield database
    database.close()


def run(session: Session, statement: str) -> None:
    session.execute(text(statement), {"at": AT})


def upgraded(database: Database) -> Database:
    upgrade_to(database, "0002")
    return database


def test_every_row_of_every_table_is_kept_as_it_was(first_version: Database) -> None:
    columns = columns_of(first_version.path)
    before = {table: rows(first_version.path, table, names) for table, names in columns.items()}
    assert [table for table, found in before.items() if len(found) < 2] == []
    upgraded(first_version)
    assert {table: rows(first_version.path, table, names) for table, names in columns.items()} == before


def test_a_rebuilt_table_gives_out_no_id_that_was_used(first_version: Database) -> None:
    upgraded(first_version)
    for table in REBUILT:
        with first_version.reading() as session:
            kept = session.execute(text(f"SELECT max(id), count(*) FROM {table}")).one()  # noqa: S608
        assert kept[0] >= kept[1] >= 2


def test_what_a_row_did_not_say_before_is_filled_in(first_version: Database) -> None:
    path = upgraded(first_version).path
    assert rows(path, "round", ["naming", "meeting_minutes"]) == [("partner-only", "text", None, "null")] * 2
    assert rows(path, "consensus", ["moves_up"]) == [("", "text")] * 2
    assert rows(path, "consensus_revision", ["moves_up"]) == [("", "text")] * 3
    assert rows(path, "respondent", ["id", "role_title", "is_partner_lead"]) == [
        (1, "integer", "", "text", 0, "integer"),
        (2, "integer", "", "text", 1, "integer"),
        (5, "integer", "", "text", 1, "integer"),
    ]


def test_two_live_seats_of_a_partner_have_one_lead(first_version: Database) -> None:
    with closing(sqlite.connect(str(first_version.path))) as connection:
        connection.execute("INSERT INTO respondent VALUES (6, 1, 1, 7, NULL, NULL)")
        connection.commit()
    path = upgraded(first_version).path
    leads = [row[0] for row in rows(path, "respondent", ["id", "is_partner_lead"]) if row[2]]
    assert leads == [2, 5]


def test_every_position_has_its_first_version_by_who_closed_responding(first_version: Database) -> None:
    said = "state, level, reason, confidence, evidence, reached_at, origin, entered_by, between_lower, between_upper"
    with upgraded(first_version).reading() as session:
        positions = session.execute(text(f"SELECT id, version, {said} FROM position ORDER BY id")).all()  # noqa: S608
        revisions = session.execute(
            text(f"SELECT position_id, version, {said} FROM position_revision ORDER BY position_id")  # noqa: S608
        ).all()
        by = session.scalars(text("SELECT account_id FROM position_revision ORDER BY position_id")).all()
    assert revisions == positions
    assert [row[1] for row in positions] == [1, 1, 1]
    assert {row[8] for row in positions} == {"respondent"}
    # The third was reached when no move is known: nobody is named for it.
    assert by == [2, 2, None]


@pytest.mark.parametrize("table", ["consensus_revision", "position_revision", "vote_revision", "dissent_revision"])
@pytest.mark.parametrize("change", ["UPDATE {} SET saved_at = ''", "DELETE FROM {}"])
def test_what_was_said_once_can_be_neither_changed_nor_deleted(
    first_version: Database, table: str, change: str
) -> None:
    upgraded(first_version)
    with first_version.writing() as session:
        run(session, "INSERT INTO ballot VALUES (1, 1, 'a', 1, :at, 1, NULL, NULL, NULL)")
        run(session, "INSERT INTO vote VALUES (1, 1, 1, 'level', 2, '', 0, 1, :at)")
        run(session, "INSERT INTO vote_revision VALUES (1, 1, 1, 'k', 1, 'level', 2, '', 0, :at)")
        run(session, "INSERT INTO dissent VALUES (1, 1, 'a', 1, 'No', 0, 1, :at)")
        run(session, "INSERT INTO dissent_revision VALUES (1, 1, 1, 'k', 1, 'No', 0, :at)")
    statement = change.format(table)
    if table == "position_revision":
        statement = statement.replace("saved_at", "reached_at")
    with (
        pytest.raises(DatabaseError, match=f"rows of {table} are only ever added"),
        first_version.writing() as session,
    ):
        session.execute(text(statement))


def test_a_round_has_one_ballot_at_a_time(first_version: Database) -> None:
    upgraded(first_version)
    with first_version.writing() as session:
        run(session, "INSERT INTO ballot VALUES (1, 1, 'a', 1, :at, 1, :at, NULL, NULL)")
        run(session, "INSERT INTO ballot VALUES (2, 1, 'a', 2, :at, 1, NULL, NULL, :at)")
        run(session, "INSERT INTO ballot VALUES (3, 1, 'a', 3, :at, 1, NULL, NULL, NULL)")
    with pytest.raises(DatabaseError, match="UNIQUE constraint failed"), first_version.writing() as session:
        run(session, "INSERT INTO ballot VALUES (4, 1, 'b', 1, :at, 1, NULL, NULL, NULL)")


def test_a_partner_has_one_lead_and_nobody_who_stood_down_is_it(first_version: Database) -> None:
    upgraded(first_version)
    for change in ("UPDATE respondent SET is_partner_lead = 1, submitted_at = :at WHERE id = 1", None):
        with pytest.raises(DatabaseError, match=r"constraint failed"), first_version.writing() as session:
            run(session, change or "INSERT INTO respondent VALUES (8, 1, 1, 7, '', 1, :at, NULL)")
