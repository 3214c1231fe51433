"""Signing in and out, and setting a password by a single-use link."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Account, PasswordLink, SignIn
from maturity.usecases.audit import record_event

LINK_DAYS: Final = 14


class EmailRefused(ValueError):
    """This is not an email address."""


class EmailTaken(ValueError):
    """Somebody has an account with this address already."""


class LinkNotValid(LookupError):
    """A link to set a password was used before, has expired, or never existed."""

    def __init__(self) -> None:
        super().__init__("This link has been used or has expired. Ask whoever sent it for a new one.")


class NotRightAnyMore(LookupError):
    """What a password was checked against changed before the transaction that rests on it began."""


@dataclass(frozen=True, slots=True)
class AccountToCheck:
    """What is needed to check a password outside any transaction."""

    id: int
    password_hash: str


def email_key(email: str) -> str:
    """An address in the form in which two are compared; raises `EmailRefused`."""
    key = unicodedata.normalize("NFKC", email).strip().casefold()
    name, at, host = key.rpartition("@")
    if not at or not name or "." not in host or len(key) > 254 or any(c.isspace() for c in key):
        raise EmailRefused("Enter an email address in the format name@example.org.")
    return key


def hash_token(token: str) -> str:
    """What is kept of a token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_account_to_check(session: Session, *, email: str) -> AccountToCheck | None:
    """The account that an address signs in to, if it can sign in at all."""
    try:
        key = email_key(email)
    except EmailRefused:
        return None
    row = session.execute(
        select(Account.id, Account.password_hash).where(
            Account.email_key == key, Account.password_hash.is_not(None), Account.is_disabled.is_(False)
        )
    ).one_or_none()
    return None if row is None else AccountToCheck(id=row.id, password_hash=row.password_hash or "")


def check_still_right(session: Session, *, checked: AccountToCheck) -> None:
    """Hold on to what a password was checked against, now that nobody else can write; raises `NotRightAnyMore`.

    To check takes a tenth of a second, in which the password may be set anew or the account disabled. Either ends
    every session of the person, and the one that is about to begin must not outlive them.
    """
    found = session.execute(
        select(Account.password_hash).where(Account.id == checked.id, Account.is_disabled.is_(False))
    ).one_or_none()
    if found is None or found.password_hash != checked.password_hash:
        raise NotRightAnyMore


def start_sign_in(session: Session, *, account: int, hours: int, now: datetime) -> str:
    """Begin a session for a person whose password was right. Returns its token, which is kept nowhere."""
    session.execute(delete(SignIn).where(SignIn.expires_at <= now))
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=hash_token(token),
            account_id=account,
            signed_in_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    )
    record_event(session, action="sign in", now=now, account=account)
    return token


def end_sign_in(session: Session, *, token: str, account: int, now: datetime) -> None:
    """End a session: its cookie is worth nothing from now on."""
    session.execute(delete(SignIn).where(SignIn.token_hash == hash_token(token)))
    record_event(session, action="sign out", now=now, account=account)


def add_account(
    session: Session,
    *,
    name: str,
    email: str,
    now: datetime,
    by: int | None,
    is_administrator: bool = False,
    may_set_up: bool = False,
    may_author: bool = False,
    password_hash: str | None = None,
) -> int:
    """Add a person; raises `EmailRefused` or `EmailTaken`. Returns the account’s id."""
    key = email_key(email)
    if session.execute(select(Account.id).where(Account.email_key == key)).first():
        raise EmailTaken("There is an account with this email address already.")
    account = Account(
        email=email.strip(),
        email_key=key,
        name=name.strip(),
        password_hash=password_hash,
        is_administrator=is_administrator,
        may_set_up=may_set_up,
        may_author=may_author,
        is_disabled=False,
        created_at=now,
    )
    session.add(account)
    session.flush()
    record_event(session, action="add account", now=now, account=by, subject=f"account {account.id}")
    return account.id


def find_account_id(session: Session, *, email: str) -> int | None:
    """The id of the account with this address; raises `EmailRefused`."""
    return session.execute(select(Account.id).where(Account.email_key == email_key(email))).scalar_one_or_none()


def make_password_link(session: Session, *, account: int, by: int | None, now: datetime) -> str:
    """Make the token of a single-use link; links made before for the same person stop working."""
    session.execute(delete(PasswordLink).where(PasswordLink.account_id == account))
    token = secrets.token_urlsafe(32)
    session.add(
        PasswordLink(token_hash=hash_token(token), account_id=account, expires_at=now + timedelta(days=LINK_DAYS))
    )
    record_event(session, action="make password link", now=now, account=by, subject=f"account {account}")
    return token


def check_password_link(session: Session, *, token: str, now: datetime) -> Account:
    """The account that a link belongs to; raises `LinkNotValid`."""
    link = session.get(PasswordLink, hash_token(token))
    account = None if link is None or link.expires_at <= now else session.get(Account, link.account_id)
    if account is None or account.is_disabled:
        raise LinkNotValid
    return account


def set_password(session: Session, *, token: str, password_hash: str, now: datetime) -> int:
    """Set a password by link, which is used up, and end every session of the person.

    `password_hash` is made before the transaction begins, by `hash_new_password`: only one transaction can write at
    a time, and to hash takes a tenth of a second. Raises `LinkNotValid`.
    """
    account = check_password_link(session, token=token, now=now)
    account.password_hash = password_hash
    session.execute(delete(PasswordLink).where(PasswordLink.account_id == account.id))
    session.execute(delete(SignIn).where(SignIn.account_id == account.id))
    session.flush()
    record_event(session, action="set password", now=now, account=account.id)
    return account.id
