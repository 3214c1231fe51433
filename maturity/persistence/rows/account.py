"""People who can sign in, what they may do, and their sign-ins."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from maturity.persistence.base import Base, UtcDateTime, WordOf, one_of


class Role(StrEnum):
    """What a person is in one collaborative. A respondent answers for one partner organisation.

    A facilitator leads the conversation: records what is agreed, and nothing about the round itself.
    """

    LEAD = "lead"
    FACILITATOR = "facilitator"
    RESPONDENT = "respondent"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """How the role is shown."""
        return self.value.capitalize()


class Account(Base):
    """A person who can sign in. `email_key` is the address as it is compared: case and width folded.

    `may_author` is whether the person may add matrices to the library, publish and retire them.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_administrator: Mapped[bool] = mapped_column(default=False)
    may_set_up: Mapped[bool] = mapped_column(default=False)
    may_author: Mapped[bool] = mapped_column(default=False)
    is_disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoleGrant(Base):
    """A role of a person in a collaborative; a respondent’s names the partner.

    `accept_hash` is the hash of the token with which the person accepts it, and None once it is in force.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(one_of("role", Role), name="role"),
        CheckConstraint("(role = 'respondent') = (partner_id IS NOT NULL)", name="partner"),
        Index(
            "uq_role_grant_person",
            "account_id",
            "collaborative_id",
            "role",
            text("coalesce(partner_id, 0)"),
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    collaborative_id: Mapped[int] = mapped_column(ForeignKey("collaborative.id"), index=True)
    role: Mapped[Role] = mapped_column(WordOf(Role))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accept_hash: Mapped[str | None] = mapped_column(String(64))


class SignIn(Base):
    """One sign-in of one person. Its row is the session: without it the cookie is worth nothing."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    signed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PasswordLink(Base):
    """A single-use link with which a person sets a password. Only the hash of its token is kept."""

    __tablename__ = "password_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
