from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from maturity.persistence.schema import upgrade
from maturity.settings import product_folder
from maturity.usecases.author import sync_shipped_matrices
from tests.factories.mailboxes import Mailbox, a_mailbox

# No test is timed: a busy machine must not turn a property red.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def fresh_database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database by the real migrations with the shipped matrices and nobody in it, made once to be copied."""
    folder = tmp_path_factory.mktemp("fresh")
    database = Database(folder / "maturity.sqlite3")
    upgrade(database, backups=folder / "backups", now=NOW)
    with database.writing() as session:
        sync_shipped_matrices(session, product_folder("matrices"), NOW)
    database.close()
    return database.path


def copy_of(file: Path, folder: Path) -> Database:
    """A database of its own, with the content of the file."""
    copy = folder / "maturity.sqlite3"
    shutil.copyfile(file, copy)
    return Database(copy)


@pytest.fixture
def database(fresh_database_file: Path, tmp_path: Path) -> Iterator[Database]:
    database = copy_of(fresh_database_file, tmp_path)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction that is committed when the test ends well."""
    with database.writing() as session:
        yield session


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server that takes everything, without encryption."""
    with a_mailbox() as running:
        yield running
