from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from maturity.persistence.engine import Database, SqliteNotSafe, check_sqlite_version


@pytest.mark.parametrize(
    "version",
    [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 0), (3, 51, 2)],
    ids=lambda v: ".".join(map(str, v)),
)
def test_a_sqlite_that_can_lose_a_commit_is_refused_by_its_number(version: tuple[int, ...]) -> None:
    with pytest.raises(SqliteNotSafe, match=rf"SQLite {version[0]}\.{version[1]}\.{version[2]} can lose saves"):
        check_sqlite_version(version)


@pytest.mark.parametrize(
    "version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 0), (4, 0, 0)], ids=lambda v: ".".join(map(str, v))
)
def test_a_sqlite_with_the_fix_is_accepted(version: tuple[int, ...]) -> None:
    check_sqlite_version(version)


def test_the_sqlite_that_is_installed_is_safe() -> None:
    check_sqlite_version(sqlite.sqlite_version_info)


PROMISED = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "mmap_size": 0,
    "busy_timeout": 5000,
    "temp_store": 2,
}


def test_every_pooled_connection_keeps_the_promised_settings(database: Database) -> None:
    connections = [database.engine.connect() for _ in range(5)]
    try:
        drivers = {id(c.connection.dbapi_connection) for c in connections}
        assert len(drivers) == 5
        for connection in connections:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PROMISED}
            assert found == PROMISED
    finally:
        for connection in connections:
            connection.close()


def test_what_is_written_well_is_kept_and_what_fails_is_not(database: Database) -> None:
    with database.writing() as session:
        add_organisation(session, "AAA")
    with pytest.raises(IntegrityError):
        add_organisations(database, "BBB", "AAA")
    with database.reading() as session:
        assert codes(session) == ["AAA"]


def test_a_reading_session_keeps_nothing(database: Database) -> None:
    with database.reading() as session:
        add_organisation(session, "AAA")
    with database.reading() as session:
        assert codes(session) == []


def test_two_writers_that_read_first_both_succeed(database: Database) -> None:
    read_then_write(database, database)
    with database.reading() as session:
        assert codes(session) == ["first", "second"]


def test_two_processes_that_read_first_both_succeed(database: Database, tmp_path: Path) -> None:
    other = Database(tmp_path / "maturity.sqlite3")  # its own queue of writers, as another process has
    read_then_write(database, other)
    other.close()
    with database.reading() as session:
        assert codes(session) == ["first", "second"]


def test_control_writers_that_begin_without_a_lock_fail_when_another_came_first(database: Database) -> None:
    deferred = sessionmaker(database.engine, autoflush=False)
    with deferred() as session:
        codes(session)
        with database.writing() as quicker:
            add_organisation(quicker, "first")
        with pytest.raises(OperationalError, match="database is locked"):
            add_organisation(session, "second")


def test_an_error_from_the_database_does_not_repeat_what_a_person_wrote(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        add_organisations(database, "SECRET", "SECRET")
    assert "SECRET" not in str(caught.value)


def read_then_write(one: Database, other: Database) -> None:
    has_read = threading.Event()
    may_write = threading.Event()
    problems: list[BaseException] = []

    def slow_writer() -> None:
        try:
            with one.writing() as session:
                codes(session)
                has_read.set()
                may_write.wait(10)
                add_organisation(session, "first")
        except BaseException as problem:  # noqa: BLE001  (shown by the test)
            problems.append(problem)

    def quick_writer() -> None:
        try:
            has_read.wait(10)
            threading.Timer(0.05, may_write.set).start()
            with other.writing() as session:
                codes(session)
                add_organisation(session, "second")
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)

    threads = [threading.Thread(target=slow_writer), threading.Thread(target=quick_writer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert problems == []


def add_organisations(database: Database, *codes: str) -> None:
    with database.writing() as session:
        for code in codes:
            add_organisation(session, code)


def add_organisation(session: Session, code: str) -> None:
    session.execute(
        text("INSERT INTO organisation (ods_code, created_at) VALUES (:code, '2026-03-04 10:30:00')"), {"code": code}
    )


def codes(session: Session) -> list[str]:
    return list(session.execute(text("SELECT ods_code FROM organisation ORDER BY id")).scalars())


def test_a_writer_waits_for_its_turn_and_not_for_ever(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.persistence.engine.LONGEST_QUEUE", 0.01)

    def write() -> str:
        try:
            with database.writing() as session:
                add_organisation(session, "second")
        except OperationalError as problem:
            return str(problem.orig)
        return "written"

    with ThreadPoolExecutor(1) as another:
        with database.writing() as session:
            add_organisation(session, "first")
            assert another.submit(write).result() == "database is locked"
        assert another.submit(write).result() == "written"


def test_the_connection_that_was_used_last_is_used_next(database: Database) -> None:
    """Its pages are still in its memory: after a save by another they would all be read anew."""

    def used(session: Session) -> int:
        return id(session.connection().connection.driver_connection)

    with database.reading() as first, database.reading() as second:
        opened = {used(first), used(second)}
    assert len(opened) == 2
    again = set()
    for _ in range(4):
        with database.reading() as session:
            again.add(used(session))
    assert len(again) == 1
    assert again < opened
