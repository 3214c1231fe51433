"""Kill the server while people save, again and again, and look for every save that was acknowledged."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import func, select, text

from maturity.persistence.engine import Database
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.response import Response, ResponseRevision
from tests.factories.living_rounds import LivingRound
from tests.promises.real_server import RealServer, SignedInPeople, Typist


@dataclass
class Work:
    """What one person does until told to stop, and every save that the server acknowledged to them."""

    typist: Typist
    criterion: str
    version: int = 0
    made: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)

    def until(self, stop: Event) -> None:
        """Save, one time after another, until the server is gone or enough is done."""
        while not stop.is_set():
            try:
                self.save_once()
            except OSError:
                return  # the server is gone: nobody was told “Saved”

    def save_once(self) -> None:
        """Save new words. Raises `OSError` when the server is gone, `AssertionError` when it refuses."""
        self.made += 1
        key, reason = f"{self.typist.partner}s{self.made}", f"words {self.made} of {self.typist.partner}"
        reply = self.typist.save(self.criterion, reason=reason, based_on=self.version, key=key)
        assert reply.is_saved, reply
        self.version = int(reply.said["version"])
        self.acknowledged[key] = reason

    def catch_up(self) -> None:
        """Reload the page after the server came back, as a person would."""
        page = self.typist.open_page(self.criterion)
        self.version = int(page.split(f'name="{self.criterion}-based_on" value="')[1].partition('"')[0])


def everybody_at_work(living: LivingRound, server: RealServer) -> list[Work]:
    """One person for each partner, signed in, before their first save."""
    people = SignedInPeople(server.instance, living.database)
    return [
        Work(Typist(server.port, living, partner, people.cookie_of(account, now=datetime.now(UTC))), living.criterion)
        for partner, account in living.partners.items()
    ]


def kill_under_load(
    living: LivingRound,
    instance: Path,
    *,
    kills: int,
    seed: int,
    after_each: Callable[[int, int], None] = lambda _kill, _acknowledged: None,
) -> int:
    """Kill the server so many times, after 10 to 400 ms each, and look for every acknowledged save in between.

    Returns how many were acknowledged. Raises `AssertionError` for a save that is lost or half written.
    """
    moments = random.Random(seed)  # noqa: S311  (moments to kill at, not secrets)
    server = RealServer(instance)
    server.start()
    work = everybody_at_work(living, server)
    everything: dict[str, str] = {}
    for kill in range(1, kills + 1):
        for one in work:
            one.catch_up()
        stop = Event()
        threads = [Thread(target=one.until, args=(stop,)) for one in work]
        for thread in threads:
            thread.start()
        stop.wait(moments.uniform(0.01, 0.4))
        server.kill()
        for thread in threads:
            thread.join()
        fresh: dict[str, str] = {}
        for one in work:
            fresh |= one.acknowledged
            one.acknowledged = {}
        everything |= fresh
        assert lost_saves(living.database, fresh) == {}
        assert faults(living.database) == []
        after_each(kill, len(everything))
        server.start()
    for one in work:
        one.typist.hang_up()
    server.stop()
    assert lost_saves(living.database, everything) == {}
    return len(everything)


def lost_saves(database: Database, acknowledged: dict[str, str]) -> dict[str, str]:
    """The acknowledged saves that the database does not hold, by their key."""
    with database.reading() as session:
        rows = session.execute(select(ResponseRevision.request_key, ResponseRevision.reason)).all()
        found = {row.request_key: row.reason for row in rows}
    return {key: reason for key, reason in acknowledged.items() if found.get(key) != reason}


def faults(database: Database) -> list[str]:
    """Everything that is half written, and whatever SQLite itself finds."""
    found = []
    with database.reading() as session:
        verdict = session.execute(text("PRAGMA integrity_check")).scalar_one()
        if verdict != "ok":
            found.append(verdict)
        saves = session.execute(select(func.count()).select_from(ResponseRevision)).scalar_one()
        events = session.execute(
            select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "save answer")
        ).scalar_one()
        if saves != events:
            found.append(f"{saves} saves and {events} events")
        newest = select(ResponseRevision.response_id, func.max(ResponseRevision.version).label("newest")).group_by(
            ResponseRevision.response_id
        )
        torn = session.execute(
            select(func.count())
            .select_from(Response)
            .join(newest.subquery("newest"), text("newest.response_id = response.id"))
            .where(text("newest.newest <> response.version"))
        ).scalar_one()
        if torn:
            found.append(f"{torn} answers are not their newest save")
    return found
