"""A load client in a process of its own: each connection asks again as soon as it was answered.

It costs as little as it can, because it shares the cores with the server: one thread, raw sockets, requests made
beforehand. It reads a plan from standard input and writes what it measured to standard output, both as JSON.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

COUNTER: Final = "@@@@@@@@"
"""Stands in a request for a number of eight digits, one higher each time that the same request is made."""

ROOT: Final = Path(__file__).resolve().parents[2]
_LENGTH: Final = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it is sent. The counter starts at `first`."""

    text: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask of a server: `clients` has for each connection the requests that it makes in turn."""

    port: int
    seconds: float
    expect: str
    clients: tuple[tuple[Ask, ...], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it: how many answers in how many seconds, and the milliseconds that each took, sorted."""

    seconds: float
    milliseconds: tuple[float, ...]

    @property
    def answers(self) -> int:
        return len(self.milliseconds)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    def quantile(self, share: float) -> float:
        """The milliseconds within which this share of the answers came."""
        return self.milliseconds[min(int(share * self.answers), self.answers - 1)]


def get(path: str, cookie: str = "") -> Ask:
    """A request for a page."""
    return Ask(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n")


def post(path: str, body: str, cookie: str = "", *, first: int = 0) -> Ask:
    """A form as the script of a page sends it."""
    return Ask(
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nAccept: application/json\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}",
        first,
    )


def measure(port: int, clients: Sequence[Sequence[Ask]], *, seconds: float, expect: str) -> Measured:
    """Put a server under load from another process. Every answer must be 200 and hold what is expected."""
    plan = Plan(port, seconds, expect, tuple(tuple(asks) for asks in clients))
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(asdict(plan)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    said = json.loads(done.stdout)
    return Measured(said["seconds"], tuple(said["milliseconds"]))


@dataclass(slots=True)
class _Client:
    """One connection, and what it waits for."""

    asks: list[tuple[list[bytes], int]]
    connection: socket.socket
    asked: int = 0
    since: float = 0.0
    got: bytearray = field(default_factory=bytearray)

    def ask(self) -> None:
        parts, first = self.asks[self.asked % len(self.asks)]
        counter = b"%08d" % (first + self.asked // len(self.asks))
        self.asked += 1
        self.got.clear()
        self.since = time.perf_counter()
        self.connection.sendall(counter.join(parts))

    def is_answered(self) -> bool:
        self.got += self.connection.recv(262_144)
        head = self.got.find(b"\r\n\r\n")
        if head < 0:
            return False
        found = _LENGTH.search(self.got, 0, head)
        if found is None:
            raise SystemExit(f"an answer has no length: {bytes(self.got[:500])!r}")
        return len(self.got) >= head + 4 + int(found[1])


def _run(plan: dict[str, Any]) -> dict[str, Any]:
    expect = plan["expect"].encode()
    selector = selectors.DefaultSelector()
    clients = [_connect(plan["port"], asks) for asks in plan["clients"]]
    took: list[float] = []
    start = time.perf_counter()
    for client in clients:
        selector.register(client.connection, selectors.EVENT_READ, client)
        client.ask()
    waiting = len(clients)
    while waiting:
        for key, _ in selector.select():
            client = key.data
            if not client.is_answered():
                continue
            now = time.perf_counter()
            took.append(1000 * (now - client.since))
            if not client.got.startswith(b"HTTP/1.1 200") or expect not in client.got:
                raise SystemExit(f"not as expected: {bytes(client.got[:2000])!r}")
            if now - start < plan["seconds"]:
                client.ask()
            else:
                selector.unregister(client.connection)
                client.connection.close()
                waiting -= 1
    return {"seconds": time.perf_counter() - start, "milliseconds": sorted(took)}


def _connect(port: int, asks: list[dict[str, Any]]) -> _Client:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return _Client([(ask["text"].encode().split(COUNTER.encode()), ask["first"]) for ask in asks], connection)


if __name__ == "__main__":
    json.dump(_run(json.load(sys.stdin)), sys.stdout)
