"""What is said, looking back, of levels of the round before: now and at every save before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.hindsight import HindsightState
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of

LEVEL_WHEN_OTHERWISE = "(state = 'otherwise') = (level IS NOT NULL)"


class HindsightRow(Base):
    """What the collaborative says, in one round, of the level that it recorded in an earlier one.

    `criterion_id` and `level` are those of the earlier round’s matrix version.
    """

    __tablename__ = "hindsight"
    __table_args__ = (
        UniqueConstraint("round_id", "earlier_round_id", "criterion_id"),
        CheckConstraint(one_of("state", HindsightState), name="state"),
        CheckConstraint(LEVEL_WHEN_OTHERWISE, name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    earlier_round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    criterion_id: Mapped[str] = mapped_column(String(60))
    state: Mapped[HindsightState] = mapped_column(WordOf(HindsightState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HindsightRevision(Base):
    """One acknowledged save of what is said looking back; rows are only ever added."""

    __tablename__ = "hindsight_revision"
    __table_args__ = (
        UniqueConstraint("hindsight_id", "version"),
        UniqueConstraint("hindsight_id", "request_key"),
        CheckConstraint(one_of("state", HindsightState), name="state"),
        CheckConstraint(LEVEL_WHEN_OTHERWISE, name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hindsight_id: Mapped[int] = mapped_column(ForeignKey("hindsight.id"))
    version: Mapped[int]
    request_key: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[HindsightState] = mapped_column(WordOf(HindsightState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
