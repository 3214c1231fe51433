from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Final

from maturity.core.record.round_state import FORMAT
from maturity.persistence.base import Base
from maturity.persistence.engine import Database
from maturity.persistence.queries.round_state_columns import COLUMNS, LEFT_OUT, ROW_AND_ROUND
from maturity.persistence.queries.round_states import PARTNER, ROUND_TABLES, RoundTable, load_round_state
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.round_row import RoundPartnerRow

WRITTEN_DOWN: Final = Path(__file__).with_name("round_of_format_1.sql")
ITS_ID: Final = 71
ITS_HASH: Final = "ab6aa41540097db63dc7b9855c2ad15b6886dcf1ba57be750270cf2e7f48e45f"
ROWS: Final[dict[str, type[Base]]] = {PARTNER: RoundPartnerRow, **{each.part: each.row for each in ROUND_TABLES}}


def undecided(part: str, columns: Collection[str]) -> set[str]:
    """The columns of the table of a part of which nobody has said whether they are part of the state."""
    decided = {name for parts in COLUMNS.values() for name in parts.get(part, ())}
    return set(columns) - decided - set(LEFT_OUT.get(part, {})) - ROW_AND_ROUND


def test_every_column_of_a_round_is_in_a_format_or_is_left_out_for_a_reason() -> None:
    for part, row in ROWS.items():
        there = set(row.__table__.columns.keys())
        listed = COLUMNS[FORMAT][part]
        left_out = LEFT_OUT.get(part, {})
        assert undecided(part, there) == set(), f"decide for {part}: a format after {FORMAT}, or left out with a reason"
        assert set(listed) <= there
        assert set(left_out) <= there
        assert not set(listed) & (set(left_out) | ROW_AND_ROUND)
        assert len(set(listed)) == len(listed)
        assert all(reason.endswith(".") for reason in left_out.values())
    assert set(COLUMNS[FORMAT]) == set(ROWS)
    assert set(LEFT_OUT) <= set(ROWS)


def test_a_column_that_is_new_would_be_noticed() -> None:
    assert undecided("round", [*COLUMNS[FORMAT]["round"], "a_new_setting"]) == {"a_new_setting"}


def written_down(database: Database) -> None:
    with closing(sqlite3.connect(database.path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.executescript(WRITTEN_DOWN.read_text("utf-8"))


def test_a_round_that_was_written_down_once_keeps_its_hash(database: Database) -> None:
    """Where this fails, every signature that was ever made would be stale, and no archive could be brought in."""
    written_down(database)
    with database.reading() as session:
        state = load_round_state(session, round_id=ITS_ID).state
    assert {name for name, part in state.parts.items() if not part.rows} == set()
    assert state.hash == ITS_HASH


def test_the_columns_are_those_of_the_list_whatever_the_table_has() -> None:
    """So a column that is added to a table does not give each round that was ever signed another hash."""
    of_a_wider_table = RoundTable("dissent", PositionRow, {})
    assert of_a_wider_table.columns == COLUMNS[FORMAT]["dissent"]
