"""What forms made, so that a form that is sent twice makes it once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from maturity.persistence.base import Base, UtcDateTime


class MadeOnce(Base):
    """What one form of one person made. `form_hash` names the form with all that was entered; `made` is its result."""

    __tablename__ = "made_once"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    form_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    made: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
