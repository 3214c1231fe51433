from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from tests.factories.installations import Setting, a_setting


@pytest.fixture
def setting(database: Database) -> Setting:
    return a_setting(database)


@pytest.fixture
def session(setting: Setting) -> Iterator[Session]:
    """A transaction that begins when the setting is there: only one can write at a time."""
    with setting.database.writing() as session:
        yield session
