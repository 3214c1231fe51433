"""What somebody who can write to the database file can do to the record of events, its guards once dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

from maturity.core.record.audit_chain import BEFORE_THE_FIRST, Event, chained_hash

Row = tuple[Any, ...]
Rows = list[Row]
NUMBER, MOMENT, ACCOUNT, COLLABORATIVE, ROUND, ACTION, SUBJECT, PREVIOUS, HASH = range(9)
WIDTH: Final = 9


@dataclass(frozen=True)
class Tampering:
    """What was done. `needs_head` says that the chain alone cannot tell: the rest of it fits."""

    kind: str
    rows: Rows
    needs_head: bool = False


def changed(row: Row, **columns: Any) -> Row:
    """The row with some columns replaced, by the name of the constant."""
    new = list(row)
    for name, value in columns.items():
        new[globals()[name]] = value
    return tuple(new)


def hashed(row: Row, previous: str | None = None) -> Row:
    """The row with a hash that fits what it holds, as the attacker can make one."""
    before = row[PREVIOUS] if previous is None else previous
    moment = datetime.fromisoformat(row[MOMENT]).replace(tzinfo=UTC)
    event = Event(row[NUMBER], moment, row[ACCOUNT], row[COLLABORATIVE], row[ROUND], row[ACTION], row[SUBJECT])
    return changed(row, PREVIOUS=before, HASH=chained_hash(event, before))


def renumbered(rows: Sequence[Row]) -> Rows:
    """The rows with numbers from 1 without a gap."""
    return [changed(row, NUMBER=number) for number, row in enumerate(rows, 1)]


def _other(chance: Random, rows: Rows, place: int, column: int) -> Any:
    value = rows[place][column]
    if column in {ACCOUNT, COLLABORATIVE, ROUND}:
        return chance.choice([None, 0, -1, 2**40, 1.5, "1 ", b"1", (value or 0) + 1])
    if column == NUMBER:
        return chance.choice([0, -3, len(rows) + 1, len(rows) + 7, value + 1_000_000])
    if column == MOMENT:
        return chance.choice(
            [value.replace(" ", "T"), value[:-7], f"{value}+01:00", None, 0, "", _moved(value, chance), b"2026"]
        )
    if column in {PREVIOUS, HASH}:
        spot = chance.randrange(64)
        flipped = value[:spot] + f"{(int(value[spot], 16) + 1) % 16:x}" + value[spot + 1 :]
        return chance.choice([flipped, value.upper(), value[:-1], f"{value}0", "", b"", rows[place - 1][column], None])
    return chance.choice([f"{value} ", f"{value}\0", f"\n{value}", "set up round", "", value.upper(), b"\xff", 7, None])


def _moved(moment: str, chance: Random) -> str:
    seconds = chance.choice([-86_400, -1, -0.000_001, 0.000_001, 1, 3_600, 86_400 * 365])
    return f"{datetime.fromisoformat(moment) + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S.%f}"


def edit(chance: Random, rows: Rows) -> Tampering:
    """Any column of one event becomes something else."""
    place, column = chance.randrange(len(rows)), chance.randrange(WIDTH)
    new = list(rows[place])
    new[column] = _other(chance, rows, place, column)
    return Tampering("edit", [*rows[:place], tuple(new), *rows[place + 1 :]], place == len(rows) - 1)


def edit_and_hash(chance: Random, rows: Rows) -> Tampering:
    """One event becomes another, with a hash that fits it, and the rest stays."""
    place = chance.randrange(len(rows))
    row = rows[place]
    new = chance.choice(
        [
            changed(row, ACTION=f"{row[ACTION]}."),
            changed(row, ACCOUNT=(row[ACCOUNT] or 0) + 1),
            changed(row, SUBJECT="partner 99"),
            changed(row, MOMENT=_moved(row[MOMENT], chance)),
        ]
    )
    return Tampering("edit and hash", [*rows[:place], hashed(new), *rows[place + 1 :]], place == len(rows) - 1)


def set_the_clock(chance: Random, rows: Rows) -> Tampering:
    """One event happened at another time."""
    place = chance.randrange(len(rows))
    new = changed(rows[place], MOMENT=_moved(rows[place][MOMENT], chance))
    return Tampering("clock", [*rows[:place], new, *rows[place + 1 :]])


def delete(chance: Random, rows: Rows) -> Tampering:
    """Some events go, and the numbers may be closed up."""
    start = chance.randrange(len(rows) - 1)
    end = min(start + chance.randint(1, 4), len(rows) - 1)
    left = [*rows[:start], *rows[end:]]
    return Tampering("delete", renumbered(left) if chance.random() < 0.5 else left)


def truncate(chance: Random, rows: Rows) -> Tampering:
    """The end goes."""
    return Tampering("truncate", rows[: chance.randrange(len(rows))], needs_head=True)


def insert(chance: Random, rows: Rows) -> Tampering:
    """An event that never happened is put in, hashed to fit its place, and what follows is numbered anew."""
    place = chance.randrange(len(rows) - 1)
    before = rows[place - 1][HASH] if place else BEFORE_THE_FIRST
    forged = hashed(changed(rows[place], NUMBER=place + 1, SUBJECT="forged"), before)
    return Tampering("insert", renumbered([*rows[:place], forged, *rows[place:]]))


def repeat(chance: Random, rows: Rows) -> Tampering:
    """An event stands a second time, somewhere or at the end."""
    again, place = chance.choice(rows), chance.choice([chance.randrange(len(rows) + 1), len(rows)])
    return Tampering("repeat", renumbered([*rows[:place], again, *rows[place:]]))


def swap(chance: Random, rows: Rows) -> Tampering:
    """Two events change places, with their hashes or without."""
    first, second = chance.sample(range(len(rows)), 2)
    columns = range(1, WIDTH) if chance.random() < 0.5 else range(1, PREVIOUS)
    new = [list(row) for row in rows]
    for column in columns:
        new[first][column], new[second][column] = new[second][column], new[first][column]
    return Tampering("swap", [tuple(row) for row in new])


def make_anew(chance: Random, rows: Rows) -> Tampering:
    """One event becomes another, or goes, and everything after it is hashed anew: the chain is whole again."""
    place = chance.randrange(len(rows))
    kept = rows[place + 1 :]
    if chance.random() < 0.5 or not kept:
        kept = [changed(rows[place], SUBJECT="forged"), *kept]
    new = rows[:place]
    for number, row in enumerate(kept, place + 1):
        new = [*new, hashed(changed(row, NUMBER=number), new[-1][HASH] if new else BEFORE_THE_FIRST)]
    return Tampering("make anew", new, needs_head=True)


KINDS: Final[tuple[Callable[[Random, Rows], Tampering], ...]] = (
    edit,
    edit_and_hash,
    set_the_clock,
    delete,
    truncate,
    insert,
    repeat,
    swap,
    make_anew,
)


def a_tampering(chance: Random, rows: Rows) -> Tampering:
    """One of any kind that leaves the record another than it was."""
    while True:
        done = chance.choice(KINDS)(chance, rows)
        if done.rows != rows:
            return done
