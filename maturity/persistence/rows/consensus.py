"""Agreed levels: what the collaborative recorded together, now and at every save before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.consensus import ConsensusState
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of

LEVEL_WHEN_AGREED = "(state = 'agreed') = (level IS NOT NULL)"


class ConsensusRow(Base):
    """The collaborative’s result on one criterion of a round as it stands."""

    __tablename__ = "consensus"
    __table_args__ = (
        UniqueConstraint("round_id", "criterion_id"),
        CheckConstraint(one_of("state", ConsensusState), name="state"),
        CheckConstraint(LEVEL_WHEN_AGREED, name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    criterion_id: Mapped[str] = mapped_column(String(60))
    state: Mapped[ConsensusState] = mapped_column(WordOf(ConsensusState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    moves_up: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConsensusRevision(Base):
    """One acknowledged save of an agreed level; rows are only ever added."""

    __tablename__ = "consensus_revision"
    __table_args__ = (
        UniqueConstraint("consensus_id", "version"),
        UniqueConstraint("consensus_id", "request_key"),
        CheckConstraint(one_of("state", ConsensusState), name="state"),
        CheckConstraint(LEVEL_WHEN_AGREED, name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consensus_id: Mapped[int] = mapped_column(ForeignKey("consensus.id"))
    version: Mapped[int]
    request_key: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[ConsensusState] = mapped_column(WordOf(ConsensusState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    moves_up: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
