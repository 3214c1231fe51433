"""Databases of older versions, with rows in every table."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from maturity.persistence import schema
from maturity.persistence.engine import Database

NOW = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)
FILLED = Path(__file__).parent / "versions"


@contextmanager
def as_of(version: str, folder: Path) -> Iterator[None]:
    """The product as it was when a migration was its newest."""
    migrations = folder / f"migrations-{version}"
    if not migrations.exists():
        shutil.copytree(schema._MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))  # noqa: SLF001
        for path in (migrations / "versions").glob("[0-9]*.py"):
            if path.stem.partition("_")[0] > version:
                path.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "_MIGRATIONS", migrations)
        patch.setattr(schema, "HEAD", version)
        yield


def upgrade_to(database: Database, version: str) -> None:
    """Bring a database to a version, as the product of that time did."""
    folder = database.path.parent
    with as_of(version, folder):
        schema.upgrade(database, backups=folder / "backups", now=NOW)
        schema.check_schema(database)


def filled(folder: Path, version: str) -> Database:
    """A database of a version with rows in every table: those of each version were written when it was the newest."""
    database = Database(folder / "old.sqlite3", threads=2)
    for path in sorted(FILLED.glob("full_*.sql")):
        at = path.stem.removeprefix("full_")
        if at > version:
            break
        upgrade_to(database, at)
        with closing(sqlite.connect(str(database.path))) as connection:
            connection.executescript(path.read_text())
    upgrade_to(database, version)
    return database


def rows(path: Path, table: str, columns: list[str]) -> list[tuple[object, ...]]:
    """The rows of a table with the kind of each value, which a change of column could change."""
    listed = ", ".join(f"{column}, typeof({column})" for column in columns)
    with closing(sqlite.connect(str(path))) as connection:
        found: list[tuple[object, ...]] = connection.execute(f"SELECT {listed} FROM {table} ORDER BY rowid").fetchall()  # noqa: S608  (names from the database)
    return found


def columns_of(path: Path) -> dict[str, list[str]]:
    """The columns of every table, alembic's own aside."""
    with closing(sqlite.connect(str(path))) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "alembic_version"
        ]
        return {
            table: [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
            for table in tables
        }
