"""Reading: the page of a domain with its answers, two rounds beside each other, and a report that is kept."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.load import Ask, Measured, get, measure
from tests.benchmarks.processes import cpu_seconds, memory_megabytes
from tests.benchmarks.scene import PARTNERS, Scene
from tests.promises.real_server import RealServer

CLIENTS: Final = 8
LONGEST_WAIT: Final = 120.0


@dataclass(frozen=True, slots=True)
class Reads:
    """How a page was answered, and the CPU that the server used."""

    name: str
    clients: int
    measured: Measured
    cpu: float

    @property
    def milliseconds_of_cpu(self) -> float:
        """Of the server, for each page."""
        return 1000 * self.cpu / self.measured.answers


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes that the server uses, alone and at the most while a report is made beside it."""

    server: float
    with_worker: float


def measure_reads(scene: Scene, *, seconds: float) -> Iterator[Reads]:
    """The pages that are read most."""
    with scene.server() as server:
        domain = scene.matrix.domains[0].id
        asks = []
        for place in range(PARTNERS):
            cookie = scene.typist(server.port, place).cookie
            asks.append(get(f"{scene.response_address(place)}/domains/{domain}", cookie))
        many = [[asks[client % PARTNERS]] for client in range(CLIENTS)]
        yield _reads(server, "domain page with its answers", many, seconds, "app-question")
        lead = scene.lead_cookie()
        ask = get(f"{scene.setting.address}/compare", lead)
        yield _reads(server, "two rounds compared", [[ask]] * CLIENTS, seconds, "</html>")


def _reads(server: RealServer, name: str, clients: list[list[Ask]], seconds: float, expect: str) -> Reads:
    assert server.process is not None
    measure(server.port, clients, seconds=seconds / 4, expect=expect)
    before = cpu_seconds(server.process.pid)
    measured = measure(server.port, clients, seconds=seconds, expect=expect)
    return Reads(name, len(clients), measured, cpu_seconds(server.process.pid) - before)


def measure_reports(scene: Scene, kinds: Sequence[str], *, seconds: float) -> tuple[Memory, list[Reads]]:
    """The memory while reports are made in the background, and how the finished ones are served."""
    cookie = scene.lead_cookie()
    where = f"{scene.setting.round_address(2)}/report"
    with scene.server() as server:
        assert server.process is not None
        measure(server.port, [[get(where, cookie)]], seconds=seconds / 4, expect="</html>")
        alone = memory_megabytes(server.process.pid)
        most = alone
        for kind in kinds:
            until = time.monotonic() + LONGEST_WAIT
            while _status(server.port, f"{where}/{kind}", cookie) != http.HTTPStatus.SEE_OTHER:
                assert time.monotonic() < until, "the report was not made"
                most = max(most, memory_megabytes(server.process.pid))
                time.sleep(0.1)
        kept = [
            _reads(server, f"{kind} report that is kept", [[get(f"{where}/{kind}.pdf", cookie)]], seconds / 2, "%PDF")
            for kind in kinds
        ]
        most = max(most, memory_megabytes(server.process.pid))
    return Memory(alone, most), kept


def _status(port: int, path: str, cookie: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
