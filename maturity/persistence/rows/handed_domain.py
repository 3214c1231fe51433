"""Domains that were handed to one of the people of a partner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.persistence.base import Base, UtcDateTime


class HandedDomain(Base):
    """A domain that is asked of one respondent of a partner alone. Handed back, the row is gone."""

    __tablename__ = "handed_domain"
    __table_args__ = (UniqueConstraint("round_id", "partner_id", "domain_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    domain_id: Mapped[str] = mapped_column(String(60))
    respondent_id: Mapped[int] = mapped_column(ForeignKey("respondent.id"), index=True)
    handed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime)
