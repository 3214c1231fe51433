from __future__ import annotations

import pytest

from maturity.persistence.engine import Database
from tests.factories.rooms import TheRoom, a_room_in


@pytest.fixture
def room(database: Database) -> TheRoom:
    """An open room of three partners at the first criterion."""
    return a_room_in(database)
