"""Reports that were asked for: the row is the queue, and the truth about each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of


class ReportState(StrEnum):
    """Where the making of a report is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ReportRow(Base):
    """One PDF of one content of a round’s report.

    `content_key` is the hash of everything the report says, so a report is made once for each content and
    never served for another. `file_hash` is the SHA-256 of the finished file, which is kept under that name.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("round_id", "kind", "content_key"),
        CheckConstraint(one_of("state", ReportState), name="state"),
        CheckConstraint("(state = 'done') = (file_hash IS NOT NULL)", name="file_hash"),
        Index("ix_report_queue", "state", "requested_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    kind: Mapped[str] = mapped_column(String(20))
    content_key: Mapped[str] = mapped_column(String(64))
    state: Mapped[ReportState] = mapped_column(WordOf(ReportState))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    file_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
