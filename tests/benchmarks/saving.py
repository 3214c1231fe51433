"""Saving one answer, durable and audited, beside its floors: the same transaction under a bare WSGI function."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from sqlalchemy import func, select

from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.settings import Settings
from tests.benchmarks.floor import KINDS, a_floor
from tests.benchmarks.load import COUNTER, Ask, Measured, measure, post
from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.scene import PARTNERS, Scene
from tests.factories.closed_rounds import criteria_of

CLIENTS: Final = (1, 8, 32)
REASON: Final = "The joint committee used it twice this winter to choose between two schemes, and all say so. "


@dataclass(frozen=True, slots=True)
class Saves:
    """Saves by so many clients at once: of the product, and of its floors in the same run."""

    clients: int
    product: Measured
    product_cpu: float
    floors: tuple[Measured, ...]

    def ratio_to(self, floor: Measured) -> float:
        """The product’s rate as a share of a floor’s."""
        return self.product.rate / floor.rate

    @property
    def milliseconds_of_cpu(self) -> float:
        """Of the server, for each save."""
        return 1000 * self.product_cpu / self.product.answers


def measure_saves(scene: Scene, *, seconds: float, rounds: int = 2) -> Iterator[Saves]:
    """Each number of clients in turn. Product and floors take turns, so that a busy minute meets both."""
    with ExitStack() as running:
        server = running.enter_context(scene.server())
        database = scene.setting.database.path
        floors = [running.enter_context(a_floor(kind, database, threads=Settings.threads)) for kind in KINDS]
        assert server.process is not None
        tokens = [_signed_in(scene, server.port, place) for place in range(PARTNERS)]
        for clients in CLIENTS:
            product: list[Measured] = []
            below: list[list[Measured]] = [[] for _ in floors]
            cpu = 0.0
            for _ in range(rounds):
                before = _revisions(scene)
                for floor, measured in zip(floors, below, strict=True):
                    measured.append(measure(floor, _to_floor(scene, clients), seconds=seconds, expect='"saved"'))
                used = cpu_seconds(server.process.pid)
                asks = _to_product(scene, clients, tokens)
                product.append(measure(server.port, asks, seconds=seconds, expect='"status":"saved"'))
                cpu += cpu_seconds(server.process.pid) - used
                # Whatever was acknowledged is there, with its revision and its event.
                acknowledged = product[-1].answers + sum(measured[-1].answers for measured in below)
                assert _revisions(scene) - before == acknowledged
            yield Saves(clients, _together(product), cpu, tuple(_together(measured) for measured in below))


def _together(parts: list[Measured]) -> Measured:
    milliseconds = sorted(one for part in parts for one in part.milliseconds)
    return Measured(sum(part.seconds for part in parts), tuple(milliseconds))


def _signed_in(scene: Scene, port: int, place: int) -> tuple[str, str]:
    typist = scene.typist(port, place)
    return typist.cookie, typist.token


def _revisions(scene: Scene) -> int:
    """How many saves are kept; each has its event."""
    with scene.setting.database.reading() as session:
        revisions = session.execute(select(func.count()).select_from(ResponseRevision)).scalar_one()
        events = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "save answer")
        assert session.execute(events).scalar_one() == revisions
    return revisions


def _shared_out(scene: Scene, clients: int) -> Iterator[tuple[int, list[str]]]:
    """For each client the place of its partner and criteria that no other client touches."""
    criteria = [criterion.id for criterion in criteria_of(scene.setting, scene.living.number)]
    each = -(-clients // PARTNERS)
    for client in range(clients):
        yield client % PARTNERS, criteria[client // PARTNERS :: each]


def _versions(scene: Scene, place: int) -> dict[str, int]:
    with scene.setting.database.reading() as session:
        rows = session.execute(
            select(Response.criterion_id, Response.version).where(Response.respondent_id == scene.respondent(place))
        ).all()
    return {row[0]: row[1] for row in rows}


def _to_product(scene: Scene, clients: int, tokens: list[tuple[str, str]]) -> list[list[Ask]]:
    plan = []
    for client, (place, criteria) in enumerate(_shared_out(scene, clients)):
        cookie, token = tokens[place]
        base = scene.response_address(place)
        versions = _versions(scene, place)
        asks = []
        for criterion in criteria:
            fields = {
                "csrf_token": token,
                f"{criterion}-choice": "2",
                f"{criterion}-reason": f"{REASON}{client} {COUNTER}",
                f"{criterion}-confidence": "high",
                f"{criterion}-evidence": "Minutes of January, item 6",
                f"{criterion}-based_on": COUNTER,
                f"{criterion}-request_key": f"product{client}s{COUNTER}",
            }
            body = urlencode(fields, safe="@")
            asks.append(post(f"{base}/criteria/{criterion}", body, cookie, first=versions[criterion]))
        plan.append(asks)
    return plan


def _to_floor(scene: Scene, clients: int) -> list[list[Ask]]:
    plan = []
    for client, (place, criteria) in enumerate(_shared_out(scene, clients)):
        versions = _versions(scene, place)
        asks = []
        for criterion in criteria:
            fields = {
                "collaborative": scene.setting.collaborative,
                "number": scene.living.number,
                "partner": scene.setting.partners[place],
                "account": scene.setting.respondents[place],
                "criterion": criterion,
                "choice": 2,
                "reason": f"{REASON}{client} {COUNTER}",
                "based_on": COUNTER,
                "request_key": f"floor-{client}-{COUNTER}",
            }
            asks.append(post("/", urlencode(fields, safe="@"), first=versions[criterion]))
        plan.append(asks)
    return plan
