"""The version of the database: checked before it is used, brought up to date with every row kept."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Connection

from maturity.persistence.engine import Database

HEAD: Final = "0003"
"""The newest schema version; a test keeps it equal to the newest migration."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


class DatabaseNotUsable(RuntimeError):
    """The database cannot be used as it is; the message says what to do. Nothing in it was changed."""


def schema_version(database: Database) -> str | None:
    """The version of the database, or None where there is none yet; raises `DatabaseNotUsable` for another file.

    The file is opened for reading alone, so that one which this product cannot use stays as it is to the byte.
    """
    path = database.path
    if not path.exists():
        return None
    try:
        with closing(sqlite.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables:
                return None
            if "alembic_version" not in tables:
                raise DatabaseNotUsable(f"{path} is a database of another program.")
            row: tuple[str] | None = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite.Error as problem:
        raise DatabaseNotUsable(f"{path} cannot be read as a database: {problem}.") from problem
    return None if row is None else row[0]


def check_schema(database: Database) -> None:
    """Raise `DatabaseNotUsable` unless the database is of exactly this version."""
    if not database.path.exists():
        raise DatabaseNotUsable(f"There is no database at {database.path}. Run “maturity init” to make one.")
    version = schema_version(database)
    if version == HEAD:
        return
    if version is None:
        raise DatabaseNotUsable(f"{database.path} is empty. Run “maturity init” to set it up.")
    if version in known_versions():
        raise DatabaseNotUsable(f"{database.path} is of an earlier version. Run “maturity db upgrade”.")
    raise DatabaseNotUsable(
        f"{database.path} was made by a newer version of this product (schema {version}; this one knows {HEAD}). "
        "Install that version or a later one. The database was not touched."
    )


def known_versions() -> frozenset[str]:
    """Every schema version that this product can upgrade from."""
    return frozenset(path.stem.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(database: Database, *, backups: Path, now: datetime) -> Path | None:
    """Bring the database to `HEAD` in one transaction. Returns the backup made first, if there was anything to keep.

    Foreign keys are off while tables are rebuilt: with them on, SQLite would follow ON DELETE rules and remove
    the rows of other tables. They are checked before the transaction is committed.
    """
    version = schema_version(database)
    if version == HEAD:
        return None
    if version is not None and version not in known_versions():
        check_schema(database)
    backup = None if version is None else back_up(database, backups / f"before-{HEAD}-{now:%Y%m%d-%H%M%S}.sqlite3")
    _run_migrations(database)
    return backup


def back_up(database: Database, target: Path) -> Path:
    """Copy the database, as one consistent state, to `target`, which only the owner can read.

    Raises `FileExistsError` for a file that is there already, and `DatabaseNotUsable` if the copy is not sound.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite.connect(str(database.path), isolation_level=None)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        _check_copy(target)
    except BaseException:
        target.unlink()
        raise
    return target


def _check_copy(target: Path) -> None:
    with closing(sqlite.connect(str(target))) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise DatabaseNotUsable(f"The backup {target} did not pass its check ({verdict}). Nothing was changed.")
    # VACUUM INTO leaves it to the operating system when the copy reaches the disk.
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _run_migrations(database: Database) -> None:
    # Alembic takes a third of a second to import and is needed only here.
    from alembic import command  # noqa: PLC0415  (see above)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # A value of the configuration may refer to another by “%”, so that of a folder’s name is doubled.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with database.engine.connect().execution_options(begin="IMMEDIATE") as connection:
        _check_foreign_keys(connection, at_once=False)
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise DatabaseNotUsable(f"The upgrade would leave {len(broken)} rows without what they refer to.")
        finally:
            _check_foreign_keys(connection, at_once=True)


def _check_foreign_keys(connection: Connection, *, at_once: bool) -> None:
    # By the driver’s own connection: SQLite ignores this inside a transaction, and SQLAlchemy would begin one.
    driver = connection.connection.dbapi_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys = {'ON' if at_once else 'OFF'}")
