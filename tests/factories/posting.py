"""Messages in a database, queued and claimed the way that the product does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.message import MessageKind, MessageRow
from maturity.usecases.post import write_to_everybody
from maturity.usecases.post_queue import Claim, claim_next
from tests.factories.living_rounds import NOW, LivingRound


def write_to_all(living: LivingRound, kind: MessageKind = MessageKind.INVITATION, *, now: datetime = NOW) -> int:
    """Press the button that writes to everybody of a round."""
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        return write_to_everybody(session, head=head, kind=kind, by=living.lead, now=now)


def claim(database: Database, *, now: datetime = NOW, goes_to: str = "/somewhere") -> Claim | None:
    """Take the next message to send."""
    with database.writing() as session:
        return claim_next(session, now=now, goes_to=lambda _: goes_to)


def messages(database: Database) -> Sequence[MessageRow]:
    """Every message as it stands."""
    with database.reading() as session:
        return session.scalars(select(MessageRow).order_by(MessageRow.id)).all()
