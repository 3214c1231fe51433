"""The record of events as it stands in a database file, read without the product: whatever else is wrong with the file.

The file is opened for reading alone and nothing of it is believed: a column can hold anything once somebody has written
to the file past the product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pysqlite3.dbapi2 as sqlite

from maturity.core.record.audit_chain import Event, Head, Link
from maturity.core.record.audit_check import Unreadable

BATCH: Final = 1_000
"""Events that are in memory at once, however long the record is."""

_ONLY_ADDED: Final = "BEGIN SELECT RAISE(ABORT, 'rows of audit_event are only ever added'); END"
GUARDS: Final = {
    "audit_event_refuses_update": f"BEFORE UPDATE ON audit_event {_ONLY_ADDED}",
    "audit_event_refuses_delete": f"BEFORE DELETE ON audit_event {_ONLY_ADDED}",
    "audit_event_refuses_other_insert": (
        "BEFORE INSERT ON audit_event WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM audit_event) "
        "OR NEW.previous_hash IS NOT coalesce((SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1), "
        "printf('%064d', 0)) BEGIN SELECT RAISE(ABORT, 'an event is only ever added at the end'); END"
    ),
}
"""The triggers with which the database itself refuses to change the record, and all that each of them says."""

_COLUMNS: Final = (
    "id",
    "happened_at",
    "account_id",
    "collaborative_id",
    "round_id",
    "action",
    "subject",
    "previous_hash",
    "hash",
)
_EVENTS: Final = """
SELECT id, happened_at, account_id, collaborative_id, round_id, action, subject, previous_hash, hash
FROM audit_event ORDER BY id
"""
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}", re.ASCII)
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class RecordNotReadable(RuntimeError):
    """There is no record of events to be read in the file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """The record of one database file, at one moment."""

    path: Path
    connection: Any

    def links(self) -> Iterator[Link | Unreadable]:
        """Every event in the order of their numbers. Raises `RecordNotReadable` when the file gives out half-way."""
        try:
            cursor = self.connection.execute(_EVENTS)
            while rows := cursor.fetchmany(BATCH):
                for row in rows:
                    yield _read(row)
        except sqlite.Error as problem:
            raise RecordNotReadable(f"{self.path} is damaged: the record of events cannot be read ({problem}).") from (
                problem
            )

    def head(self) -> Head | None:
        """The number and hash of the last event as they stand, unchecked; None where there is no event."""
        row = self.connection.execute("SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1").fetchone()
        return None if row is None else Head(row[0], row[1])

    def missing_guards(self) -> tuple[str, ...]:
        """The triggers of the record that are not in the database, or do not say there what they must."""
        rows = self.connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        )
        there = dict(rows.fetchall())
        return tuple(name for name, rest in GUARDS.items() if there.get(name) != f"CREATE TRIGGER {name} {rest}")


@contextmanager
def open_record(path: Path) -> Iterator[RecordFile]:
    """Open the record of a database file, without changing anything. Raises `RecordNotReadable`."""
    if not path.is_file():
        raise RecordNotReadable(f"There is no database at {path}.")
    try:
        opened = _connect(path)
    except sqlite.Error as problem:
        raise RecordNotReadable(f"{path} cannot be read as a database: {problem}.") from problem
    with closing(opened) as connection:
        connection.text_factory = _text
        columns = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info('audit_event')")}
        if not columns:
            raise RecordNotReadable(f"{path} has no record of events: it is a database of another program, or empty.")
        missing = [name for name in _COLUMNS if name not in columns]
        if missing == ["previous_hash", "hash"]:
            raise RecordNotReadable(
                f"The record in {path} is of an earlier version, which did not chain it. Run “maturity db upgrade”."
            )
        if missing:
            raise RecordNotReadable(f"The record in {path} has no {missing[0]}: its table was made anew by somebody.")
        yield RecordFile(path, connection)


def _connect(path: Path) -> Any:
    address = path.absolute().as_uri()
    try:
        connection = sqlite.connect(f"{address}?mode=ro", uri=True, isolation_level=None)
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite.OperationalError:
        # A folder that cannot be written to has no room for the index of the log. Without a log none is needed.
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise
        connection = sqlite.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def _text(raw: bytes) -> str | bytes:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def _read(row: tuple[Any, ...]) -> Link | Unreadable:
    number, happened_at, account, collaborative, round_id, action, subject, previous_hash, own = row
    if type(number) is not int:
        return Unreadable(None, "its number is none")
    moment = _moment(happened_at)
    if moment is None:
        return Unreadable(number, "its moment is none")
    if any(each is not None and type(each) is not int for each in (account, collaborative, round_id)):
        return Unreadable(number, "the id of its account, collaborative or round is none")
    if not (isinstance(action, str) and isinstance(subject, str)):
        return Unreadable(number, "its action or subject is no text")
    if not all(isinstance(each, str) and _HASH.fullmatch(each) for each in (previous_hash, own)):
        return Unreadable(number, "one of its hashes is none")
    return Link(Event(number, moment, account, collaborative, round_id, action, subject), previous_hash, own)


def _moment(text: object) -> datetime | None:
    if not isinstance(text, str) or not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(f"{text}+00:00")
    except ValueError:
        return None
