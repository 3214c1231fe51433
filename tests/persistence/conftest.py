from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maturity.persistence.engine import Database
from maturity.persistence.schema import upgrade

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "maturity.sqlite3", threads=4)
    upgrade(database, backups=tmp_path / "backups", now=NOW)
    yield database
    database.close()
