"""Coming in by a link from a message, which works once.

The link went to the address that an account signs in with, so whoever has it reads that address’s mail. That is enough
to come in, but not to take on the roles that wait in a collaborative: whoever made the account may know its password,
and would follow. So who has a password gives it too, or forgets it and sets a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Account, PasswordLink, Role, RoleGrant, SignIn
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.entry_link import EntryLink
from maturity.persistence.rows.partner import Partner
from maturity.usecases.audit import record_event
from maturity.usecases.sign_in import LinkNotValid, hash_token, make_password_link


class EntryChanged(Exception):
    """What waits for the person of a link, or their password, changed after it was found. The link still works."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Whom a link is for. `roles` wait in its collaborative, each with the name of a respondent’s partner, else empty.

    `grants` are the ids of these roles. `password_hash` is what a password that is asked for has to fit, None where
    none is asked for.
    """

    account: int
    name: str
    email: str
    collaborative_name: str
    grants: tuple[int, ...]
    roles: tuple[tuple[Role, str], ...]
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class CameIn:
    """Who came in, and where to go. `password_token` is for the link with which a forgotten password is set anew."""

    account: int
    goes_to: str
    password_token: str | None


def find_entry(session: Session, *, token: str, now: datetime) -> Entry:
    """Whom a link is for; raises `LinkNotValid`. Uses nothing up: machines that look for harm open links as well."""
    return _entry(session, *_find(session, token=token, now=now))


def _entry(session: Session, link: EntryLink, account: Account) -> Entry:
    rows = session.execute(
        select(RoleGrant.id, RoleGrant.role, Partner.name, Collaborative.name)
        .join(Collaborative, Collaborative.id == RoleGrant.collaborative_id)
        .outerjoin(Partner, Partner.id == RoleGrant.partner_id)
        .where(*_waiting(link))
        .order_by(RoleGrant.id)
    ).all()
    return Entry(
        account=account.id,
        name=account.name,
        email=account.email,
        collaborative_name=rows[0][3] if rows else "",
        grants=tuple(grant for grant, *_ in rows),
        roles=tuple((role, partner or "") for _, role, partner, _ in rows),
        password_hash=account.password_hash if rows else None,
    )


def find_own_page(session: Session, *, token: str, account: int) -> str | None:
    """Where a link leads that was sent to this account, used or not; None for anybody else’s and for none."""
    link = session.get(EntryLink, hash_token(token))
    return None if link is None or link.account_id != account else link.goes_to


def come_in(session: Session, *, token: str, entry: Entry, forgets_password: bool, now: datetime) -> CameIn:
    """Use a link up and put the roles that wait in its collaborative in force; raises `LinkNotValid`.

    The caller has checked the password where the `entry` that was found asks for one, unless the person forgets it.
    Raises `EntryChanged` where that is another now: roles wait that nobody asked the password for, or the password is
    not what it was.
    """
    link, account = _find(session, token=token, now=now)
    if _entry(session, link, account) != entry:
        raise EntryChanged
    link.used_at = now
    session.flush()
    accepted = session.scalars(
        update(RoleGrant).where(*_waiting(link)).values(accept_hash=None).returning(RoleGrant.id)
    ).all()
    password_token = None
    if accepted:
        # Whoever else holds a link to set the password of this account does not come along.
        session.execute(delete(PasswordLink).where(PasswordLink.account_id == account.id))
        record_event(
            session,
            action="accept role",
            now=now,
            account=account.id,
            collaborative=link.collaborative_id,
            subject=f"account {account.id}",
        )
    if accepted and forgets_password:
        account.password_hash = None
        session.execute(delete(SignIn).where(SignIn.account_id == account.id))
        session.flush()
        password_token = make_password_link(session, account=account.id, by=account.id, now=now)
    record_event(session, action="come in by link", now=now, account=account.id)
    return CameIn(account=account.id, goes_to=link.goes_to, password_token=password_token)


def _find(session: Session, *, token: str, now: datetime) -> tuple[EntryLink, Account]:
    link = session.get(EntryLink, hash_token(token))
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise LinkNotValid
    account = session.get_one(Account, link.account_id)
    if account.is_disabled:
        raise LinkNotValid
    return link, account


def _waiting(link: EntryLink) -> tuple[ColumnElement[bool], ...]:
    return (
        RoleGrant.account_id == link.account_id,
        RoleGrant.collaborative_id == link.collaborative_id,
        RoleGrant.accept_hash.is_not(None),
    )
