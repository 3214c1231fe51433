"""Dissent of partners from agreed levels, now and at every save before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.persistence.base import Base, UtcDateTime


class DissentRow(Base):
    """What one partner holds against the agreed level on one criterion, in its own words, as it stands."""

    __tablename__ = "dissent"
    __table_args__ = (UniqueConstraint("round_id", "criterion_id", "partner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    criterion_id: Mapped[str] = mapped_column(String(60))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    words: Mapped[str] = mapped_column(Text, default="")
    on_behalf: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DissentRevision(Base):
    """One acknowledged save of a dissent; rows are only ever added."""

    __tablename__ = "dissent_revision"
    __table_args__ = (UniqueConstraint("dissent_id", "version"), UniqueConstraint("dissent_id", "request_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dissent_id: Mapped[int] = mapped_column(ForeignKey("dissent.id"))
    version: Mapped[int]
    request_key: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    words: Mapped[str] = mapped_column(Text)
    on_behalf: Mapped[bool]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
