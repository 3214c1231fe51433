"""Organisations, and their membership of collaboratives."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.collaborative import PartnerType
from maturity.core.membership import Succession
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of


class Organisation(Base):
    """An organisation itself, whichever collaboratives it belongs to.

    It carries no name: each collaborative names its own partners, and sees nothing that another wrote.
    An ODS code ties the memberships of one organisation together; many partners have none.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ods_code: Mapped[str | None] = mapped_column(String(10), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Partner(Base):
    """An organisation’s membership of one collaborative, from the day it joined to the day it left.

    `succeeded_by_id` is the partner of the same collaborative in which it goes on, and `succession` how it does. Both
    are None for one that is a partner still, and for one that left.
    """

    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("collaborative_id", "organisation_id", "joined_on"),
        UniqueConstraint("collaborative_id", "name"),
        CheckConstraint(one_of("type", PartnerType), name="type"),
        CheckConstraint("left_on IS NULL OR joined_on IS NULL OR left_on >= joined_on", name="dates"),
        CheckConstraint(one_of("succession", Succession), name="succession"),
        CheckConstraint("(succession IS NULL) = (succeeded_by_id IS NULL)", name="succeeded_by"),
        CheckConstraint("succeeded_by_id IS NULL OR left_on IS NOT NULL", name="left_on"),
        CheckConstraint("succeeded_by_id IS NULL OR succeeded_by_id != id", name="itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collaborative_id: Mapped[int] = mapped_column(ForeignKey("collaborative.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[PartnerType] = mapped_column(WordOf(PartnerType))
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    succession: Mapped[Succession | None] = mapped_column(WordOf(Succession))
    succeeded_by_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    version: Mapped[int] = mapped_column(default=1)
