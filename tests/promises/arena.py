"""Where people race: one collaborative on the real server, what they do there, and what its database says of it."""

from __future__ import annotations

import http
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.account import Role, RoleGrant
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.consensus import ConsensusRow
from maturity.persistence.rows.round_row import RoundRow
from tests.factories.closing import set_the_rest_aside
from tests.factories.installations import NOW
from tests.factories.worlds import OPEN, World
from tests.promises.every_save import Office, Reply, Save, is_called_saved
from tests.promises.real_server import RealServer

MOST_SAVES: Final = 40
"""How often somebody saves at the most while another closes the round."""


@dataclass
class Said:
    """The saves of one person in one race: the words of those called saved, and of those refused."""

    saved: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass
class Arena:
    """World A on a server: its round that is open, the one that is being agreed, and the one that is closed."""

    office: Office
    server: RealServer
    database: Database
    settle: float = 0.0
    """Seconds to wait before a round is moved back."""
    turn: int = 0

    @property
    def world(self) -> World:
        """The collaborative that everybody here belongs to."""
        return self.office.worlds.a

    @property
    def leads(self) -> tuple[int, int]:
        """Two leads."""
        return self.world.lead, self.office.worlds.b.lead

    def send(self, save: Save) -> Reply:
        """Send a save."""
        return self.office.send(save, self.server.port)

    def move(self, name: str, *, number: int, by: int | None = None) -> Reply:
        """Ask for a move of a round, as a lead."""
        made = next(save for save in self.office.saves if save.endpoint == "set_up.make_move")
        address = f"/collaboratives/{self.world.collaborative}/rounds/{number}/moves/{name}"
        return self.send(replace(made, who=by or self.world.lead, address=address, fields={"reason": "To look again."}))

    def put_back(self, name: str, *, number: int) -> None:
        """Move a round back, or fail."""
        time.sleep(self.settle)
        reply = self.move(name, number=number)
        assert reply.status == http.HTTPStatus.FOUND, reply.text

    def make_closable(self) -> None:
        """Set aside whatever has no result in the round that is open, once it is being agreed."""
        with self.database.writing() as session:
            head = get_round(session, collaborative=self.world.collaborative, number=OPEN)
            set_the_rest_aside(session, head=head, by=self.world.lead, now=datetime.now(UTC))

    def save_until_refused(self, made: Save, *, version: int, said: Said, words: str) -> None:
        """Save other words each time, each based on those before, until a save is refused."""
        names = {name.rpartition("-")[2]: name for name in made.fields}
        for number in range(MOST_SAVES):
            text = f"{words}, {number}"
            fields = {names["reason"]: text, names["based_on"]: str(version), names["request_key"]: text}
            reply = self.send(replace(made, fields=made.fields | fields))
            if not is_called_saved(made, reply):
                assert (reply.status, reply.said["status"]) == (409, "closed"), reply
                said.refused.append(text)
                return
            said.saved.append(text)
            version = int(reply.said["version"])

    def round_id(self, number: int) -> int:
        """The id of a round."""
        with self.database.reading() as session:
            return session.execute(
                select(RoundRow.id).where(
                    RoundRow.collaborative_id == self.world.collaborative, RoundRow.number == number
                )
            ).scalar_one()

    def insist(self, name: str, *, number: int, by: int | None = None) -> None:
        """Move a round, and look again and try again for as long as something changed meanwhile."""
        while (reply := self.move(name, number=number, by=by)).status == http.HTTPStatus.CONFLICT:
            pass
        assert reply.status == http.HTTPStatus.FOUND, reply.text

    def stage(self, number: int) -> str:
        """Where a round is."""
        with self.database.reading() as session:
            return session.execute(select(RoundRow.stage).where(RoundRow.id == self.round_id(number))).scalar_one()

    def last_event(self) -> int:
        """The id of the newest event."""
        with self.database.reading() as session:
            return session.execute(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1)).scalar_one()

    def events_since(self, event: int, *, number: int) -> list[str]:
        """What happened to a round, in the order of the record."""
        with self.database.reading() as session:
            return list(
                session.scalars(
                    select(AuditEvent.action)
                    .where(AuditEvent.id > event, AuditEvent.round_id == self.round_id(number))
                    .order_by(AuditEvent.id)
                )
            )


@contextmanager
def an_arena(office: Office, server: RealServer) -> Iterator[Arena]:
    """World A with a second lead."""
    database = Database(office.instance / "maturity.sqlite3")
    with database.writing() as session:
        session.add(
            RoleGrant(
                account_id=office.worlds.b.lead,
                collaborative_id=office.worlds.a.collaborative,
                role=Role.LEAD,
                partner_id=None,
                granted_at=NOW,
                accept_hash=None,
            )
        )
    yield Arena(office, server, database)
    database.close()


def first_criterion(arena: Arena) -> str:
    return arena.office.worlds.matrix.criteria[0].id


def agreed_on(arena: Arena, number: int, criterion: str = "") -> tuple[str, int]:
    """The reason of what is agreed, on the first criterion by default, and its version."""
    with arena.database.reading() as session:
        row = session.execute(
            select(ConsensusRow.reason, ConsensusRow.version).where(
                ConsensusRow.round_id == arena.round_id(number),
                ConsensusRow.criterion_id == (criterion or first_criterion(arena)),
            )
        ).one()
    return row.reason, row.version
