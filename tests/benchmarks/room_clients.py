"""Screens in the room that ask, draw and send as the script of the page does, and what all of them heard."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Final
from urllib.parse import urlencode

from tests.promises.real_server import RealServer

EVERY: Final = 1.0
"""How often the script of a page asks, in seconds."""

LONGEST_OUTAGE: Final = 60.0
"""Seconds after which a client gives up on a server that was killed."""

GONE: Final = (OSError, http.client.HTTPException)


@dataclass
class Heard:
    """What all clients heard: when each change was made, how long after it each client had drawn it, how often the
    server answered, each vote that was called saved by its key, and what was not as it should be."""

    lock: Lock = field(default_factory=Lock)
    changed_at: dict[int, float] = field(default_factory=dict)
    freshness: list[float] = field(default_factory=list)
    answers: int = 0
    saved: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    killed_at: float | None = None
    back: dict[int, float] = field(default_factory=dict)

    def note_answer(self, asked_at: float, *, screen: int | None) -> None:
        """Count an answer and, where it is the first that a screen asked for after the kill, the seconds since.

        A server closes connections that are idle, so a connection that is lost says nothing of the kill.
        """
        now = time.perf_counter()
        with self.lock:
            self.answers += 1
            if screen is not None and self.killed_at is not None and asked_at > self.killed_at:
                self.back.setdefault(screen, now - self.killed_at)

    def note_saved(self, key: str, reason: str) -> None:
        """Remember a vote that was called saved."""
        with self.lock:
            self.saved[key] = reason

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

    def killed(self) -> None:
        """The server was killed: what is answered from now on is answered by the one that comes after it."""
        self.killed_at = time.perf_counter()


@dataclass
class Client:
    """A browser in the room, over a connection that is kept; `screen` is its number where it follows the room."""

    server: RealServer
    address: str
    cookie: str
    heard: Heard
    screen: int | None = None
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """One request, sent again in the same words until the server answers; a form as the script sends it."""
        until = time.perf_counter() + LONGEST_OUTAGE
        while True:
            try:
                return self._ask(method, path, fields or {})
            except GONE:
                self.hang_up()
                if time.perf_counter() > until:
                    raise
                time.sleep(EVERY)

    def hang_up(self) -> None:
        """The connection is lost."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def _ask(self, method: str, path: str, fields: dict[str, str]) -> tuple[int, str]:
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        if method == "POST":
            headers["Accept"] = "application/json"
        asked_at = time.perf_counter()
        self.connection.request(method, self.address + path, urlencode(fields), headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
        self.heard.note_answer(asked_at, screen=self.screen)
        if answer.status not in {200, 204}:
            raise SystemExit(f"not as expected: {answer.status} {path} {text[:500]}")
        return answer.status, text

    def follow(self, stop: Event, wait: float) -> None:
        """Ask each second, and draw what is new. What goes wrong in this thread is told at the end."""
        try:
            self._follow(stop, wait)
        except (*GONE, SystemExit) as problem:
            self.heard.problems.append(str(problem))

    def _follow(self, stop: Event, wait: float) -> None:
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
