"""The record of what was done, by whom and when; never of what was said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from maturity.persistence.base import Base, UtcDateTime


class AuditEvent(Base):
    """One change of state. The database refuses to change or remove it.

    `hash` is of the event and of `previous_hash`, which is that of the event before, so that none can be altered,
    taken out or put in without breaking the chain. Neither has an index: the database lets an event in at the end
    alone, and two more indexes of chance values would make every save write half as much again.
    """

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    collaborative_id: Mapped[int | None] = mapped_column(ForeignKey("collaborative.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120), default="")
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
