"""A server that is killed in the middle of a meeting loses nothing that was called saved, and the room is where it was.

The seed of a run is printed, so that a failure can be repeated.
"""

from __future__ import annotations

import http.client
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from tests.factories.living_rounds import a_database, a_living_round
from tests.factories.rooms import TheRoom, a_room
from tests.promises.kept_votes import faults, lost_saves
from tests.promises.real_server import RealServer, SignedInPeople

KILLS = 10
PARTNERS = 6
RECORDED = "d2-c1"
"""The criterion on which a level is recorded meanwhile: not the one that is voted on."""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[TheRoom]:
    database = a_database(tmp_path)
    yield a_room(a_living_round(database, partners=[f"Partner {number}" for number in range(PARTNERS)]))
    database.close()


@dataclass
class Writer:
    """Somebody who saves again and again until the server is gone, and everything that was called saved.

    `page` is where the form is, `address` where it goes, `prefix` what its fields begin with, and `choice` what is
    chosen besides the words. `by_page` is whether the page itself sends the form, and is led on once it is saved.
    """

    name: str
    server: RealServer
    cookie: str
    page: str
    address: str
    prefix: str = ""
    choice: dict[str, int] = field(default_factory=dict)
    by_page: bool = False
    version: int = 0
    made: int = 0
    token: str = ""
    acknowledged: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, body: str = "") -> tuple[int, str]:
        """One request. Raises `OSError` or `HTTPException` when the server is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        if method == "POST" and not self.by_page:
            headers["Accept"] = "application/json"
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            cookie = answer.getheader("Set-Cookie")
            self.cookie = cookie.partition(";")[0] if cookie else self.cookie
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def catch_up(self) -> None:
        """Open the page of the form as a person would whose screen comes back."""
        status, page = self.ask("GET", self.page)
        assert status == 200, page[:500]
        self.token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[-1]
        self.version = int(re.findall(rf'name="{self.prefix}based_on" value="(\d+)"', page)[0])

    def until(self, stop: Event) -> None:
        """Save and save again."""
        while not stop.is_set():
            self.made += 1
            key, words = f"{self.name}{self.made}", f"words {self.made} of {self.name}"
            said = self.choice | {"reason": words, "based_on": self.version, "request_key": key}
            form = {"csrf_token": self.token} | {f"{self.prefix}{name}": value for name, value in said.items()}
            try:
                status, answer = self.ask("POST", self.address, urlencode(form))
            except (OSError, http.client.HTTPException):
                return  # nobody was told “Saved”
            assert status == (302 if self.by_page else 200), answer
            self.version = self.version + 1 if self.by_page else json.loads(answer)["version"]
            self.acknowledged[key] = words


def everybody_who_writes(room: TheRoom, server: RealServer, people: SignedInPeople) -> list[Writer]:
    """Every partner but the last votes, so that the vote stays open; the last dissents, and the lead records."""

    def cookie(account: int) -> str:
        return people.cookie_of(account, now=datetime.now(UTC))

    *voting, (dissenting, account) = room.living.partners.items()
    dissent = f"{room.address}/dissents/d1-c1/{dissenting}"
    writers = [Writer("dissent", server, cookie(account), page=dissent, address=dissent, by_page=True)]
    agreed = f"{room.address.removesuffix('/room')}/agree/criteria/{RECORDED}"
    level = Writer("level", server, cookie(room.living.lead), page=agreed, address=f"{room.address}/levels/{RECORDED}")
    level.prefix, level.choice = f"{RECORDED}-", {"choice": 2}
    for partner, person in voting:
        vote = f"{room.address}/votes/{partner}"
        writers.append(Writer(f"vote{partner}", server, cookie(person), page=vote, address=vote, prefix=f"p{partner}-"))
        writers[-1].choice = {"ballot": room.ballot, "choice": 2}
    return [*writers, level]


def test_a_kill_while_people_vote_dissent_and_record_loses_nothing_and_the_room_goes_on_where_it_was(
    room: TheRoom, tmp_path: Path
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  (shown with a failure, to repeat it)
    moments = random.Random(seed)  # noqa: S311  (moments to kill at, not secrets)
    room.record(3, criterion="d1-c1")
    room.go("d1-c2")
    room.ask("d1-c2")
    server = RealServer(tmp_path)
    server.start()
    writers = everybody_who_writes(room, server, SignedInPeople(tmp_path, room.database))
    everything: dict[str, str] = {}
    for _ in range(KILLS):
        for writer in writers:
            writer.catch_up()
        stop = Event()
        threads = [Thread(target=writer.until, args=(stop,)) for writer in writers]
        for thread in threads:
            thread.start()
        stop.wait(moments.uniform(0.05, 0.4))
        server.kill()
        for thread in threads:
            thread.join()
        everything = {key: words for writer in writers for key, words in writer.acknowledged.items()}
        assert lost_saves(room.database, everything) == {}
        assert faults(room.database) == []
        server.start()
        talk = room.talk()
        assert talk.now_on.criterion.id == "d1-c2"
        assert talk.tally is not None
        assert talk.tally.ballot.id == room.ballot
    server.stop()
    assert len(everything) > KILLS
    assert [writer.name for writer in writers if not writer.acknowledged] == []
    room.vote(PARTNERS - 1, 3)
    (revealed,) = room.talk().revealed
    assert len(revealed.result.positions) == PARTNERS


def test_a_save_that_is_missing_or_half_written_would_be_noticed(room: TheRoom) -> None:
    room.ask()
    room.vote(0, 2, reason="kept", key="kept")
    room.record(2, reason="We met.")
    room.dissent(0, "We do not.")
    assert lost_saves(room.database, {"kept": "kept", "0 We do not.": "We do not.", "lost": "these"}) == {
        "lost": "these"
    }
    assert faults(room.database) == []
    with room.database.writing() as session:
        session.execute(text("DROP TRIGGER audit_event_refuses_delete"))
        session.execute(text("DELETE FROM audit_event WHERE action IN ('vote', 'dissent', 'agree level')"))
    assert [fault.partition(":")[0] for fault in faults(room.database)] == ["vote", "agree level", "dissent"]
