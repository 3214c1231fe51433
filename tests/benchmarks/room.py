"""The room under load: thirty clients that ask each second and draw what is new, while partners vote.

Ten minutes is the length that figures are given for: `python -m tests.benchmarks --only room --seconds 600`.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import Final
from urllib.parse import urlencode

from maturity.usecases.room import open_room
from tests.benchmarks.processes import cpu_seconds, memory_megabytes
from tests.benchmarks.scene import PARTNERS, Scene
from tests.factories.installations import NOW
from tests.promises.real_server import RealServer

CLIENTS: Final = 30
EVERY: Final = 1.0
"""How often the script of a page asks, in seconds."""


@dataclass
class Heard:
    """What all clients heard: when each change was made, how long after it each client had drawn it, and how often
    the server answered."""

    lock: Lock = field(default_factory=Lock)
    changed_at: dict[int, float] = field(default_factory=dict)
    freshness: list[float] = field(default_factory=list)
    answers: int = 0
    votes: int = 0

    def note(self, *, answers: int = 0, votes: int = 0) -> None:
        """Count answers and votes."""
        with self.lock:
            self.answers += answers
            self.votes += votes

    def changed(self, count: int) -> None:
        """Remember when the room came so far."""
        with self.lock:
            self.changed_at.setdefault(count, time.perf_counter())

    def drawn(self, before: int, count: int) -> None:
        """A client that had drawn the room up to one point has drawn it up to another."""
        now = time.perf_counter()
        with self.lock:
            changes = [self.changed_at[at] for at in range(before + 1, count + 1) if at in self.changed_at]
            if changes:
                self.freshness.append(now - min(changes))


@dataclass
class Client:
    """A screen in the room, over a connection that is kept."""

    server: RealServer
    address: str
    cookie: str
    heard: Heard
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """One request; a form is sent as the script of the page does."""
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        if method == "POST":
            headers["Accept"] = "application/json"
        self.connection.request(method, self.address + path, urlencode(fields or {}), headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
        self.heard.note(answers=1)
        if answer.status not in {200, 204}:
            raise SystemExit(f"not as expected: {answer.status} {path} {text[:500]}")
        return answer.status, text

    def follow(self, stop: Event, wait: float) -> None:
        """Ask each second, and draw what is new."""
        stop.wait(wait)
        count = count_in(self.ask("GET", "?part=screen")[1])
        while not stop.wait(EVERY):
            if self.ask("GET", f"/state?seen={count}")[0] == 200:
                before, count = count, count_in(self.ask("GET", "?part=screen")[1])
                self.heard.drawn(before, count)


def count_in(page: str) -> int:
    """How far the room had come when a screen was drawn."""
    found = re.search(r'data-count="(\d+)"', page)
    if found is None:
        raise SystemExit(f"no screen: {page[:500]}")
    return int(found[1])


@dataclass(frozen=True, slots=True)
class RoomFigures:
    """What came of it. Freshness is in seconds from a change to the screen that shows it, sorted."""

    clients: int
    seconds: float
    answers: int
    votes: int
    freshness: tuple[float, ...]
    cpu: float
    memory: float

    def fresh_within(self, share: float) -> float:
        """The seconds within which this share of the changes was on a screen."""
        if not self.freshness:
            return 0.0
        return self.freshness[min(int(share * len(self.freshness)), len(self.freshness) - 1)]


def measure_room(scene: Scene, *, seconds: float, clients: int = CLIENTS) -> RoomFigures:
    """Follow a room for some seconds while its partners vote without end."""
    scene.setting.move("close-responding", number=scene.living.number)
    head = scene.setting.head(scene.living.number)
    with scene.setting.database.writing() as session:
        open_room(session, head=head, criterion_id=scene.living.criterion, account=scene.setting.lead, now=NOW)
    heard, stop = Heard(), Event()
    with scene.server() as server:
        assert server.process is not None
        address = f"{scene.setting.round_address(scene.living.number)}/room"
        accounts = scene.setting.respondents
        cookies = [scene.people.cookie_of(account, now=datetime.now(UTC)) for account in accounts]
        followers = [Client(server, address, cookies[place % PARTNERS], heard) for place in range(clients)]
        threads = [
            Thread(target=one.follow, args=(stop, EVERY * place / clients)) for place, one in enumerate(followers)
        ]
        voters = [Client(server, address, cookie, heard) for cookie in cookies]
        lead = Client(server, address, scene.lead_cookie(), heard)
        for thread in threads:
            thread.start()
        start, cpu = time.perf_counter(), cpu_seconds(server.process.pid)
        memory = 0.0
        while time.perf_counter() - start < seconds:
            _hold_a_vote(scene, lead, voters, pause=min(0.5, seconds / 20))
            memory = max(memory, memory_megabytes(server.process.pid))
        took, used = time.perf_counter() - start, cpu_seconds(server.process.pid) - cpu
        stop.wait(EVERY)
        stop.set()
        for thread in threads:
            thread.join()
    return RoomFigures(
        clients=clients,
        seconds=took,
        answers=heard.answers,
        votes=heard.votes,
        freshness=tuple(sorted(heard.freshness)),
        cpu=used,
        memory=memory,
    )


def _hold_a_vote(scene: Scene, lead: Client, voters: Sequence[Client], *, pause: float) -> None:
    token = _token(lead)
    lead.ask("POST", "/acts/ask", {"csrf_token": token, "criterion_id": scene.living.criterion})
    _note_change(lead)
    for place, voter in enumerate(voters):
        partner = scene.setting.partners[place]
        page = voter.ask("GET", f"/votes/{partner}")[1]
        prefix = f"p{partner}-"
        fields = dict(re.findall(rf'name="(csrf_token|{prefix}\w+)" value="([^"]*)"', page))
        fields |= {f"{prefix}choice": str(1 + place % 4), f"{prefix}reason": "As we talked."}
        said = json.loads(voter.ask("POST", f"/votes/{partner}", fields)[1])
        if said["status"] != "saved":
            raise SystemExit(f"not as expected: {said}")
        voter.heard.note(votes=1)
        _note_change(voter)
        time.sleep(pause)


def _token(client: Client) -> str:
    found = re.findall(r'name="csrf_token" value="([^"]+)"', client.ask("GET", "/facilitate?part=screen")[1])
    return str(found[0])


def _note_change(client: Client) -> None:
    status, text = client.ask("GET", "/state?seen=0")
    if status == 200:
        client.heard.changed(int(json.loads(text)["count"]))
