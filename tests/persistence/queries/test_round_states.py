from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Boolean, Date, Integer, update

from maturity.core.record.round_state import where_they_differ
from maturity.persistence.base import Base, UtcDateTime, WordOf
from maturity.persistence.queries.round_states import ROUND_TABLES, RoundTable, load_round_state
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.round_row import RoundRow
from maturity.persistence.schema import back_up
from tests.conftest import copy_of
from tests.factories.full_rounds import FullRound, a_full_round
from tests.factories.living_rounds import a_living_round
from tests.factories.statements import questions_of

NO_PART_OF_A_ROUND: Final = {
    "room",
    "message",
    "report",
    "audit_event",
    "sign_off",
    "imported_archive",
    "round_partner",
    "version_move_reopened",
}
"""Tables that name a round. The partners of a round are read by a query of their own, and whom a move reopened is of no
account once a round was closed, for then the move is never undone."""


@dataclass(frozen=True)
class Kept:
    """A full round, made once, in a database of its own for each test."""

    file: Path
    round_id: int
    next_number: int
    full: FullRound


@pytest.fixture(scope="module")
def kept(fresh_database_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("full")
    full = a_full_round(copy_of(fresh_database_file, folder))
    whole = back_up(full.database, folder / "whole.sqlite3")
    full.database.close()
    return Kept(whole, 1, full.next_number, full)


@pytest.fixture
def full(kept: Kept, tmp_path: Path) -> Iterator[FullRound]:
    database = copy_of(kept.file, tmp_path)
    living = replace(kept.full.living, database=database)
    room = replace(kept.full.named.room, living=living)
    yield FullRound(replace(kept.full.named, room=room), kept.next_number)
    database.close()


def test_every_part_of_a_full_round_has_rows(full: FullRound) -> None:
    assert {name for name, part in full.state().parts.items() if not part.rows} == set()


def test_every_table_that_names_a_round_is_a_part_or_is_known_to_be_none() -> None:
    known = {each.table.name for each in ROUND_TABLES}
    reached = set(known)
    for table in Base.metadata.sorted_tables:
        names = {key.column.table.name for key in table.foreign_keys}
        if table.name not in NO_PART_OF_A_ROUND and ("round" in names or names & (known - {"round"})):
            reached.add(table.name)
    assert reached == known


def test_every_id_in_a_part_is_named_by_its_place() -> None:
    for each in ROUND_TABLES:
        foreign = {key.parent.name for key in each.table.foreign_keys} - {"round_id", "collaborative_id"}
        assert foreign <= set(each.names), each.part


def columns() -> list[tuple[RoundTable, str]]:
    return [(each, name) for each in ROUND_TABLES for name in each.columns if name not in each.names]


@pytest.mark.parametrize("of, column", columns(), ids=lambda value: value if isinstance(value, str) else value.part)
def test_any_value_that_is_changed_gives_another_state(full: FullRound, of: RoundTable, column: str) -> None:
    round_id = full.head().id
    with full.database.reading() as session:
        loaded = load_round_state(session, round_id=round_id)
    before = loaded.state
    _change(full, of, column, row=loaded.rows[of.part][-1])
    with full.database.reading() as session:
        after = load_round_state(session, round_id=round_id).state
    assert after.hash != before.hash
    changed = where_they_differ(before, after)
    assert any(place.startswith(f"{of.part} ") for place in changed)
    assert all(place.endswith(f", {column}") for place in changed)


def _change(full: FullRound, of: RoundTable, column: str, *, row: int) -> None:
    """Behind the back of the product: rows that are only ever added to are changed as well."""
    kind = of.table.c[column].type
    value: object = "another"
    if isinstance(kind, UtcDateTime):
        value = "2031-01-01 10:00:00.000001"
    elif isinstance(kind, WordOf):
        value = [word.value for word in kind.words][-1]
    elif isinstance(kind, Date):
        value = "2031-01-01"
    elif isinstance(kind, Boolean):
        value = f"1 - {column}"
    elif isinstance(kind, Integer):
        value = f"coalesce({column}, 0) + 77"
    shown = value if isinstance(kind, Integer | Boolean) else f"'{value}'"
    with closing(sqlite3.connect(full.database.path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        guards = "SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('trigger', 'index')"
        for kind_of, name in connection.execute(guards).fetchall():
            connection.execute(f"DROP {kind_of} {name}")
        before = connection.execute(f"SELECT {column} FROM {of.table.name} WHERE id = ?", (row,)).fetchone()  # noqa: S608  (as above)
        if isinstance(kind, WordOf) and before[0] == value:
            shown = f"'{next(iter(kind.words)).value}'"
        connection.execute(f"UPDATE {of.table.name} SET {column} = {shown} WHERE id = ?", (row,))  # noqa: S608  (as above)


def test_reopening_and_closing_again_gives_another_state(full: FullRound) -> None:
    before = full.state()
    full.living.move("reopen", reason="A level was wrong.")
    reopened = full.state()
    full.living.move("close")
    hashes = {before.hash, reopened.hash, full.state().hash}
    assert len(hashes) == 3


def test_what_is_no_part_of_the_round_leaves_its_state_alone(full: FullRound) -> None:
    before = full.state().hash
    with full.database.writing() as session:
        session.execute(update(Account).values(name="Another name"))
        session.execute(update(Collaborative).values(name="Another", version=9))
        session.execute(update(RoundRow).where(RoundRow.number == full.next_number).values(label="Another"))
        session.execute(update(RoundRow).values(state_version=99))
    assert full.state().hash == before


def test_a_larger_round_takes_no_more_queries(full: FullRound) -> None:
    small = a_living_round(full.database, name="Southmere", matrix=replace(full.living.matrix, key="another"))

    with full.database.reading() as session:
        other = get_round(session, collaborative=small.collaborative, number=1)

    def queries(round_id: int) -> int:
        with full.database.reading() as session:
            return questions_of(full.database, partial(load_round_state, session, round_id=round_id))

    assert queries(full.head().id) == queries(other.id) <= 25


def test_no_id_of_the_database_is_in_a_state(full: FullRound) -> None:
    """The same round, written down anew after others, has the same places in its lists."""
    state = full.state()
    for name, part in state.parts.items():
        of = next((each for each in ROUND_TABLES if each.part == name), None)
        for record in part.records():
            for column in of.names if of else ():
                value = record[column.removesuffix("_id")]
                assert value is None or (isinstance(value, int) and 1 <= value <= 40), (name, column)
