"""Mail that is to be sent: the row is the queue, and the truth about each message."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of


class MessageKind(StrEnum):
    """What a message is for. Its words are those of a template, so the database holds no list of them."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    PRE_READ = "pre-read"
    ROOM = "room"
    HAND_OVER = "hand-over"
    SIGN_OFF = "sign-off"
    SIGN_IN = "sign-in"


class MessageState(StrEnum):
    """Where the sending of a message is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class MessageRow(Base):
    """One message to one person. Nothing of its words is kept, and no token: a link is made when it is sent.

    `due_at` is before when it is not tried (again); `lease_until` until when one sender has it. `partner_id` is the
    partner whose respondent it is sent to, None where it is about no partner; a link to sign in that somebody asked for
    is about no collaborative either.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(one_of("state", MessageState), name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        Index("ix_message_queue", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MessageKind] = mapped_column(WordOf(MessageKind))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    collaborative_id: Mapped[int | None] = mapped_column(ForeignKey("collaborative.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    asked_for_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_for_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[MessageState] = mapped_column(WordOf(MessageState))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
