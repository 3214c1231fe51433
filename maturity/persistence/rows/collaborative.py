"""Collaboratives and the integrated care boards they work with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of


class Collaborative(Base):
    """A partnership that assesses itself. `version` grows with every change, so that a stale save is noticed."""

    __tablename__ = "collaborative"
    __table_args__ = (
        CheckConstraint(one_of("type", CollaborativeType), name="type"),
        CheckConstraint(one_of("footprint", Footprint), name="footprint"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[CollaborativeType] = mapped_column(WordOf(CollaborativeType))
    footprint: Mapped[Footprint] = mapped_column(WordOf(Footprint))
    region: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class CollaborativeIcb(Base):
    """An integrated care board that a collaborative works with."""

    __tablename__ = "collaborative_icb"
    __table_args__ = (UniqueConstraint("collaborative_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collaborative_id: Mapped[int] = mapped_column(ForeignKey("collaborative.id"))
    name: Mapped[str] = mapped_column(String(200))
