"""A server that is killed in the middle of a vote loses no vote that was called saved, and the room is where it was.

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
from tests.promises.kept_votes import faults, lost_votes
from tests.promises.real_server import RealServer, SignedInPeople

KILLS = 10
PARTNERS = 6


@pytest.fixture
def room(tmp_path: Path) -> Iterator[TheRoom]:
    database = a_database(tmp_path)
    yield a_room(a_living_round(database, partners=[f"Partner {number}" for number in range(PARTNERS)]))
    database.close()


@dataclass
class Voter:
    """One partner that changes its vote until the server is gone, and every vote that was called saved."""

    room: TheRoom
    server: RealServer
    partner: int
    cookie: str
    version: int = 0
    made: int = 0
    token: str = ""
    acknowledged: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        """One request. Raises `OSError` or `HTTPException` when the server is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        if method == "POST":
            headers["Accept"] = "application/json"
        try:
            connection.request(method, self.room.address + path, body, headers)
            answer = connection.getresponse()
            cookie = answer.getheader("Set-Cookie")
            self.cookie = cookie.partition(";")[0] if cookie else self.cookie
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def catch_up(self) -> None:
        """Open the page of the vote as a person would whose screen comes back."""
        status, page = self.ask("GET", f"/votes/{self.partner}")
        assert status == 200, page[:500]
        self.token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[-1]
        self.version = int(re.findall(rf'name="p{self.partner}-based_on" value="(\d+)"', page)[0])

    def until(self, stop: Event) -> None:
        """Vote and vote again."""
        while not stop.is_set():
            self.made += 1
            key, reason = f"{self.partner}-{self.made}", f"vote {self.made} of {self.partner}"
            said = {"ballot": self.room.ballot, "choice": 2, "reason": reason}
            said |= {"based_on": self.version, "request_key": key}
            form = {"csrf_token": self.token} | {f"p{self.partner}-{name}": value for name, value in said.items()}
            try:
                status, answer = self.ask("POST", f"/votes/{self.partner}", urlencode(form))
            except (OSError, http.client.HTTPException):
                return  # nobody was told “Saved”
            assert status == 200, answer
            self.version = json.loads(answer)["version"]
            self.acknowledged[key] = reason


def test_a_kill_in_the_middle_of_a_vote_loses_none_and_the_room_goes_on_where_it_was(
    room: TheRoom, tmp_path: Path
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  (shown with a failure, to repeat it)
    moments = random.Random(seed)  # noqa: S311  (moments to kill at, not secrets)
    room.go("d1-c2")
    room.ask("d1-c2")
    people = SignedInPeople(tmp_path, room.database)
    server = RealServer(tmp_path)
    server.start()
    # The last partner stays away, so that the vote stays open whatever comes of it.
    voters = [
        Voter(room, server, partner, people.cookie_of(account, now=datetime.now(UTC)))
        for partner, account in list(room.living.partners.items())[:-1]
    ]
    everything: dict[str, str] = {}
    for _ in range(KILLS):
        for voter in voters:
            voter.catch_up()
        stop = Event()
        threads = [Thread(target=voter.until, args=(stop,)) for voter in voters]
        for thread in threads:
            thread.start()
        stop.wait(moments.uniform(0.05, 0.4))
        server.kill()
        for thread in threads:
            thread.join()
        everything = {key: reason for voter in voters for key, reason in voter.acknowledged.items()}
        assert lost_votes(room.database, everything) == {}
        assert faults(room.database) == []
        server.start()
        talk = room.talk()
        assert talk.now_on.criterion.id == "d1-c2"
        assert talk.tally is not None
        assert talk.tally.ballot.id == room.ballot
    server.stop()
    assert len(everything) > KILLS
    room.vote(PARTNERS - 1, 3)
    (revealed,) = room.talk().revealed
    assert len(revealed.result.positions) == len({voter.partner for voter in voters if voter.acknowledged}) + 1


def test_a_vote_that_is_missing_or_half_written_would_be_noticed(room: TheRoom) -> None:
    room.ask()
    room.vote(0, 2, reason="kept", key="kept")
    assert lost_votes(room.database, {"kept": "kept", "lost": "these"}) == {"lost": "these"}
    assert faults(room.database) == []
    with room.database.writing() as session:
        session.execute(text("DROP TRIGGER audit_event_refuses_delete"))
        session.execute(text("DELETE FROM audit_event WHERE action = 'vote'"))
    assert faults(room.database) == ["1 votes, 0 events"]
