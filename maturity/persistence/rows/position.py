"""Positions: what each partner organisation stands for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.response import AnswerState, Confidence
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of
from maturity.persistence.rows.response import LEVEL_WHEN_LEVEL


class PositionRow(Base):
    """A partner’s own level on one criterion, kept beside the responses it was reached from."""

    __tablename__ = "position"
    __table_args__ = (
        UniqueConstraint("round_id", "partner_id", "criterion_id"),
        CheckConstraint(one_of("state", AnswerState), name="state"),
        CheckConstraint(LEVEL_WHEN_LEVEL, name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    criterion_id: Mapped[str] = mapped_column(String(60))
    state: Mapped[AnswerState] = mapped_column(WordOf(AnswerState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[Confidence | None] = mapped_column(WordOf(Confidence))
    evidence: Mapped[str] = mapped_column(Text, default="")
    reached_at: Mapped[datetime] = mapped_column(UtcDateTime)
