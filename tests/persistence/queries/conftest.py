from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from tests.conftest import copy_of
from tests.factories.two_worlds import two_worlds
from tests.factories.worlds import Worlds


@pytest.fixture(scope="session")
def worlds(fresh_database_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """Two collaboratives, so that a question about one can be seen to leave the other out. Nothing changes them."""
    database: Database = copy_of(fresh_database_file, tmp_path_factory.mktemp("worlds"))
    yield two_worlds(database)
    database.close()


@pytest.fixture
def session(worlds: Worlds) -> Iterator[Session]:
    with worlds.database.reading() as session:
        yield session


@pytest.fixture
def fresh_database(fresh_database_file: Path, tmp_path: Path) -> Iterator[Database]:
    database = copy_of(fresh_database_file, tmp_path)
    yield database
    database.close()
