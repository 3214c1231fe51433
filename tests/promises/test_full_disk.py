"""A disk that is really full: no save is called saved that is not, nothing is lost, and with room all goes on.

The server is the real one, and the disk is (`tests.promises.full_disks`). Every route that takes a form is tried. The
controls plant what must never happen, an error that is swallowed and a page that drops what was typed, and are caught.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import text

from maturity.persistence.engine import Database
from maturity.persistence.rows.message import MessageState
from tests.factories.mailboxes import Mailbox
from tests.factories.worlds import CLOSED, OPEN
from tests.promises.every_route import routes_with
from tests.promises.every_save import SAVES_NOTHING, TYPED, Office, Save, dishonest, is_called_saved
from tests.promises.full_disks import KINDS, Disk, a_disk, processes_of
from tests.promises.planted import planted
from tests.promises.real_server import RealServer
from tests.promises.visits import rows_of

Rows = dict[str, list[tuple[Any, ...]]]
LONGEST_POST: Final = 60.0
"""Seconds in which a message is sent, at the latest."""

MESSAGES: Final = 7
"""How many messages the saves queue at the least: one for each that queues any."""

LEFT: Final = 150_000
"""Bytes that are free when people go on saving until the disk is full: some tens of saves."""


@contextmanager
def a_server_on(disk: Disk, mailbox: Mailbox, *, program: tuple[str, ...] = ()) -> Iterator[RealServer]:
    server = RealServer(disk.instance, inside=disk.inside, settings=mailbox.settings)
    server.program = program or server.program
    server.start()
    try:
        yield server
    finally:
        disk.free(server)
        server.stop()


def on_disk(disk: Disk, folder: Path) -> Rows:
    """Everything that the database holds, if it is whole, once every message that is queued in it has been sent."""
    until = time.monotonic() + LONGEST_POST
    folder.mkdir()
    for look in count():
        rows = _on_disk(disk, folder / str(look))
        if not in_state(rows, MessageState.QUEUED) + in_state(rows, MessageState.SENDING):
            return rows
        assert time.monotonic() < until, "a message is not sent"
        time.sleep(0.05)
    raise AssertionError


def _on_disk(disk: Disk, folder: Path) -> Rows:
    database = Database(disk.copy_to(folder))
    with database.reading() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    rows = rows_of(database)
    database.close()
    return rows


def in_state(rows: Rows, state: MessageState) -> int:
    """How many messages are in this state."""
    return sum(state in row for row in rows["message"])


def untruths(office: Office, port: int, saves: list[Save]) -> list[str]:
    """What is wrong with the answers to saves that cannot have been made."""
    return [f"{save.name} {wrong}" for save in saves for wrong in dishonest(save, office.send(save, port))]


def test_every_route_that_takes_a_form_is_among_the_saves(office: Office, application: Any) -> None:
    routes = {route.endpoint for route in routes_with(application, "POST")}
    assert {save.endpoint for save in office.saves} == routes - SAVES_NOTHING


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_full_disk_no_save_is_called_saved_and_with_room_each_is(
    office: Office, mailbox: Mailbox, tmp_path: Path, kind: str
) -> None:
    with a_disk(kind, office.instance) as disk, a_server_on(disk, mailbox) as server:
        before = first = on_disk(disk, tmp_path / "before")
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
    # Those that were asked for while the disk was full are not among them.
    assert len(mailbox.taken) == in_state(before, MessageState.SENT) - in_state(first, MessageState.SENT) >= MESSAGES


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
def test_what_was_saved_before_the_disk_was_full_is_all_there(
    office: Office, mailbox: Mailbox, tmp_path: Path, kind: str
) -> None:
    save = next(save for save in office.saves if save.by_script)
    fields = {name.rpartition("-")[2]: name for name in save.fields}
    with a_disk(kind, office.instance) as disk, a_server_on(disk, mailbox) as server:
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
def test_a_report_that_found_no_room_is_not_there_and_is_made_once_there_is(
    office: Office, mailbox: Mailbox, kind: str
) -> None:
    a = office.worlds.a
    report = f"/collaboratives/{a.collaborative}/rounds/{CLOSED}/report/board"
    with a_disk(kind, office.instance) as disk, a_server_on(disk, mailbox) as server:
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


def test_an_error_that_is_swallowed_would_be_noticed(office: Office, mailbox: Mailbox) -> None:
    found = untruths_of("swallow", office, mailbox)
    assert "an answer, by itself is called saved" in found
    assert "respond.submit is called saved" in found
    assert "close-responding is called saved" in found
    assert "a vote, by itself is called saved" in found
    assert "a timer, by itself is called saved" in found
    assert "set_up.invite_everyone is called saved" in found
    assert "sign_in.enter is called saved" in found
    assert mailbox.taken == []


def test_a_page_that_drops_what_was_typed_would_be_noticed(office: Office, mailbox: Mailbox) -> None:
    found = untruths_of("forget", office, mailbox)
    assert "an answer, by its form loses what was typed" in found
    assert "reopen loses what was typed" in found
    assert "a vote, by its form loses what was typed" in found
    assert "respond.enter_positions loses what was typed" in found
    assert "set_up.keep_partner_people loses what was typed" in found


def test_a_message_that_is_sent_though_it_was_not_saved_would_be_noticed(office: Office, mailbox: Mailbox) -> None:
    assert untruths_of("hurry", office, mailbox) == []
    assert len(mailbox.taken) >= MESSAGES


def untruths_of(fault: str, office: Office, mailbox: Mailbox) -> list[str]:
    """What is wrong with the answers of a server with this fault on a full disk."""
    with (
        a_disk("limited files", office.instance) as disk,
        a_server_on(disk, mailbox, program=planted(fault)) as server,
    ):
        disk.fill(server)
        return untruths(office, server.port, office.saves)
