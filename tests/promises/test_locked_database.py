"""A database that another process holds, for longer than anybody waits: the same honesty, and reading goes on.

The other process holds the lock that every write needs, as an operator’s shell could. Every save of the product is
sent meanwhile, all at once, and none may be called saved. A control lets writers queue without an end.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Final

from maturity.persistence.engine import Database
from tests.factories.mailboxes import Mailbox
from tests.factories.worlds import CLOSED, OPEN
from tests.promises.every_save import Office, Reply, Save, dishonest, is_called_saved
from tests.promises.planted import planted
from tests.promises.real_server import RealServer
from tests.promises.visits import rows_of

HOLD: Final = """
import sys
import pysqlite3.dbapi2 as sqlite
connection = sqlite.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""
BY_THEMSELVES: Final = ("an answer, by itself", "an agreed level, by itself")
THREADS: Final = 8
"""As the product is started by default."""

MOST_THREADS: Final = 64
"""As many as the settings allow. There are more saves than that: the last of them wait for the first to give up."""


@contextmanager
def held_by_another(instance: Path) -> Iterator[None]:
    """Another process holds the database."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(instance / "maturity.sqlite3")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == "held\n"
        yield
    finally:
        other.stdin.close()
        other.wait()
        other.stdout.close()


@contextmanager
def a_server(
    office: Office, *, threads: int, mailbox: Mailbox | None = None, program: tuple[str, ...] = ()
) -> Iterator[RealServer]:
    mail = {} if mailbox is None else mailbox.settings
    server = RealServer(office.instance, settings={"MATURITY_THREADS": str(threads), **mail})
    server.program = program or server.program
    server.start()
    try:
        yield server
    finally:
        server.kill()


def all_at_once(office: Office, saves: list[Save], port: int) -> list[tuple[Save, Reply | None]]:
    """Send saves together. None stands for an answer that did not come in time (`PATIENCE`)."""
    replies: list[tuple[Save, Reply | None]] = []

    def send(save: Save) -> None:
        try:
            replies.append((save, office.send(save, port)))
        except OSError:
            replies.append((save, None))

    threads = [Thread(target=send, args=(save,)) for save in saves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


def test_no_save_is_called_saved_while_another_process_holds_the_database_and_each_is_after_it(
    office: Office, mailbox: Mailbox
) -> None:
    database = Database(office.instance / "maturity.sqlite3")
    before = rows_of(database)
    with a_server(office, threads=MOST_THREADS, mailbox=mailbox) as server:
        with held_by_another(office.instance):
            replies = all_at_once(office, office.saves, server.port)
            assert rows_of(database) == before
            assert mailbox.taken == []
        assert [save.name for save, reply in replies if reply is None] == []
        assert [f"{s.name} {wrong}" for s, reply in replies if reply for wrong in dishonest(s, reply)] == []
        assert {reply.status for _, reply in replies if reply} == {503}
        for save in office.saves:
            reply = office.send(save, server.port)
            assert is_called_saved(save, reply), f"{save.name}: {reply.status} {reply.text[-2000:]}"
    database.close()


def unanswered(office: Office, server: RealServer) -> list[str]:
    """What nobody got an answer to in time, when as many people save as there are threads and others read."""
    a = office.worlds.a
    saves = [save for save in office.saves if save.name in BY_THEMSELVES] * (THREADS // len(BY_THEMSELVES))
    rounds = f"/collaboratives/{a.collaborative}/rounds"
    pages = ("/", f"{rounds}/{OPEN}", f"{rounds}/{CLOSED}/results", f"{rounds}/{CLOSED}/report")
    found: list[str] = []

    def read(page: str) -> None:
        try:
            reply = office.get(a.viewer, page, server.port)
        except OSError:
            found.append(page)
        else:
            assert reply.status == 200, page

    with held_by_another(office.instance):
        readers = [Thread(target=read, args=(page,)) for page in pages]
        savers = Thread(
            target=lambda: found.extend(
                save.name for save, reply in all_at_once(office, saves, server.port) if reply is None
            )
        )
        for thread in (savers, *readers):
            thread.start()
        for thread in (savers, *readers):
            thread.join()
    return found


def test_everybody_is_answered_in_time_while_all_threads_have_a_save_to_make(office: Office) -> None:
    with a_server(office, threads=THREADS) as server:
        assert unanswered(office, server) == []


def test_writers_that_queue_without_an_end_would_be_noticed(office: Office) -> None:
    with a_server(office, threads=THREADS, program=planted("queue")) as server:
        assert "an answer, by itself" in unanswered(office, server)
