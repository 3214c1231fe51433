"""Whatever is done to the record of events past the product, the check finds it.

The record is a real one in a file, and the attacker has dropped every trigger, index and constraint that is in the way.
What the chain alone cannot tell, an end cut off and a chain made anew, the head tells that was noted before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

import pysqlite3.dbapi2 as sqlite
import pytest

from maturity.core.record import audit_check
from maturity.core.record.audit_chain import Event, Head
from maturity.core.record.audit_check import Verdict, check_chain
from maturity.persistence.engine import Database
from maturity.persistence.queries.audit_file import RecordFile, open_record
from tests.factories.living_rounds import a_living_round, level
from tests.promises.tamperings import KINDS, Rows, Tampering, a_tampering

TAMPERINGS: Final = 10_000
SEED: Final = 20_260_304


class Attacker:
    """Somebody who writes to the database file with a program of their own."""

    def __init__(self, path: Path) -> None:
        with open_record(path) as record:
            head = record.head()
        assert head is not None
        self.noted: Head = head
        self.connection: Any = sqlite.connect(str(path), isolation_level=None)
        self.record = RecordFile(path, self.connection)
        self._take_the_guards_away()
        self.rows: Rows = self.connection.execute("SELECT * FROM audit_event ORDER BY id").fetchall()

    def _take_the_guards_away(self) -> None:
        for (name,) in self.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        ).fetchall():
            self.connection.execute(f"DROP TRIGGER {name}")
        self.connection.execute("CREATE TABLE copied AS SELECT * FROM audit_event")
        self.connection.execute("DROP TABLE audit_event")
        self.connection.execute(
            "CREATE TABLE audit_event (id, happened_at, account_id, collaborative_id, round_id, action, subject, "
            "previous_hash, hash)"
        )
        self.connection.execute("INSERT INTO audit_event SELECT * FROM copied")

    def leave(self, rows: Rows) -> None:
        """Leave the record with these rows."""
        self.connection.execute("BEGIN")
        self.connection.execute("DELETE FROM audit_event")
        self.connection.executemany("INSERT INTO audit_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self.connection.execute("COMMIT")

    def check(self, *noted: Head) -> Verdict:
        """What the check says of it."""
        return check_chain(self.record.links(), noted=noted)


@pytest.fixture
def attacker(database: Database) -> Iterator[Attacker]:
    living = a_living_round(database)
    for version, words in enumerate(("Seen.", "Seen again.", "Seen once more.")):
        living.answer(level(2, words), based_on=version, key=words)
    living.submit()
    living.move("close-responding")
    database.close()
    attacker = Attacker(database.path)
    attacker.connection.execute("PRAGMA synchronous = OFF")
    yield attacker
    attacker.connection.close()


def many(rows: Rows, count: int, seed: int = SEED) -> Iterator[Tampering]:
    chance = Random(seed)  # noqa: S311  (the same tamperings every time, so that one that is missed can be repeated)
    for _ in range(count):
        yield a_tampering(chance, rows)


def test_ten_thousand_tamperings_are_all_found(attacker: Attacker) -> None:
    assert len(attacker.rows) > 15
    missed, done = [], Counter[str]()
    for number, tampering in enumerate(many(attacker.rows, TAMPERINGS)):
        attacker.leave(tampering.rows)
        done[tampering.kind] += 1
        noted = () if number % 2 and not tampering.needs_head else (attacker.noted,)
        if attacker.check(*noted).is_whole:
            missed.append((number, tampering.kind))
    assert missed == []
    assert len(done) == len(KINDS)
    assert min(done.values()) > 500


def test_control_the_record_that_nobody_touched_is_whole(attacker: Attacker) -> None:
    assert attacker.check(attacker.noted).is_whole
    attacker.leave(attacker.rows[:3])
    attacker.leave(attacker.rows)
    verdict = attacker.check(attacker.noted)
    assert verdict.is_whole
    assert verdict.head == attacker.noted


def test_control_without_the_head_that_was_noted_a_chain_made_anew_passes(attacker: Attacker) -> None:
    missed = Counter[str]()
    for tampering in many(attacker.rows, 500):
        attacker.leave(tampering.rows)
        if attacker.check().is_whole:
            assert tampering.needs_head
            missed[tampering.kind] += 1
    assert {"truncate", "make anew"} <= set(missed)


def test_control_a_check_that_does_not_hash_misses_some(attacker: Attacker, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {row[0]: row[-1] for row in attacker.rows}

    def whatever_it_says(event: Event, previous_hash: str) -> str:
        return str(kept.get(event.number, previous_hash))

    monkeypatch.setattr(audit_check, "chained_hash", whatever_it_says)
    missed = set()
    for tampering in many(attacker.rows, 500):
        attacker.leave(tampering.rows)
        if attacker.check(attacker.noted).is_whole:
            missed.add(tampering.kind)
    assert {"edit", "clock"} <= missed
