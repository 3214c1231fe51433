from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.living_rounds import a_database
from tests.factories.rooms import TheRoom, a_room_in


@pytest.fixture
def room(tmp_path: Path) -> Iterator[TheRoom]:
    """An open room of three partners at the first criterion."""
    database = a_database(tmp_path)
    yield a_room_in(database)
    database.close()
