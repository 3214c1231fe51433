"""The room in which a round's levels are agreed: what everybody's screen follows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from maturity.persistence.base import Base, UtcDateTime


class RoomRow(Base):
    """The room of one round. `version` grows with every change that a screen must follow.

    `criterion_id` is the criterion now being talked about, None between two. A room that has ended opens again
    where it was.
    """

    __tablename__ = "room"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    criterion_id: Mapped[str | None] = mapped_column(String(60))
    timer_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
