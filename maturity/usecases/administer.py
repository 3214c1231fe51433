"""Administering an installation: closing an account, and opening it again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Account, PasswordLink, SignIn
from maturity.usecases.audit import record_event


class OwnAccount(ValueError):
    """Somebody tried to disable their own account."""

    def __init__(self) -> None:
        super().__init__("You cannot disable your own account. Ask another administrator.")


def disable_account(session: Session, *, account: int, by: int, now: datetime) -> None:
    """Let nobody sign in to an account: its sessions end and its links stop working. Raises `OwnAccount`.

    Roles, answers and the record of what the person did stay as they are.
    """
    if account == by:
        raise OwnAccount
    session.get_one(Account, account).is_disabled = True
    for table in (SignIn, PasswordLink):
        session.execute(delete(table).where(table.account_id == account))
    session.flush()
    record_event(session, action="disable account", now=now, account=by, subject=f"account {account}")


def enable_account(session: Session, *, account: int, by: int, now: datetime) -> None:
    """Let a person sign in again, with the password that they had."""
    session.get_one(Account, account).is_disabled = False
    session.flush()
    record_event(session, action="enable account", now=now, account=by, subject=f"account {account}")
