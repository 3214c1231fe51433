"""Every change of state leaves exactly one event in its transaction, and what changes nothing leaves none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

from maturity.persistence.engine import Database
from maturity.settings import read_settings
from maturity.usecases.audit import record_event
from maturity.web.app import create_app
from tests.cli.conftest import PASSWORD, Run, instance, run
from tests.conftest import NOW
from tests.factories.mailboxes import Mailbox
from tests.factories.matrix_files import own_file
from tests.promises.every_save import Office, is_called_saved
from tests.promises.watched_state import Watch, watching

__all__ = ["instance", "run"]


@contextmanager
def a_watched_server(office: Office, mailbox: Mailbox) -> Iterator[int]:
    """The application in this process, reached over the network. Yields its port."""
    settings = read_settings({"MATURITY_INSTANCE": str(office.instance), **mailbox.settings})
    database = Database(settings.database)
    server = make_server("127.0.0.1", 0, create_app(settings, database=database), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.close()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    with watching(monkeypatch) as watch:
        yield watch


def wrong_in(office: Office, mailbox: Mailbox, watch: Watch, *, again: bool = False) -> list[str]:
    """What is wrong with the events of all saves; `again` sends each a second time, when most of them are too late."""
    found, answers = [], []
    with a_watched_server(office, mailbox) as port:
        for save in [*office.saves, *(office.saves if again else [])]:
            watch.take()
            answers.append(is_called_saved(save, office.send(save, port)))
            found += [f"{save.name}: {sorted(d.changed)} with {d.actions}" for d in watch.take() if not d.is_right]
    assert [save.name for save, was_saved in zip(office.saves, answers, strict=False) if not was_saved] == []
    return found


def test_every_save_leaves_one_event_for_each_change_and_the_same_again_none_too_many(
    office: Office, mailbox: Mailbox, watch: Watch
) -> None:
    assert wrong_in(office, mailbox, watch, again=True) == []


@pytest.mark.parametrize("fault", ["none", "two"])
def test_control_a_use_case_that_leaves_none_or_two_would_be_noticed(
    office: Office, mailbox: Mailbox, watch: Watch, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    def planted(*arguments: Any, **named: Any) -> None:
        for _ in range(0 if fault == "none" else 2):
            record_event(*arguments, **named)

    monkeypatch.setattr("maturity.usecases.set_up.collaborative.record_event", planted)
    assert [each.partition(":")[0] for each in wrong_in(office, mailbox, watch)] == [
        "set_up.keep_collaborative",
        "set_up.add_collaborative",
    ]


def test_control_an_event_of_nothing_would_be_noticed(database: Database, watch: Watch) -> None:
    watched = Database(database.path)
    with watched.writing() as session:
        record_event(session, action="sign in", now=NOW, account=None)
    watched.close()
    assert [done.is_right for done in watch.take()] == [False]


def test_pages_that_are_read_leave_no_event(office: Office, mailbox: Mailbox, watch: Watch) -> None:
    a = office.worlds.a
    with a_watched_server(office, mailbox) as port:
        for page in ("/", f"/collaboratives/{a.collaborative}", f"/collaboratives/{a.collaborative}/rounds/1/report"):
            assert office.get(a.lead, page, port).status == HTTPStatus.OK
    assert [done for done in watch.take() if done.state or done.actions] == []


def test_the_commands_leave_one_event_for_each_change(run: Run, tmp_path: Path, watch: Watch) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(own_file())
    run("init", "--name", "Jo", "--email", "jo@northmere.example", "--password-stdin", stdin=f"{PASSWORD}\n")
    for arguments in (
        ("db", "upgrade"),
        ("matrix", "add", file),
        ("matrix", "add", file),
        ("matrix", "publish", "our-own@1.0.0"),
        ("matrix", "retire", "our-own@1.0.0", "--yes"),
        ("matrix", "retire", "our-own@1.0.0", "--again"),
        ("matrix", "list"),
        ("audit", "verify"),
    ):
        assert run(*arguments).exit_code == 0
    done = watch.take()
    assert sum(len(each.actions) for each in done) > 6
    assert [each for each in done if not each.is_right] == []
