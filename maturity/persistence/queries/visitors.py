"""Who is asking: the account behind a sign-in, with its roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from maturity.persistence.plain import run_plain
from maturity.persistence.rows.account import Account, Role, RoleGrant, SignIn


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one collaborative; a respondent’s names the partner."""

    collaborative: int
    role: Role
    partner: int | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is signed in, and what they may do."""

    account: int
    name: str
    email: str
    is_administrator: bool
    may_set_up: bool
    may_author: bool
    grants: tuple[Grant, ...]

    def has_role(self, collaborative: int, *roles: Role) -> bool:
        """Whether the person has one of the roles, or any role when none is named, in a collaborative."""
        return any(g.collaborative == collaborative and (not roles or g.role in roles) for g in self.grants)

    def responds_for(self, collaborative: int, partner: int) -> bool:
        """Whether the person is a respondent of a partner."""
        return any(
            g.collaborative == collaborative and g.role is Role.RESPONDENT and g.partner == partner for g in self.grants
        )

    @property
    def collaboratives(self) -> frozenset[int]:
        """The ids of the collaboratives in which the person has any role."""
        return frozenset(g.collaborative for g in self.grants)


_VISITOR = (
    select(
        Account.id,
        Account.name,
        Account.email,
        Account.is_administrator,
        Account.may_set_up,
        Account.may_author,
        SignIn.expires_at,
        Account.is_disabled,
        RoleGrant.collaborative_id,
        RoleGrant.role,
        RoleGrant.partner_id,
    )
    .join(SignIn, SignIn.account_id == Account.id)
    # A role that waits to be accepted gives nothing.
    .outerjoin(RoleGrant, (RoleGrant.account_id == Account.id) & RoleGrant.accept_hash.is_(None))
    .where(SignIn.token_hash == bindparam("token_hash"))
)


def find_visitor(session: Session, *, token_hash: str, now: datetime) -> Visitor | None:
    """The person behind a sign-in, or None when it has ended or the account is disabled."""
    rows = run_plain(session, _VISITOR, {"token_hash": token_hash}).all()
    if not rows or rows[0].expires_at <= now or rows[0].is_disabled:
        return None
    first = rows[0]
    return Visitor(
        account=first.id,
        name=first.name,
        email=first.email,
        is_administrator=first.is_administrator,
        may_set_up=first.may_set_up or first.is_administrator,
        may_author=first.may_author or first.is_administrator,
        grants=tuple(
            Grant(collaborative=row.collaborative_id, role=row.role, partner=row.partner_id)
            for row in rows
            if row.collaborative_id is not None
        ),
    )
