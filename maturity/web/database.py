"""The database of the running application, and the time by its clock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database

Clock = Callable[[], datetime]


def connect_database(app: Flask, *, database: Database, clock: Clock) -> None:
    """Give the application its database and its clock."""
    app.extensions["maturity-database"] = database
    app.extensions["maturity-clock"] = clock


def reading() -> AbstractContextManager[Session]:
    """A session that sees one consistent state and keeps nothing."""
    return _database().reading()


def writing() -> AbstractContextManager[Session]:
    """A session that is committed when the block ends well: the one commit of a request."""
    return _database().writing()


def now() -> datetime:
    """The time, in UTC."""
    clock: Clock = current_app.extensions["maturity-clock"]
    return clock()


def _database() -> Database:
    database: Database = current_app.extensions["maturity-database"]
    return database
