"""The embedded database: how it is opened, and the two ways to work with it.

Durability comes first: every write transaction begins at once (`BEGIN IMMEDIATE`), so that it cannot fail
half-way because another came first, and is on disk before it is acknowledged (`synchronous=FULL`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

BUSY_SECONDS: Final = 5.0
"""How long a writer waits for another process before it gives up with “database is locked”."""

LONGEST_QUEUE: Final = 5.0
"""How long a writer waits for the other writers of its own process, in seconds, before it gives up in the same words.

While another process holds the database each of them holds up the next for `BUSY_SECONDS`. Without an end to the
queue the last of eight would be told after 40 seconds, and nobody could read meanwhile: all threads would be waiting.
"""

_FIRST_SAFE: Final = (3, 51, 3)
_SAFE_BACKPORTS: Final = ((3, 44, 6), (3, 50, 7))


def check_sqlite_version(version: tuple[int, ...]) -> None:
    """Raise `SqliteNotSafe` for a SQLite with the WAL-reset race.

    Versions 3.7.0 to 3.51.2 can lose a commit when two connections are open (SQLite change log, 3.51.3,
    13 March 2026); 3.44.6 and 3.50.7 carry the fix.
    """
    backported = any(version[:2] == fixed[:2] and version >= fixed for fixed in _SAFE_BACKPORTS)
    if version < _FIRST_SAFE and not backported:
        raise SqliteNotSafe(version)


class SqliteNotSafe(RuntimeError):
    """The SQLite library could lose an acknowledged save."""

    def __init__(self, version: tuple[int, ...]) -> None:
        shown = ".".join(str(part) for part in version)
        super().__init__(f"SQLite {shown} can lose saves; at least 3.51.3 is needed. Install pysqlite3 0.6.1 or newer.")


class Database:
    """One embedded database, shared by the threads of a process."""

    def __init__(self, path: Path, *, threads: int = 8) -> None:
        check_sqlite_version(sqlite.sqlite_version_info)
        self.path = path
        self.engine = _engine(path, threads)
        self._reading = sessionmaker(self.engine, autoflush=False, expire_on_commit=False)
        self._writing = sessionmaker(self.engine.execution_options(begin="IMMEDIATE"), expire_on_commit=False)
        # Writers of one process queue here and not in SQLite, whose waiting is by sleeping and unfair.
        self._one_writer = Lock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and keeps nothing."""
        with self._reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose work is kept as a whole when the block ends well, and not at all when it does not.

        Raises `OperationalError` with “database is locked” when it is not this writer's turn in time.
        """
        if not self._one_writer.acquire(timeout=LONGEST_QUEUE):
            raise OperationalError("BEGIN IMMEDIATE", None, sqlite.OperationalError("database is locked"))
        try:
            with self._writing.begin() as session:
                yield session
        finally:
            self._one_writer.release()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _engine(path: Path, threads: int) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlite,
        pool_size=threads + 1,
        max_overflow=2,
        pool_use_lifo=True,  # the connection used last still has its pages: with turns each would read them anew
        hide_parameters=True,  # an error names the statement and never what a person wrote
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "cached_statements": 256},
    )
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: _begin does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "mmap_size = 0",
        "cache_size = -8000",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    if mode == "DEFERRED":
        # It takes no lock, so it cannot fail: no need for what turns the errors of the driver into SQLAlchemy’s.
        connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]
    else:
        connection.exec_driver_sql(f"BEGIN {mode}")
