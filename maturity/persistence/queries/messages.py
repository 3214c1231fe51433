"""Messages that were asked for: what became of the last one to each person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from maturity.persistence.rows.message import MessageKind, MessageRow, MessageState


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message. `problem` says why it was not taken, or why it was not yet."""

    kind: MessageKind
    state: MessageState
    asked_for_at: datetime
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    problem: str

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to be sent."""
        return self.state in {MessageState.QUEUED, MessageState.SENDING}


Place = tuple[int, int | None]
"""An account and the partner that it was written to about."""


def last_messages_of_round(session: Session, *, round_id: int) -> Mapping[Place, Delivery]:
    """The last message about a round that its lead sent to each of its people, by account and partner.

    What was written about a domain that a colleague handed over is none of them, and stands for none.
    """
    return _last(session, (MessageRow.round_id == round_id) & (MessageRow.kind != MessageKind.HAND_OVER))


def last_hand_overs(session: Session, *, round_id: int, partner: int) -> Mapping[int, Delivery]:
    """The last message to each of the people of a partner about what was handed to them, by account."""
    condition = (
        (MessageRow.round_id == round_id)
        & (MessageRow.partner_id == partner)
        & (MessageRow.kind == MessageKind.HAND_OVER)
    )
    return {account: delivery for (account, _), delivery in _last(session, condition).items()}


def last_invitations(session: Session, *, collaborative: int) -> Mapping[int, Delivery]:
    """The last invitation to a collaborative as such, by account."""
    condition = (
        (MessageRow.collaborative_id == collaborative)
        & MessageRow.round_id.is_(None)
        & (MessageRow.kind == MessageKind.INVITATION)
    )
    return {account: delivery for (account, _), delivery in _last(session, condition).items()}


def _last(session: Session, condition: ColumnElement[bool]) -> Mapping[Place, Delivery]:
    newest = select(func.max(MessageRow.id)).where(condition).group_by(MessageRow.account_id, MessageRow.partner_id)
    rows = session.execute(
        select(
            MessageRow.account_id,
            MessageRow.partner_id,
            MessageRow.kind,
            MessageRow.state,
            MessageRow.asked_for_at,
            MessageRow.due_at,
            MessageRow.sent_at,
            MessageRow.attempts,
            MessageRow.problem,
        ).where(MessageRow.id.in_(newest))
    )
    return {
        (account, partner): Delivery(kind, state, asked_for_at, due_at, sent_at, attempts, problem)
        for account, partner, kind, state, asked_for_at, due_at, sent_at, attempts, problem in rows
    }
