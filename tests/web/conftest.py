from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from maturity.persistence.engine import Database
from maturity.settings import Settings
from maturity.usecases.sign_in import start_sign_in
from maturity.web.app import create_app
from maturity.web.database import connect_database
from maturity.web.report_desk import ReportMaker
from tests.conftest import NOW, copy_of
from tests.factories.installations import Setting, a_setting, an_administrator
from tests.factories.mailboxes import Mailbox
from tests.factories.statements import statements_of
from tests.web.browser import Browser
from tests.web.mail import QuietOffice, sending_to

SignIn = Callable[[int], Browser]
CountQueries = Callable[[Callable[[], object]], int]


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def application(fresh_database_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application, made once: its templates are compiled once for all tests."""
    instance = tmp_path_factory.mktemp("instance")
    database = copy_of(fresh_database_file, instance)
    app = create_app(Settings(instance=instance, secret_key="a secret for tests, of no worth"), database=database)
    app.extensions["maturity-report-desk"] = replace(app.extensions["maturity-report-desk"], maker=RestingMaker())
    yield app
    database.close()


class RestingMaker(ReportMaker):
    """Starts no process: what was asked for stays in the queue, for a test to look at or to make."""

    def __init__(self) -> None:
        self.calls = 0

    def wake(self) -> None:
        self.calls += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(application: Flask, database: Database, clock: Clock) -> Iterator[Flask]:
    """The application on a fresh database, at the time of the test’s clock; what a test plugs in ends with it."""
    connect_database(application, database=database, clock=clock)
    plugged_in = dict(application.extensions)
    yield application
    application.extensions.clear()
    application.extensions.update(plugged_in)


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(app.test_client())


@pytest.fixture
def sign_in(app: Flask, database: Database, clock: Clock) -> SignIn:
    """Give an account a browser in which it is signed in, without the tenth of a second that a password takes."""

    def give(account: int) -> Browser:
        with database.writing() as session:
            token = start_sign_in(session, account=account, hours=20, now=clock.now)
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return Browser(client)

    return give


@pytest.fixture
def setting(database: Database) -> Setting:
    """A collaborative with a lead, a viewer, two partners and a respondent for each."""
    return a_setting(database)


@pytest.fixture
def lead(setting: Setting, sign_in: SignIn) -> Browser:
    """The browser of the lead of that collaborative."""
    return sign_in(setting.lead)


@pytest.fixture
def viewer(setting: Setting, sign_in: SignIn) -> Browser:
    """The browser of a viewer of that collaborative."""
    return sign_in(setting.viewer)


@pytest.fixture
def administrator(database: Database, sign_in: SignIn) -> Browser:
    """The browser of an administrator of the installation."""
    return sign_in(an_administrator(database))


@pytest.fixture
def office(app: Flask, mailbox: Mailbox) -> Iterator[QuietOffice]:
    """The post office of an application that hands its mail to the mail server."""
    with sending_to(app, mailbox) as office:
        yield office


@pytest.fixture
def count_queries(database: Database) -> CountQueries:
    """Count the statements that something sends to the database, transactions begun and ended aside."""

    return lambda act: len(statements_of(database, act))
