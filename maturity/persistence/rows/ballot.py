"""Ballots in the room and the vote of each partner, now and at every save before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.response import AnswerState
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of
from maturity.persistence.rows.response import LEVEL_WHEN_LEVEL


class BallotRow(Base):
    """One private vote on one criterion. `number` counts the ballots on that criterion in the round.

    Votes are hidden until `revealed_at`; `revealed_by` is None where all partners were in. A ballot that was
    withdrawn is never revealed. A round has one ballot at a time that is neither.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("round_id", "criterion_id", "number"),
        CheckConstraint("revealed_by IS NULL OR revealed_at IS NOT NULL", name="revealed_by"),
        CheckConstraint("revealed_at IS NULL OR withdrawn_at IS NULL", name="withdrawn_at"),
        Index(
            "uq_ballot_open",
            "round_id",
            unique=True,
            sqlite_where=text("revealed_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    criterion_id: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    revealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revealed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class VoteRow(Base):
    """The vote of one partner in one ballot as it stands."""

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("ballot_id", "partner_id"),
        CheckConstraint(one_of("state", AnswerState), name="state"),
        CheckConstraint(LEVEL_WHEN_LEVEL, name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    state: Mapped[AnswerState] = mapped_column(WordOf(AnswerState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    on_behalf: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class VoteRevision(Base):
    """One acknowledged save of a vote; rows are only ever added."""

    __tablename__ = "vote_revision"
    __table_args__ = (
        UniqueConstraint("vote_id", "version"),
        UniqueConstraint("vote_id", "request_key"),
        CheckConstraint(one_of("state", AnswerState), name="state"),
        CheckConstraint(LEVEL_WHEN_LEVEL, name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    version: Mapped[int]
    request_key: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[AnswerState] = mapped_column(WordOf(AnswerState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    on_behalf: Mapped[bool]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
