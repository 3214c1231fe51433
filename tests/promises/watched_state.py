"""Watches every transaction of every database: which tables it changed, and how many events it left.

Each connection gets triggers of its own, which see what happens in the same transaction. A row that is written as it
was is no change. A transaction that changes nothing, or nothing but what is technical, leaves no event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from maturity.persistence.base import Base
from maturity.persistence.engine import Database

EVENTS: Final = "audit_event"
TECHNICAL: Final = {
    "report": "a file that can be made again from what is recorded; who asks for one changes nothing",
    "made_once": "which requests were answered before, so that one that comes twice is done once",
    "entry_link INSERT": "the link that a message carries is made as it is sent: a part of its way",
    "message UPDATE": "what became of a message on its way; that it was asked for is an event",
}
"""What is no state of anybody’s work, and why: a table, or one kind of change of it."""

SEVERAL: Final = {
    ("come in by link", "sign in"): "a link is used up, and a person is in",
    ("set password", "sign in"): "the same with a password",
    ("add account", "give role", "make password link"): "a person who was unknown, what they may do, and their way in",
    ("add account", "make password link"): "the same without a role yet",
    ("withdraw ballot", "close round"): "a vote that was still open ends with the round",
}
"""What one press does to several things at once, in this order: each has its own event. Anything else has one."""

IN_VAIN: Final = ("ask for link",)
"""The one event without a change: somebody asked for a link that they do not get.

It leaves the same answer as the other, after as long, and how often it happens is what an administrator wants to know.
"""

ONE_FOR_EACH: Final = {"message INSERT": "queue ", "matrix_version INSERT": ""}
"""Acts that are done to several of a kind at once, each of which has its own event."""


@dataclass(frozen=True)
class Transaction:
    """One transaction: how many rows it changed of what, such as “round UPDATE”, and the actions of its events."""

    changed: Mapping[str, int]
    actions: tuple[str, ...]

    @property
    def state(self) -> tuple[str, ...]:
        """What it changed that is state."""
        return tuple(
            each
            for each in self.changed
            if each not in TECHNICAL and each.partition(" ")[0] not in (*TECHNICAL, EVENTS)
        )

    @property
    def is_right(self) -> bool:
        """Whether it left one event for each of its changes, and none where it changed no state.

        That is one, unless it is among `SEVERAL`, or asked for several messages or put several matrices into a library.
        """
        if not self.state:
            return not self.actions or self.actions == IN_VAIN
        for what, prefix in ONE_FOR_EACH.items():
            if {each.partition(" ")[0] for each in self.state} == {what.partition(" ")[0]} and self.changed[what]:
                return len(self.actions) == self.changed[what] and all(each.startswith(prefix) for each in self.actions)
        return len(self.actions) == 1 or self.actions in SEVERAL


@dataclass
class Watch:
    """Every transaction that was about to be committed since the watch began or was last emptied."""

    seen: list[Transaction] = field(default_factory=list)

    def take(self) -> list[Transaction]:
        """What was seen since the last time."""
        taken, self.seen = self.seen, []
        return taken


def _begin_to_watch(session: Session) -> None:
    """Put the triggers on a connection that has none yet; they are no part of the file."""
    run = session.connection().exec_driver_sql
    if run("SELECT 1 FROM temp.sqlite_master WHERE name = 'seen'").first():
        run("DELETE FROM temp.seen")
        return
    run("CREATE TEMP TABLE seen (what TEXT, action TEXT)")
    for table in Base.metadata.sorted_tables:
        columns = " OR ".join(f"OLD.{column.name} IS NOT NEW.{column.name}" for column in table.columns)
        for kind, when in (("INSERT", ""), ("DELETE", ""), ("UPDATE", f"WHEN {columns}")):
            action = "NEW.action" if (table.name, kind) == (EVENTS, "INSERT") else "NULL"
            note = f"INSERT INTO seen VALUES ('{table.name} {kind}', {action});"  # noqa: S608  (names of tables)
            run(
                f"CREATE TEMP TRIGGER seen_{table.name}_{kind.lower()} AFTER {kind} ON main.{table.name} {when} "
                f"BEGIN {note} END"
            )


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Watch every database of this process."""
    watch = Watch()
    writing = Database.writing

    @contextmanager
    def watched(self: Database) -> Iterator[Session]:
        with writing(self) as session:
            _begin_to_watch(session)
            yield session
            session.flush()
            rows = session.execute(text("SELECT what, action FROM temp.seen")).all()
            watch.seen.append(
                Transaction(
                    changed=Counter(row.what for row in rows),
                    actions=tuple(row.action for row in rows if row.action is not None),
                )
            )

    monkeypatch.setattr(Database, "writing", watched)
    yield watch
