"""An installation: whether anyone uses it yet, and its first administrator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from maturity.persistence.queries.accounts import count_accounts
from maturity.usecases.sign_in import add_account


class InstallationInUse(Exception):
    """The database has accounts already, so nobody can become its first administrator."""

    def __init__(self, accounts: int) -> None:
        has = "1 account" if accounts == 1 else f"{accounts} accounts"
        super().__init__(f"The database has {has} already. Its administrators can add people.")


def check_not_in_use(session: Session) -> None:
    """Raise `InstallationInUse` if there is any account."""
    accounts = count_accounts(session)
    if accounts:
        raise InstallationInUse(accounts)


def add_first_administrator(session: Session, *, name: str, email: str, password_hash: str, now: datetime) -> int:
    """Add the person who sets everything else up. Returns the account's id.

    Raises `InstallationInUse` or `EmailRefused`.
    """
    check_not_in_use(session)
    return add_account(
        session,
        name=name,
        email=email,
        password_hash=password_hash,
        is_administrator=True,
        may_set_up=True,
        by=None,
        now=now,
    )
