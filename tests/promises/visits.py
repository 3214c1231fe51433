"""Requests as somebody: each principal of two worlds with a signed session, on a database that can be put back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Table, select
from werkzeug.test import TestResponse

from maturity.persistence.base import Base
from maturity.persistence.engine import Database
from maturity.usecases.sign_in import start_sign_in
from maturity.web.database import connect_database
from tests.factories.installations import NOW
from tests.factories.mailboxes import Mailbox
from tests.factories.two_worlds import two_worlds
from tests.factories.worlds import Worlds
from tests.web.mail import sending_to

SECRET_OF_SESSION: Final = "the value that a session's forms are signed with"
ANONYMOUS: Final = "anonymous"

Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def rows_of(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in a database, table by table."""
    with database.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def hash_of(rows: Rows) -> str:
    """One hash for all of them."""
    return sha256(repr(sorted(rows.items())).encode()).hexdigest()


def is_move(method: str, address: str) -> bool:
    """Whether a request moves a round. Whoever sends one has the page open on which the move is confirmed."""
    return method == "POST" and "/moves/" in address


def mark_on(page: str, name: str = "seen") -> dict[str, str]:
    """The field in which such a page says what it showed; nothing where there is no such page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)
    return {} if found is None else {name: found[1]}


def key_of(table: Table, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The primary key of a row."""
    return tuple(row[place] for place, column in enumerate(table.columns) if column.primary_key)


@dataclass
class Visits:
    """The application with both worlds behind it, and a session for each principal."""

    app: Flask
    worlds: Worlds
    folder: Path
    tokens: dict[str, str]
    database: Database
    _copies: int = 0
    keys_of_b: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)

    @property
    def master(self) -> Path:
        return self.worlds.database.path

    def put_back(self, kept: Path | None = None) -> Database:
        """Give the application a fresh copy of the worlds, as they were made unless they are kept in another state."""
        self.database.close()
        self.database.path.unlink(missing_ok=True)
        self._copies += 1
        copy = self.folder / f"copy-{self._copies}.sqlite3"
        shutil.copyfile(kept or self.master, copy)
        self.database = Database(copy)
        connect_database(self.app, database=self.database, clock=lambda: NOW)
        return self.database

    def session_cookie(self, principal: str, *, secret: str = SECRET_OF_SESSION, **more: Any) -> str:
        """The cookie of a principal’s session."""
        interface = SecureCookieSessionInterface()
        serializer = interface.get_signing_serializer(self.app)
        assert serializer is not None
        content: dict[str, Any] = {"csrf_token": secret, **more}
        if principal != ANONYMOUS:
            content |= {"_user_id": self.tokens[principal], "_fresh": True}
        return f"{self.app.config['SESSION_COOKIE_NAME']}={serializer.dumps(content)}"

    def form_token(self, secret: str = SECRET_OF_SESSION) -> str:
        """What a form of this session carries."""
        return str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(secret))

    def get(self, principal: str, address: str, **more: Any) -> TestResponse:
        """Ask for a page, without following where it leads."""
        return self.send(principal, "GET", address, **more)

    def post(self, principal: str, address: str, data: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form with a good token."""
        return self.send(principal, "POST", address, data={"csrf_token": self.form_token(), **(data or {})}, **more)

    def send(
        self, principal: str, method: str, address: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> TestResponse:
        """Send a request as somebody. Nothing that an answer sets is kept."""
        data = more.get("data") or {}
        if is_move(method, address) and isinstance(data, Mapping):
            more["data"] = mark_on(self.get(principal, address).text) | dict(data)
        client = self.app.test_client(use_cookies=False)
        cookie = {"Cookie": self.session_cookie(principal)}
        return client.open(address, method=method, headers={**cookie, **(headers or {})}, buffered=True, **more)

    def rows_of_b(self, rows: Rows | None = None) -> dict[str, list[tuple[Any, ...]]]:
        """Every row that came with world B, as it is now."""
        found = rows or rows_of(self.database)
        return {
            table.name: [row for row in found[table.name] if key_of(table, row) in self.keys_of_b[table.name]]
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def visits_to(app: Flask, database: Database, folder: Path) -> Iterator[Visits]:
    """Both worlds, made in the database, with everybody signed in."""
    worlds = two_worlds(database)
    a, b = worlds.a, worlds.b
    accounts = {
        "respondent": a.respondents[0],
        "sibling": a.respondents[1],
        "colleague": a.colleague,
        "silent": a.respondents[2],
        "viewer": a.viewer,
        "facilitator": a.facilitator,
        "lead": a.lead,
        "outsider": b.lead,
        "administrator": worlds.administrator,
        "removed": a.removed,
    }
    with database.writing() as session:
        tokens = {
            name: start_sign_in(session, account=account, hours=20, now=NOW) for name, account in accounts.items()
        }
    database.close()
    first = Database(folder / "copy-0.sqlite3")
    visits = Visits(app=app, worlds=worlds, folder=folder, tokens=tokens, database=first)
    visits.keys_of_b = _keys_of_b(worlds)
    visits.put_back()
    with sending_to(app, Mailbox("127.0.0.1", 9)):  # so that every page is there; nothing is sent
        yield visits
    visits.database.close()


def _keys_of_b(worlds: Worlds) -> dict[str, set[tuple[Any, ...]]]:
    """The keys of what belongs to world B, found by following references from its collaborative."""
    rows = rows_of(worlds.database)
    owned: dict[str, set[Any]] = {"collaborative": {worlds.b.collaborative}, "account": set(worlds.b.people)}
    keys: dict[str, set[tuple[Any, ...]]] = {}
    before = -1
    while before != (before := sum(map(len, keys.values()))):
        for table in Base.metadata.sorted_tables:
            columns = list(table.columns)
            for row in rows[table.name]:
                values = dict(zip((column.name for column in columns), row, strict=True))
                is_owned = values.get("id", 0) in owned.get(table.name, set()) or any(
                    values[column.name] in owned.get(reference.column.table.name, set())
                    for column in columns
                    for reference in column.foreign_keys
                )
                if is_owned:
                    keys.setdefault(table.name, set()).add(key_of(table, row))
                    if "id" in values:
                        owned.setdefault(table.name, set()).add(values["id"])
    return {table.name: keys.get(table.name, set()) for table in Base.metadata.sorted_tables}
