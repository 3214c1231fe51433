"""Accounts of the worked example: invited, and with the password that is public on purpose."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Role
from maturity.usecases.passwords import hash_password
from maturity.usecases.set_up import add_person
from maturity.usecases.sign_in import add_account, set_password
from maturity.usecases.worked_example.people import DEMO_PASSWORD, Person


def add_signed_up(
    session: Session, person: Person, *, is_administrator: bool = False, by: int | None = None, now: datetime
) -> int:
    """Add somebody who may set up collaboratives. Returns the account's id."""
    return add_account(
        session,
        name=person.name,
        email=person.email,
        password_hash=_demo_hash(),
        is_administrator=is_administrator,
        may_set_up=True,
        by=by,
        now=now,
    )


def invite(
    session: Session,
    *,
    collaborative: int,
    person: Person,
    role: Role,
    partner: int | None,
    by: int,
    now: datetime,
) -> int:
    """Give somebody a role, who sets a password some hours later if there was none. Returns the account's id."""
    added = add_person(
        session,
        collaborative=collaborative,
        name=person.name,
        email=person.email,
        role=role,
        partner=partner,
        by=by,
        now=now,
    )
    if added.password_token is None:
        return added.account
    return set_password(session, token=added.password_token, password_hash=_demo_hash(), now=now + timedelta(hours=5))


@cache
def _demo_hash() -> str:
    """Hashing takes a good part of a second each time, on purpose, and keeps nothing secret here."""
    return hash_password(DEMO_PASSWORD)
