"""Sign-offs of closed rounds, by partner; rows are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.record.sign_off import SignOffDecision
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of


class SignOff(Base):
    """What a partner said of a round as it was closed; its last one counts.

    `state_hash` is of the state that was signed: where that of the round is another now, the sign-off is stale.
    `signed_name` and `role_title` are the person’s, as they stood that day; `account_id` is who sent it, on whose
    behalf where `on_behalf` says so.
    """

    __tablename__ = "sign_off"
    __table_args__ = (
        UniqueConstraint("round_id", "request_key"),
        Index("ix_sign_off_round_id_partner_id", "round_id", "partner_id"),
        CheckConstraint(one_of("decision", SignOffDecision), name="decision"),
        CheckConstraint("decision = 'agrees' OR words != ''", name="words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    on_behalf: Mapped[bool]
    signed_name: Mapped[str] = mapped_column(String(200))
    role_title: Mapped[str] = mapped_column(String(200))
    decision: Mapped[SignOffDecision] = mapped_column(WordOf(SignOffDecision))
    words: Mapped[str] = mapped_column(Text)
    state_hash: Mapped[str] = mapped_column(String(64))
    request_key: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
