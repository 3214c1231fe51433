"""Correcting the address of somebody who was never reached: by a lead, as long as the account is nobody’s yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Account, PasswordLink, RoleGrant, SignIn
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.entry_link import EntryLink
from maturity.usecases.audit import record_event
from maturity.usecases.set_up.people import RoleNotAllowed
from maturity.usecases.sign_in import EmailTaken, email_key
from maturity.usecases.stale_form import StaleForm

IN_USE = "This person has come in with this account, so nobody else may change its email address."
MORE_THAN_HERE = (
    "This account can do more than take part in this collaborative, so its email address cannot be changed from here."
)


def why_not_corrected(session: Session, *, collaborative: int, account: int) -> str:
    """Why a lead may not change the address of somebody with a role here, empty where it is allowed.

    Whoever has the address can come in. So it is a lead’s to correct only while nobody has: no password was set,
    nothing was done with the account, and all that it could do is take part in this collaborative.
    """
    row = session.execute(
        select(
            Account.password_hash,
            (Account.may_set_up | Account.may_author | Account.is_administrator | Account.is_disabled).label("is_more"),
            _has_come_in(collaborative, account).label("has_come_in"),
            exists()
            .where(RoleGrant.account_id == account, RoleGrant.collaborative_id != collaborative)
            .label("is_elsewhere"),
        ).where(
            Account.id == account,
            exists().where(RoleGrant.account_id == account, RoleGrant.collaborative_id == collaborative),
        )
    ).one_or_none()
    if row is None or row.is_more or row.is_elsewhere:
        return MORE_THAN_HERE
    return IN_USE if row.password_hash is not None or row.has_come_in else ""


def _has_come_in(collaborative: int, account: int) -> ColumnElement[bool]:
    """Whether somebody signed in with the account or did anything here; each part is found by an index."""
    return (
        exists().where(SignIn.account_id == account)
        | exists().where(EntryLink.account_id == account, EntryLink.used_at.is_not(None))
        | exists().where(AuditEvent.collaborative_id == collaborative, AuditEvent.account_id == account)
    )


def correct_email(
    session: Session, *, collaborative: int, account: int, email: str, seen: str, by: int, now: datetime
) -> None:
    """Give somebody who was never reached another address; `seen` is the one that the change was based on.

    Every link that was made for the account stops working, since whoever has the wrong address may have it. Sent again
    with the address that is there it changes nothing. Raises `RoleNotAllowed`, `EmailRefused`, `EmailTaken`, or
    `StaleForm` where the address was changed meanwhile.
    """
    refusal = why_not_corrected(session, collaborative=collaborative, account=account)
    if refusal:
        raise RoleNotAllowed(refusal)
    key = email_key(email)
    row = session.get_one(Account, account)
    if row.email == email.strip():
        return
    if row.email != seen:
        raise StaleForm
    if session.execute(select(Account.id).where(Account.email_key == key, Account.id != account)).first():
        raise EmailTaken("Somebody has an account with this address. Add that person instead, and remove this one.")
    row.email, row.email_key = email.strip(), key
    session.execute(delete(PasswordLink).where(PasswordLink.account_id == account))
    session.execute(delete(EntryLink).where(EntryLink.account_id == account))
    session.flush()
    record_event(
        session,
        action="correct address",
        now=now,
        account=by,
        collaborative=collaborative,
        subject=f"account {account}",
    )
