"""Accounts, most of it for the administrator of an installation. Nothing here tells what anybody answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Account, RoleGrant


class NoSuchAccount(LookupError):
    """There is no such account."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One account. `collaboratives` counts those in which the person has a role."""

    id: int
    name: str
    email: str
    is_administrator: bool
    may_set_up: bool
    may_author: bool
    is_disabled: bool
    can_sign_in: bool
    collaboratives: int


_COLLABORATIVES = (
    select(func.count(RoleGrant.collaborative_id.distinct()))
    .where(RoleGrant.account_id == Account.id, RoleGrant.accept_hash.is_(None))
    .scalar_subquery()
)

_ACCOUNT = select(
    Account.id,
    Account.name,
    Account.email,
    Account.is_administrator,
    Account.may_set_up,
    Account.may_author,
    Account.is_disabled,
    Account.password_hash.is_not(None),
    _COLLABORATIVES,
)


def list_names(session: Session, *, accounts: Collection[int]) -> dict[int, str]:
    """The names of some accounts, by id."""
    if not accounts:
        return {}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(accounts))).all()
    return {row.id: row.name for row in rows}


def count_accounts(session: Session) -> int:
    """How many accounts there are."""
    return session.execute(select(func.count()).select_from(Account)).scalar_one()


def list_accounts(session: Session, *, first: int, most: int) -> Sequence[AccountFacts]:
    """So many accounts by name, from the one at place `first`, counted from 0."""
    rows = session.execute(_ACCOUNT.order_by(Account.name, Account.id).offset(first).limit(most)).all()
    return [AccountFacts(*row) for row in rows]


def get_account(session: Session, *, account: int) -> AccountFacts:
    """One account; raises `NoSuchAccount`."""
    row = session.execute(_ACCOUNT.where(Account.id == account)).one_or_none()
    if row is None:
        raise NoSuchAccount
    return AccountFacts(*row)
