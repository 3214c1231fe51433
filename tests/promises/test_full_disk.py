"""A disk that is really full: no save is called saved that is not, nothing is lost, and with room all goes on.

The server is the real one, and the disk is (`tests.promises.full_disks`). Every route that takes a form is tried. The
controls plant what must never happen, an error that is swallowed and a page that drops what was typed, and are caught.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import text

from maturity.persistence.engine import Database
from tests.factories.worlds import CLOSED, OPEN
from tests.promises.every_route import routes_with
from tests.promises.every_save import (
    NOT_TRIED_YET,
    SAVES_NOTHING,
    TYPED,
    Office,
    Save,
    an_office,
    dishonest,
    is_called_saved,
)
from tests.promises.full_disks import KINDS, Disk, a_disk, processes_of
from tests.promises.planted import planted
from tests.promises.real_server import RealServer
from tests.promises.visits import rows_of

Rows = dict[str, list[tuple[Any, ...]]]
LEFT: Final = 150_000
"""Bytes that are free when people go on saving until the disk is full: some tens of saves."""


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return an_office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def office(master: Office, tmp_path: Path) -> Office:
    """An office of its own for each test."""
    return master.copied_to(tmp_path / "instance")


@contextmanager
def a_server_on(disk: Disk, *, program: tuple[str, ...] = ()) -> Iterator[RealServer]:
    server = RealServer(disk.instance, inside=disk.inside)
    server.program = program or server.program
    server.start()
    try:
        yield server
    finally:
        disk.free(server)
        server.stop()


def on_disk(disk: Disk, folder: Path) -> Rows:
    """Everything that the database holds, if it is whole."""
    database = Database(disk.copy_to(folder))
    with database.reading() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    rows = rows_of(database)
    database.close()
    return rows


def untruths(office: Office, port: int, saves: list[Save]) -> list[str]:
    """What is wrong with the answers to saves that cannot have been made."""
    return [f"{save.name} {wrong}" for save in saves for wrong in dishonest(save, office.send(save, port))]


def test_every_route_that_takes_a_form_is_among_the_saves(office: Office, application: Any) -> None:
    routes = {route.endpoint for route in routes_with(application, "POST")}
    assert {save.endpoint for save in office.saves} == routes - SAVES_NOTHING - NOT_TRIED_YET
    assert routes >= NOT_TRIED_YET


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_full_disk_no_save_is_called_saved_and_with_room_each_is(
    office: Office, tmp_path: Path, kind: str
) -> None:
    with a_disk(kind, office.instance) as disk, a_server_on(disk) as server:
        before = on_disk(disk, tmp_path / "before")
        disk.fill(server)
        assert untruths(office, server.port, office.saves) == []
        assert on_disk(disk, tmp_path / "full") == before
        assert unreadable(office, server.port) == []
        disk.free(server)
        for number, save in enumerate(office.saves):
            reply = office.send(save, server.port)
            assert is_called_saved(save, reply), f"{save.name}: {reply.status} {reply.text[-2000:]}"
            after = on_disk(disk, tmp_path / f"after-{number}")
            assert after != before, save.name
            before = after


def unreadable(office: Office, port: int) -> list[str]:
    """The pages that cannot be read. One that only shows something needs no room."""
    a = office.worlds.a
    rounds = f"/collaboratives/{a.collaborative}/rounds"
    pages = {
        "/health": a.viewer,
        "/": a.viewer,
        f"{rounds}/{OPEN}/respond/{a.partners[0]}/check": a.respondents[0],
        f"{rounds}/{CLOSED}/results": a.viewer,
        f"{rounds}/{CLOSED}/report": a.viewer,
        f"{rounds}/{CLOSED}/report/data.csv": a.viewer,
        "/matrices": a.viewer,
    }
    return [page for page, who in pages.items() if office.get(who, page, port).status != 200]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_saved_before_the_disk_was_full_is_all_there(office: Office, tmp_path: Path, kind: str) -> None:
    save = next(save for save in office.saves if save.by_script)
    fields = {name.rpartition("-")[2]: name for name in save.fields}
    with a_disk(kind, office.instance) as disk, a_server_on(disk) as server:
        acknowledged: list[str] = []
        version = int(save.fields[fields["based_on"]])
        disk.fill(server, but=LEFT)
        while True:
            words = f"{TYPED} {version} " + "and so on " * 200
            changed = {"reason": words, "based_on": str(version), "request_key": words[:60]}
            one = replace(
                save, typed=words, fields=save.fields | {fields[name]: value for name, value in changed.items()}
            )
            reply = office.send(one, server.port)
            if not is_called_saved(one, reply):
                break
            acknowledged.append(words.strip())
            version = int(reply.said["version"])
        assert dishonest(one, reply) == []
        assert len(acknowledged) > 3
        server.kill()  # with the disk as full as it is
        assert kept_words(on_disk(disk, tmp_path / "full"), acknowledged) == acknowledged
        server.start()
        disk.free(server)
        assert is_called_saved(one, office.send(one, server.port))
        everything = [*acknowledged, words.strip()]
        assert kept_words(on_disk(disk, tmp_path / "after"), everything) == everything


def kept_words(rows: Rows, words: list[str]) -> list[str]:
    """Those of the texts that some revision of an answer holds."""
    kept = {cell for row in rows["response_revision"] for cell in row if isinstance(cell, str)}
    return [one for one in words if one in kept]


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_that_found_no_room_is_not_there_and_is_made_once_there_is(office: Office, kind: str) -> None:
    a = office.worlds.a
    report = f"/collaboratives/{a.collaborative}/rounds/{CLOSED}/report/board"
    with a_disk(kind, office.instance) as disk, a_server_on(disk) as server:
        disk.fill(server)
        asked = office.get(a.lead, report, server.port, by_script=True)
        assert asked.said == {"is_waiting": True}
        while is_being_made(server):  # it ends, because it cannot even claim the work
            time.sleep(0.1)
        assert office.get(a.lead, f"{report}.pdf", server.port).status == 303
        assert list((disk.seen_at / "reports").glob("*")) == []
        disk.free(server)
        while office.get(a.lead, report, server.port, by_script=True).said["is_waiting"]:
            time.sleep(0.1)
        made = office.get(a.lead, f"{report}.pdf", server.port)
        assert (made.status, made.text[:5]) == (200, "%PDF-")


def is_being_made(server: RealServer) -> bool:
    """Whether the process that makes reports runs."""
    commands = []
    for process in processes_of(server):
        with suppress(FileNotFoundError, ProcessLookupError):
            commands.append(Path(f"/proc/{process}/cmdline").read_bytes())
    return any(b"report_worker" in command for command in commands)


def test_an_error_that_is_swallowed_would_be_noticed(office: Office) -> None:
    with a_disk("limited files", office.instance) as disk, a_server_on(disk, program=planted("swallow")) as server:
        disk.fill(server)
        found = untruths(office, server.port, office.saves)
    assert "an answer, by itself is called saved" in found
    assert "respond.submit is called saved" in found
    assert "close-responding is called saved" in found


def test_a_page_that_drops_what_was_typed_would_be_noticed(office: Office) -> None:
    with a_disk("limited files", office.instance) as disk, a_server_on(disk, program=planted("forget")) as server:
        disk.fill(server)
        found = untruths(office, server.port, office.saves)
    assert "an answer, by its form loses what was typed" in found
    assert "reopen loses what was typed" in found
