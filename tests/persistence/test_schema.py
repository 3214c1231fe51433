from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

import maturity.persistence.rows  # noqa: F401  (names every table)
from maturity.persistence import schema
from maturity.persistence.base import Base
from maturity.persistence.engine import Database
from maturity.persistence.schema import DatabaseNotUsable, back_up, check_schema, known_versions, upgrade

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
NEXT = "0004"
LATER = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)

NEVER_REPLACED = (
    "response_revision",
    "position_revision",
    "consensus_revision",
    "dissent_revision",
    "vote_revision",
    "hindsight_revision",
    "sign_off",
    "version_move_effect",
    "version_move_reopened",
    "imported_archive",
)

# Alembic cannot compare an index on an expression and says so; `definitions` below compares it.
without_expression_indexes = pytest.mark.filterwarnings("ignore:.*expression-based index")


def test_the_newest_migration_is_the_version_that_the_product_asks_for() -> None:
    assert max(known_versions()) == schema.HEAD


def test_a_new_database_is_of_this_version(database: Database) -> None:
    check_schema(database)


@without_expression_indexes
def test_the_migrations_make_exactly_the_tables_that_the_rows_describe(database: Database) -> None:
    assert differences(database) == []


@without_expression_indexes
def test_control_a_column_that_no_migration_makes_is_noticed(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE round DROP COLUMN purpose")
    assert [change[0] for change in differences(database)] == ["add_column"]


def differences(database: Database) -> list[tuple[object, ...]]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[tuple[object, ...]] = compare_metadata(context, Base.metadata)
        return found


def test_the_migrations_ask_of_every_table_what_its_row_asks(database: Database, tmp_path: Path) -> None:
    from_rows = Database(tmp_path / "rows.sqlite3")
    Base.metadata.create_all(from_rows.engine)
    asked = definitions(from_rows.path)
    from_rows.close()
    assert len(asked) > 20
    assert definitions(database.path) == asked


def definitions(path: Path) -> dict[str, list[str]]:
    """Columns, constraints and indexes, alembic's own table aside; their order in the file does not count."""
    with closing(sqlite.connect(str(path))) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL "
            "AND name != 'alembic_version'"
        ).fetchall()
    return {name: sorted(line.strip().rstrip(",") for line in sql.splitlines()) for name, sql in rows}


def test_a_missing_database_is_named_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "maturity.sqlite3"
    with pytest.raises(DatabaseNotUsable, match=re.escape(f"There is no database at {path}. Run “maturity init”")):
        check_schema(Database(path))
    assert not path.exists()


@pytest.mark.parametrize("attempt", [check_schema, lambda d: upgrade(d, backups=d.path.parent / "backups", now=NOW)])
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, attempt: Callable[[Database], object]
) -> None:
    path = tmp_path / "maturity.sqlite3"
    path.write_text("Dear reader, this is a letter and not a database. " * 100)
    before = path.read_bytes()
    with pytest.raises(DatabaseNotUsable, match="cannot be read as a database: file is not a database"):
        attempt(Database(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("attempt", [check_schema, lambda d: upgrade(d, backups=d.path.parent / "backups", now=NOW)])
def test_a_database_of_another_program_is_refused_and_left_alone(
    tmp_path: Path, attempt: Callable[[Database], object]
) -> None:
    path = tmp_path / "maturity.sqlite3"
    with closing(sqlite.connect(str(path))) as connection:
        connection.execute("CREATE TABLE recipe (title TEXT)")
    before = path.read_bytes()
    with pytest.raises(DatabaseNotUsable, match="is a database of another program"):
        attempt(Database(path))
    assert path.read_bytes() == before


def test_a_database_of_an_earlier_version_asks_for_the_upgrade(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "HEAD", NEXT)
    with pytest.raises(DatabaseNotUsable, match=r"earlier version\. Run “maturity db upgrade”"):
        check_schema(database)


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
@pytest.mark.parametrize("attempt", ["check", "upgrade"])
def test_a_database_from_a_newer_version_is_refused_and_not_touched(
    database: Database, tmp_path: Path, mode: str, attempt: str
) -> None:
    path = tmp_path / "newer" / "maturity.sqlite3"
    make_newer(database, path, mode)
    before = path.read_bytes()
    newer = Database(path)
    with pytest.raises(DatabaseNotUsable, match=r"made by a newer version of this product \(schema 9999; this one"):
        check_schema(newer) if attempt == "check" else upgrade(newer, backups=tmp_path / "backups", now=NOW)
    newer.close()
    assert path.read_bytes() == before
    assert not list((tmp_path / "backups").glob("*"))


def make_newer(database: Database, path: Path, mode: str) -> None:
    path.parent.mkdir()
    back_up(database, path)
    connection = sqlite.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.close()


def test_a_database_of_this_version_is_not_upgraded_and_not_copied(database: Database, tmp_path: Path) -> None:
    assert upgrade(database, backups=tmp_path / "backups", now=LATER) is None
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize("folder", ["100% sure", "%(here)s", "a folder: two"])
def test_a_product_is_installed_in_a_folder_of_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    migrations = tmp_path / folder / "migrations"
    shutil.copytree(schema._MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))  # noqa: SLF001  (the real ones)
    monkeypatch.setattr(schema, "_MIGRATIONS", migrations)
    path = tmp_path / folder / "maturity.sqlite"
    database = Database(path)
    upgrade(database, backups=tmp_path / "backups", now=NOW)
    check_schema(database)
    database.close()


@pytest.fixture
def next_version(database: Database, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations with one more that rebuilds `collaborative`, to which other rows refer."""
    folder = database.path.parent / "migrations"
    shutil.copytree(schema._MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))  # noqa: SLF001  (the real ones)
    (folder / "versions" / f"{NEXT}_rebuild.py").write_text(
        "from alembic import op\n"
        "import sqlalchemy as sa\n"
        f"revision, down_revision, branch_labels, depends_on = {NEXT!r}, {schema.HEAD!r}, None, None\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('collaborative') as batch:\n"
        "        batch.alter_column('region', type_=sa.String(300))\n"
    )
    monkeypatch.setattr(schema, "_MIGRATIONS", folder)
    monkeypatch.setattr(schema, "HEAD", NEXT)
    return folder


@pytest.mark.usefixtures("next_version")
def test_an_upgrade_copies_the_database_first_and_keeps_every_row(database: Database, tmp_path: Path) -> None:
    fill(database)
    before = contents(database.path)
    copy = upgrade(database, backups=tmp_path / "backups", now=LATER)
    assert copy == tmp_path / "backups" / f"before-{NEXT}-20260506-110000.sqlite3"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert contents(copy) == before
    assert contents(database.path) == before | {"alembic_version": [(NEXT,)]}
    check_schema(database)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.usefixtures("next_version")
def test_control_with_foreign_keys_on_the_same_rebuild_fails(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)
    before = contents(database.path)

    def keep_them_on(connection: object, *, at_once: bool) -> None:
        pass

    monkeypatch.setattr(schema, "_check_foreign_keys", keep_them_on)
    with pytest.raises(DatabaseError, match="FOREIGN KEY constraint failed"):
        upgrade(database, backups=tmp_path / "backups", now=LATER)
    assert contents(database.path) == before


def test_an_upgrade_that_would_orphan_a_row_is_undone_as_a_whole(
    database: Database, tmp_path: Path, next_version: Path
) -> None:
    fill(database)
    before = contents(database.path)
    migration = next_version / "versions" / f"{NEXT}_rebuild.py"
    orphaning = "    op.execute(sa.table('organisation').delete())\n"
    migration.write_text(migration.read_text() + orphaning)
    with pytest.raises(DatabaseNotUsable, match="would leave 1 rows without what they refer to"):
        upgrade(database, backups=tmp_path / "backups", now=LATER)
    assert contents(database.path) == before


def fill(database: Database) -> None:
    with database.writing() as session:
        for statement in (
            "INSERT INTO collaborative VALUES (1, 'Northmere', 'acute', 'ics', 'North', '2026-03-04 10:30:00', 1)",
            "INSERT INTO organisation VALUES (1, 'DEMO1', '2026-03-04 10:30:00')",
            "INSERT INTO partner VALUES (1, 1, 1, 'Northmere', 'acute-trust', '2024-01-01', NULL, NULL, NULL, 1)",
            "INSERT INTO collaborative_icb VALUES (1, 1, 'Northmere ICB')",
            "INSERT INTO audit_event VALUES (1, '2026-03-04', NULL, 1, NULL, 'set up', '', printf('%064d', 0), 'b')",
        ):
            session.execute(text(statement))


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite.connect(str(path))) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}  # noqa: S608


@pytest.mark.parametrize("change", ["UPDATE audit_event SET action = 'nothing'", "DELETE FROM audit_event"])
def test_the_audit_record_can_be_neither_changed_nor_emptied(database: Database, change: str) -> None:
    fill(database)
    with pytest.raises(DatabaseError, match="rows of audit_event are only ever added"), database.writing() as session:
        session.execute(text(change))
    assert contents(database.path)["audit_event"][0][5] == "set up"


@pytest.mark.parametrize(
    "table",
    ["audit_event", *NEVER_REPLACED],
)
def test_tables_that_are_only_added_to_refuse_every_other_change(database: Database, table: str) -> None:
    with database.reading() as session:
        triggers = session.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table ORDER BY name"),
            {"table": table},
        ).scalars()
        more = "other_insert" if table == "audit_event" else "replacing"
        assert list(triggers) == [f"{table}_refuses_{each}" for each in ("delete", more, "update")]


@pytest.mark.parametrize("table", NEVER_REPLACED)
def test_no_row_takes_the_place_of_one_that_is_only_added(database: Database, table: str) -> None:
    assert replaced_in(database.path, table) == []


@pytest.mark.parametrize("table", NEVER_REPLACED)
def test_control_without_the_guard_every_row_could_be_replaced(database: Database, table: str) -> None:
    with closing(sqlite.connect(str(database.path))) as connection:
        connection.execute(f"DROP TRIGGER {table}_refuses_replacing")
        keys = keys_of(connection, table)
    assert len(replaced_in(database.path, table)) == len(keys) > 1


A_REOPENED_SEAT = (1, 2, 3, "2026-03-04 10:30:00.000000")


@pytest.mark.parametrize(
    "change", ["id = 9", "move_id = 9", "respondent_id = 9", "submitted_at = '2027'", "stands = 1"]
)
def test_of_whom_a_move_reopened_nothing_changes_but_that_it_stands_no_more(database: Database, change: str) -> None:
    with closing(sqlite.connect(str(database.path), isolation_level=None)) as connection:
        connection.execute("INSERT INTO version_move_reopened VALUES (?, ?, ?, ?, 1)", A_REOPENED_SEAT)
        connection.execute("UPDATE version_move_reopened SET stands = 0")
        with pytest.raises(sqlite.IntegrityError, match="never changes"):
            connection.execute(f"UPDATE version_move_reopened SET {change}")  # noqa: S608
        [kept] = connection.execute("SELECT * FROM version_move_reopened").fetchall()
    assert kept == (*A_REOPENED_SEAT, 0)


def keys_of(connection: Any, table: str) -> list[set[str]]:
    """The id and every unique key that a table has."""
    indexes = connection.execute('SELECT name FROM pragma_index_list(?) WHERE "unique"', (table,)).fetchall()
    columns = "SELECT name FROM pragma_index_info(?)"
    return [{"id"}, *({column for (column,) in connection.execute(columns, index)} for index in indexes)]


def replaced_in(path: Path, table: str) -> list[str]:
    """The keys of a table by which one row took the place of another, of the id and every unique key that it has."""
    with closing(sqlite.connect(str(path), isolation_level=None)) as connection:
        # What the rows say is of no account here.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        described = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
        columns = [name for (name,) in described]
        places = ", ".join("?" for _ in columns)
        connection.execute(f"INSERT INTO {table} VALUES ({places})", [1 for _ in columns])  # noqa: S608
        found = []
        for number, key in enumerate(keys_of(connection, table), start=2):
            row = [1 if column in key else number for column in columns]
            connection.execute("BEGIN")
            with suppress(sqlite.IntegrityError):
                connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({places})", row)  # noqa: S608
                if connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,):  # noqa: S608
                    found.append(", ".join(sorted(key)))
            connection.execute("ROLLBACK")
        return found


def test_a_backup_never_replaces_a_file(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    back_up(database, target)
    before = target.read_bytes()
    with pytest.raises(FileExistsError):
        back_up(database, target)
    assert target.read_bytes() == before
