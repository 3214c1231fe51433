"""Responses: what each person said, now and at every save before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.response import AnswerState, Confidence
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of

LEVEL_WHEN_LEVEL = "(state = 'level') = (level IS NOT NULL)"


class Response(Base):
    """One person’s answer on one criterion as it stands. `version` is 1 at the first save."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("respondent_id", "criterion_id"),
        CheckConstraint(one_of("state", AnswerState), name="state"),
        CheckConstraint(LEVEL_WHEN_LEVEL, name="level"),
        CheckConstraint(f"confidence IS NULL OR {one_of('confidence', Confidence)}", name="confidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    respondent_id: Mapped[int] = mapped_column(ForeignKey("respondent.id"))
    criterion_id: Mapped[str] = mapped_column(String(60))
    state: Mapped[AnswerState] = mapped_column(WordOf(AnswerState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[Confidence | None] = mapped_column(WordOf(Confidence))
    evidence: Mapped[str] = mapped_column(Text, default="")
    elements: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ResponseRevision(Base):
    """One acknowledged save. Rows are only ever added, so no word that was saved is ever lost.

    `request_key` comes from the page that saved: a save that is sent again finds its first answer here
    and happens once.
    """

    __tablename__ = "response_revision"
    __table_args__ = (
        UniqueConstraint("response_id", "version"),
        UniqueConstraint("response_id", "request_key"),
        CheckConstraint(one_of("state", AnswerState), name="state"),
        CheckConstraint(LEVEL_WHEN_LEVEL, name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    version: Mapped[int]
    request_key: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[AnswerState] = mapped_column(WordOf(AnswerState))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    confidence: Mapped[Confidence | None] = mapped_column(WordOf(Confidence))
    evidence: Mapped[str] = mapped_column(Text)
    elements: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
