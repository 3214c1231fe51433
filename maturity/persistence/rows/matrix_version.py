"""Versions of matrices, kept as the exact bytes that were read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.library import LibraryState
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of


class MatrixVersion(Base):
    """One version of a matrix. What was published once is never changed or removed: the database refuses it.

    `overlay` is the file of a local overlay as its author wrote it, and `overlays_id` the version that it lies over;
    `content` is then the matrix that the two make together. Both are None for a matrix of its own.
    """

    __tablename__ = "matrix_version"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        CheckConstraint(one_of("state", LibraryState), name="state"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_at"),
        CheckConstraint("(state = 'retired') = (retired_at IS NOT NULL)", name="retired_at"),
        CheckConstraint("(overlay IS NULL) = (overlays_id IS NULL)", name="overlay"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, nullable=False)
    overlay: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    overlays_id: Mapped[int | None] = mapped_column(ForeignKey("matrix_version.id"))
    state: Mapped[LibraryState] = mapped_column(WordOf(LibraryState))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
