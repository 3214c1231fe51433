"""Positions: what each partner organisation stands for, now and at every time before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.position import PositionOrigin
from maturity.core.response import AnswerState, Confidence
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of
from maturity.persistence.rows.response import LEVEL_WHEN_LEVEL

BETWEEN_TWO = "(between_lower IS NULL) = (between_upper IS NULL) AND (between_lower IS NULL OR state = 'not-answered')"


class PositionRow(Base):
    """A partner’s own level on one criterion, kept beside the responses it was reached from.

    `between_lower` and `between_upper` are the levels on either side of a median that is none. `entered_by` is who
    decided it for the partner, None where it was worked out from responses. Rows are never deleted.
    """

    __tablename__ = "position"
    __table_args__ = (
        UniqueConstraint("round_id", "partner_id", "criterion_id"),
        CheckConstraint(one_of("state", AnswerState), name="state"),
        CheckConstraint(LEVEL_WHEN_LEVEL, name="level"),
        CheckConstraint(BETWEEN_TWO, name="between"),
        CheckConstraint(one_of("origin", PositionOrigin), name="origin"),
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
    between_lower: Mapped[int | None]
    between_upper: Mapped[int | None]
    origin: Mapped[PositionOrigin] = mapped_column(WordOf(PositionOrigin))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int]
    reached_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PositionRevision(Base):
    """One version of a position; rows are only ever added. `account_id` is who caused it, None where nobody is known.

    `request_key` comes from the page that saved, or names the move of the round that reached it.
    """

    __tablename__ = "position_revision"
    __table_args__ = (
        UniqueConstraint("position_id", "version"),
        UniqueConstraint("position_id", "request_key"),
        CheckConstraint(one_of("state", AnswerState), name="state"),
        CheckConstraint(LEVEL_WHEN_LEVEL, name="level"),
        CheckConstraint(BETWEEN_TWO, name="between"),
        CheckConstraint(one_of("origin", PositionOrigin), name="origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    version: Mapped[int]
    request_key: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[AnswerState] = mapped_column(WordOf(AnswerState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    confidence: Mapped[Confidence | None] = mapped_column(WordOf(Confidence))
    evidence: Mapped[str] = mapped_column(Text)
    between_lower: Mapped[int | None]
    between_upper: Mapped[int | None]
    origin: Mapped[PositionOrigin] = mapped_column(WordOf(PositionOrigin))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reached_at: Mapped[datetime] = mapped_column(UtcDateTime)
