"""Rounds, their moves between stages, and who takes part."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of


class RoundRow(Base):
    """One dated run of one matrix version. `number` counts within the collaborative.

    `state_version` grows with every change of stage and of anything recorded in the round, so that a
    result that was worked out can be told from a stale one without reading the answers. `collaborative_type`
    is what the collaborative was when the round started, and decides what the round asks: it is read from the
    collaborative itself only while the round is a draft. A draft that was discarded keeps its row and its number, and
    is found by nobody. `meeting_minutes` is how long the meeting lasts in which levels are agreed, None for unknown.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("collaborative_id", "number"),
        CheckConstraint(one_of("stage", Stage), name="stage"),
        CheckConstraint(one_of("way", WayOfScoring), name="way"),
        CheckConstraint(one_of("naming", Naming), name="naming"),
        CheckConstraint("meeting_minutes IS NULL OR meeting_minutes > 0", name="meeting_minutes"),
        CheckConstraint(one_of("collaborative_type", CollaborativeType), name="collaborative_type"),
        CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("discarded_at IS NULL OR stage = 'draft'", name="discarded_at"),
        CheckConstraint("closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collaborative_id: Mapped[int] = mapped_column(ForeignKey("collaborative.id"))
    collaborative_type: Mapped[CollaborativeType] = mapped_column(WordOf(CollaborativeType))
    number: Mapped[int]
    matrix_version_id: Mapped[int] = mapped_column(ForeignKey("matrix_version.id"), index=True)
    label: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text, default="")
    way: Mapped[WayOfScoring] = mapped_column(WordOf(WayOfScoring))
    naming: Mapped[Naming] = mapped_column(WordOf(Naming), default=Naming.PARTNER_ONLY)
    shows_overall: Mapped[bool] = mapped_column(default=False)
    meeting_minutes: Mapped[int | None]
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    stage: Mapped[Stage] = mapped_column(WordOf(Stage))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)


class RoundMove(Base):
    """One change of stage: what, by whom, when and, for a step back, why."""

    __tablename__ = "round_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    from_stage: Mapped[Stage] = mapped_column(WordOf(Stage))
    to_stage: Mapped[Stage] = mapped_column(WordOf(Stage))
    reason: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoundPartnerRow(Base):
    """A partner organisation that takes part in a round, under the name and of the type it had then."""

    __tablename__ = "round_partner"
    __table_args__ = (
        UniqueConstraint("round_id", "partner_id"),
        CheckConstraint(one_of("type", PartnerType), name="type"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[PartnerType] = mapped_column(WordOf(PartnerType))


class Respondent(Base):
    """A person who responds for a partner in a round. Who is stood down keeps every word, which no longer counts.

    One of the people of a partner is the partner’s lead, who agrees its positions. `role_title` is what the person
    does there, in the person’s own words.
    """

    __tablename__ = "respondent"
    __table_args__ = (
        UniqueConstraint("round_id", "partner_id", "account_id"),
        CheckConstraint("stood_down_at IS NULL OR NOT is_partner_lead", name="is_partner_lead"),
        Index(
            "uq_respondent_partner_lead", "round_id", "partner_id", unique=True, sqlite_where=text("is_partner_lead")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role_title: Mapped[str] = mapped_column(String(200), default="")
    is_partner_lead: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stood_down_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
