"""Administering an installation: what an account may do, closing one, and naming a lead where there is none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from maturity.persistence.queries.leads import find_without_lead, list_led_by_nobody_but
from maturity.persistence.rows.account import Account, PasswordLink, Role, RoleGrant, SignIn
from maturity.persistence.rows.entry_link import EntryLink
from maturity.usecases.audit import record_event
from maturity.usecases.offers import make_offer_link
from maturity.usecases.set_up import PersonAdded, RoleNotAllowed, add_person
from maturity.usecases.sign_in import find_account_id


class OwnAccount(ValueError):
    """Somebody tried to disable their own account."""

    def __init__(self) -> None:
        super().__init__("You cannot disable your own account. Ask another administrator.")


class LastAdministrator(ValueError):
    """An account was to be disabled without which nobody administers the installation."""

    def __init__(self) -> None:
        super().__init__("Nobody else can administer now, so this account stays enabled.")


class LastLead(ValueError):
    """An account was to be disabled without which a collaborative has no lead."""

    def __init__(self) -> None:
        super().__init__("Confirm that nobody is left to lead.")


class HasLead(ValueError):
    """An administrator tried to name a lead for a collaborative that has one."""

    def __init__(self) -> None:
        super().__init__("This collaborative has a lead, who can name others.")


def disable_account(session: Session, *, account: int, by: int, now: datetime, leaves_no_lead: bool = False) -> None:
    """Let nobody sign in to an account: its sessions end and its links stop working, also once it is enabled again.

    Roles, answers and the record of what the person did stay as they are. Raises `OwnAccount`; `LastAdministrator`
    where nobody would administer, as when two administrators disable each other; and `LastLead` where a collaborative
    is left without a lead, unless that is what is wanted.
    """
    if account == by:
        raise OwnAccount
    if session.get_one(Account, account).is_administrator and not _others_administer(session, but=account):
        raise LastAdministrator
    if not leaves_no_lead and list_led_by_nobody_but(session, account=account):
        raise LastLead
    session.get_one(Account, account).is_disabled = True
    for table in (SignIn, PasswordLink):
        session.execute(delete(table).where(table.account_id == account))
    # Kept, so that a new one can be sent to where it went.
    session.execute(
        update(EntryLink).where(EntryLink.account_id == account, EntryLink.expires_at > now).values(expires_at=now)
    )
    session.execute(
        update(RoleGrant)
        .where(RoleGrant.account_id == account, RoleGrant.accept_hash.is_not(None))
        .values(accept_hash="")  # which no token has: the role still waits, for a link that is made anew
    )
    session.flush()
    record_event(session, action="disable account", now=now, account=by, subject=f"account {account}")


def _others_administer(session: Session, *, but: int) -> bool:
    others = select(Account.id).where(
        Account.is_administrator.is_(True), Account.is_disabled.is_(False), Account.id != but
    )
    return session.execute(others.limit(1)).first() is not None


def enable_account(session: Session, *, account: int, by: int, now: datetime) -> None:
    """Let a person sign in again, with the password that they had."""
    session.get_one(Account, account).is_disabled = False
    session.flush()
    record_event(session, action="enable account", now=now, account=by, subject=f"account {account}")


def set_permissions(
    session: Session, *, account: int, may_set_up: bool, may_author: bool, by: int, now: datetime
) -> bool:
    """Say what a person may do in the installation besides their roles; whether that is anything new."""
    row = session.get_one(Account, account)
    if (row.may_set_up, row.may_author) == (may_set_up, may_author):
        return False
    row.may_set_up, row.may_author = may_set_up, may_author
    session.flush()
    record_event(session, action="change permissions", now=now, account=by, subject=f"account {account}")
    return True


def name_lead(session: Session, *, collaborative: int, name: str, email: str, by: int, now: datetime) -> PersonAdded:
    """Give a collaborative that nobody can lead a lead, who accepts the role as anybody does (`offers`).

    Somebody who was offered the role already gets a new link. Raises `HasLead`, `EmailRefused` or `RoleNotAllowed`.
    """
    if find_without_lead(session, collaborative=collaborative) is None:
        raise HasLead
    account = find_account_id(session, email=email)
    if account is not None and session.get_one(Account, account).is_disabled:
        raise RoleNotAllowed("The account of this person is disabled. Enable it first.")
    if account is not None and _was_offered(session, account=account, collaborative=collaborative):
        link = make_offer_link(session, account=account, collaborative=collaborative, by=by, now=now)
        return PersonAdded(account, accept_token=link)
    return add_person(
        session, collaborative=collaborative, name=name, email=email, role=Role.LEAD, partner=None, by=by, now=now
    )


def _was_offered(session: Session, *, account: int, collaborative: int) -> bool:
    grant = session.execute(
        select(RoleGrant.id).where(
            RoleGrant.account_id == account,
            RoleGrant.collaborative_id == collaborative,
            RoleGrant.role == Role.LEAD,
            RoleGrant.accept_hash.is_not(None),
        )
    ).first()
    return grant is not None
