"""A page of one collaborative costs the same however many others there are: no statement reads through a table.

Every statement that every route sends, by whomever it is opened and in a round of each stage, is explained by SQLite,
and none may scan a table that grows with the collaboratives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from maturity.persistence.base import Base
from maturity.persistence.engine import Database
from maturity.persistence.rows.account import SignIn
from maturity.usecases.entry import come_in, find_entry
from maturity.usecases.post_queue import claim_next as claim_message
from maturity.usecases.post_queue import find_next_time, note_not_sent
from maturity.usecases.report_queue import claim_next, finish, withdraw
from tests.factories.installations import NOW
from tests.factories.worlds import OPEN, ROUNDS
from tests.promises.every_route import a_form, addresses, every_route
from tests.promises.visits import Visits

PRINCIPALS: Final = ("respondent", "viewer", "lead", "administrator")

GROWING: Final = {table.name for table in Base.metadata.sorted_tables} - {"matrix_version"}
"""The library of matrices is listed whole; everything else grows with the collaboratives."""

OF_THE_WHOLE_INSTALLATION: Final = {"GET set_up.accounts": {"account", "collaborative"}}
"""Pages that are about all collaboratives, with what they read through. This one shows a part of the accounts at a
time, and looks for the collaboratives that nobody can lead."""

_SCAN: Final = re.compile(r"^SCAN (\w+?)(?:_\d+)?(?: USING (?:COVERING )?INDEX \S+)?$")

Sent = dict[str, Any]


@contextmanager
def recording(database: Database) -> Iterator[Sent]:
    """Everything that is sent to the database, each statement once, with what was sent with it."""
    sent: Sent = {}

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        sent.setdefault(statement, parameters[0] if isinstance(parameters, list) else parameters)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def scans(database: Database, sent: Sent) -> dict[str, set[str]]:
    """The tables that grow and that are read through, each with the statements that do so."""
    found: dict[str, set[str]] = {}
    with database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        for statement, parameters in sent.items():
            if not statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE", "INSERT")):
                continue
            for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
                scan = _SCAN.match(row[3])
                if scan and scan[1] in GROWING:
                    found.setdefault(scan[1], set()).add(statement)
    return found


def scans_of_every_route(visits: Visits) -> dict[str, dict[str, set[str]]]:
    """What each route reads through, whoever opens it and whatever the stage of the round."""
    found: dict[str, dict[str, set[str]]] = {}
    world = visits.worlds.a
    for route in every_route(visits.app):
        for principal in PRINCIPALS:
            with recording(visits.database) as sent:
                for address in addresses(visits, route, world, ROUNDS):
                    if route.method == "GET":
                        visits.get(principal, address)
                    else:
                        visits.post(principal, address, a_form(visits.worlds, world, route).data())
            for table, statements in scans(visits.database, sent).items():
                if table not in OF_THE_WHOLE_INSTALLATION.get(route.name, set()):
                    found.setdefault(route.name, {}).setdefault(table, set()).update(statements)
            if route.method == "POST":
                visits.put_back()
    return found


def test_no_statement_of_any_route_reads_through_a_table_that_grows(visits: Visits) -> None:
    assert scans_of_every_route(visits) == {}


def test_a_statement_that_reads_through_a_table_is_noticed(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: sign-ins looked for by when they end, which has no index."""

    def find_slowly(session: Session, **_more: Any) -> None:
        session.execute(select(SignIn.token_hash).where(SignIn.expires_at > NOW)).all()

    monkeypatch.setattr("maturity.web.access.find_visitor", find_slowly)
    with recording(visits.database) as sent:
        visits.get("lead", "/")
    assert set(scans(visits.database, sent)) == {"sign_in"}


def test_the_queue_of_mail_is_worked_through_without_reading_all_of_it(visits: Visits) -> None:
    database, world = visits.database, visits.worlds.a
    asked = visits.post("lead", f"/collaboratives/{world.collaborative}/rounds/{OPEN}/messages/remind")
    assert asked.status_code == 302
    with recording(database) as sent, database.writing() as session:
        claim = claim_message(session, now=NOW, goes_to=lambda _: "/")
        assert claim is not None
        note_not_sent(session, claim, problem="Busy.", is_final=False, now=NOW)
        assert find_next_time(session) is not None
    with recording(database) as coming_in, database.writing() as session:
        entry = find_entry(session, token=claim.token, now=NOW)
        come_in(session, token=claim.token, entry=entry, forgets_password=False, now=NOW)
    assert scans(database, sent) == {}
    assert scans(database, coming_in) == {}


def test_the_queue_of_reports_is_worked_through_without_reading_all_of_it(visits: Visits) -> None:
    database = visits.database
    visits.get("lead", f"/collaboratives/{visits.worlds.a.collaborative}/rounds/1/report/board")
    with recording(database) as sent, database.writing() as session:
        claim = claim_next(session, now=NOW)
        assert claim is not None
        finish(session, claim, file_hash="0" * 64, now=NOW)
        withdraw(session, claim)
    assert scans(database, sent) == {}
