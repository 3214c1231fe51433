"""The product as its users meet it: a process of its own, reached over the network, that can be killed."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from flask.sessions import SecureCookieSessionInterface

from maturity.persistence.engine import Database
from maturity.settings import Settings, read_settings
from maturity.usecases.sign_in import start_sign_in
from maturity.web.app import create_app
from tests.factories.living_rounds import LivingRound
from tests.factories.ports import a_free_port

LONGEST_START: Final = 30.0
ENVIRONMENT: Final = {name: value for name, value in os.environ.items() if not name.startswith("MATURITY_")}


def children_of(process: int) -> list[int]:
    """The processes that a process started and that still run, as Linux tells it."""
    return [
        int(child)
        for task in Path(f"/proc/{process}/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
    ]


@dataclass
class RealServer:
    """`maturity serve` on an instance folder. Its process group is its own, so that a kill takes all of it.

    `inside` is a command that runs another one, such as in a namespace; `program` stands in for `maturity`.
    """

    instance: Path
    port: int = field(default_factory=a_free_port)
    process: subprocess.Popen[str] | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    inside: Sequence[str] = ()
    program: Sequence[str] = (str(Path(sys.executable).with_name("maturity")),)

    def start(self) -> None:
        """Start, and return once it answers."""
        self.process = subprocess.Popen(
            [*self.inside, *self.program, "serve", "--port", str(self.port)],
            env={**ENVIRONMENT, **self.settings, "MATURITY_INSTANCE": str(self.instance)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
        if not found:
            self.kill()
        assert found, f"the server said: {said!r}"
        self.port = int(found[1])
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + LONGEST_START
        while time.monotonic() < until:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/health")
                if connection.getresponse().status == http.HTTPStatus.OK:
                    return
            except OSError:
                time.sleep(0.02)
            finally:
                connection.close()
        raise AssertionError("the server did not answer")

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def stop(self) -> None:
        """Ask the server to stop, and wait."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def a_real_server(instance: Path, settings: Mapping[str, str] | None = None) -> Iterator[RealServer]:
    """A server that is stopped at the end."""
    server = RealServer(instance, settings=settings or {})
    server.start()
    try:
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()


class SignedInPeople:
    """Makes cookies for people without the tenth of a second that each password takes."""

    def __init__(self, instance: Path, database: Database) -> None:
        settings: Settings = read_settings({"MATURITY_INSTANCE": str(instance)})
        app = create_app(settings, database=database)
        serializer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert serializer is not None
        self._sign = serializer.dumps
        self._database = database

    def cookie_of(self, account: int, *, now: Any) -> str:
        """The cookie of a person who has just signed in."""
        with self._database.writing() as session:
            token = start_sign_in(session, account=account, hours=20, now=now)
        signed = self._sign({"_user_id": token, "_fresh": True})
        return f"maturity={signed}"


@dataclass
class Reply:
    """What the server answered to a save: its status, and what the script of a page would be told."""

    status: int
    said: dict[str, Any]

    @property
    def is_saved(self) -> bool:
        """Whether the page would say “Saved”."""
        return self.status == http.HTTPStatus.OK and self.said.get("status") == "saved"


@dataclass
class Typist:
    """One person with a page open, saving over a connection that is kept."""

    port: int
    living: LivingRound
    partner: int
    cookie: str
    token: str = ""
    connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    @property
    def base(self) -> str:
        """Where the person's response is."""
        return f"/collaboratives/{self.living.collaborative}/rounds/{self.living.number}/respond/{self.partner}"

    def open_page(self, criterion: str) -> str:
        """Open a criterion and take the token of its form. Returns the page."""
        connection = self._connection()
        connection.request("GET", f"{self.base}/criteria/{criterion}", headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        page = answer.read().decode()
        assert answer.status == http.HTTPStatus.OK, page[:500]
        cookie = answer.getheader("Set-Cookie")
        if cookie:
            self.cookie = cookie.partition(";")[0]
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        self.token = found[1]
        return page

    def save(self, criterion: str, *, reason: str, based_on: int, key: str, level: int = 2) -> Reply:
        """Save as the script of the page does. Raises `OSError` when the connection breaks."""
        body = urlencode(
            {
                "csrf_token": self.token,
                f"{criterion}-choice": str(level),
                f"{criterion}-reason": reason,
                f"{criterion}-based_on": str(based_on),
                f"{criterion}-request_key": key,
            }
        )
        connection = self._connection()
        try:
            connection.request(
                "POST",
                f"{self.base}/criteria/{criterion}",
                body,
                {
                    "Cookie": self.cookie,
                    "Accept": "application/json",
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )
            answer = connection.getresponse()
            return Reply(answer.status, json.loads(answer.read()))
        except http.client.HTTPException as problem:
            self.hang_up()
            raise ConnectionError from problem
        except OSError:
            self.hang_up()
            raise

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _connection(self) -> http.client.HTTPConnection:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        return self.connection
