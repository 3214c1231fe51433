"""Moves of open rounds to other versions of their matrix, what each did to every row, and whom it reopened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.matrix_change.version_move import Tier
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of


class VersionMove(Base):
    """A round was moved from one version of its matrix to another, for a reason, and perhaps back."""

    __tablename__ = "version_move"
    __table_args__ = (
        CheckConstraint("from_version_id != to_version_id", name="versions"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("matrix_version.id"), index=True)
    to_version_id: Mapped[int] = mapped_column(ForeignKey("matrix_version.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class VersionMoveEffect(Base):
    """One row that a move wrote a new version of; `from_version` 0 is a row that it made. Rows are only ever added."""

    __tablename__ = "version_move_effect"
    __table_args__ = (
        UniqueConstraint("move_id", "tier", "row_id"),
        CheckConstraint(one_of("tier", Tier), name="tier"),
        CheckConstraint("to_version = from_version + 1", name="versions"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("version_move.id"))
    tier: Mapped[Tier] = mapped_column(WordOf(Tier))
    row_id: Mapped[int]
    criterion_id: Mapped[str] = mapped_column(String(60))
    from_version: Mapped[int]
    to_version: Mapped[int]


class VersionMoveReopened(Base):
    """A person who had submitted, and whose response a move opened again.

    It `stands` as long as undoing the move may put `submitted_at` back: until the person submits anew, changes
    something, is asked more or stands down. The database refuses every other change.
    """

    __tablename__ = "version_move_reopened"
    __table_args__ = (UniqueConstraint("move_id", "respondent_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("version_move.id"))
    respondent_id: Mapped[int] = mapped_column(ForeignKey("respondent.id"), index=True)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stands: Mapped[bool] = mapped_column(default=True)
