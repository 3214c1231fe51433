"""The people of a collaborative: giving a role, taking it away, and the link that each is to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.queries.leads import has_lead_beside
from maturity.persistence.rows.account import Account, Role, RoleGrant, SignIn
from maturity.persistence.rows.round_row import Respondent, RoundRow
from maturity.usecases.audit import record_event
from maturity.usecases.offers import has_accepted_role, make_offer_link
from maturity.usecases.seats import stand_down
from maturity.usecases.sign_in import add_account, find_account_id, make_password_link


class RoleNotAllowed(ValueError):
    """A role does not fit; the message says why."""


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """An account that was given a role, and the token of the link to hand on to its person, where one is needed.

    A new person sets a password with it; one who has an account already accepts the role.
    """

    account: int
    password_token: str | None = None
    accept_token: str | None = None


def add_person(
    session: Session,
    *,
    collaborative: int,
    name: str,
    email: str,
    role: Role,
    partner: int | None,
    by: int,
    now: datetime,
) -> PersonAdded:
    """Give a person a role, with a new account where there is none.

    A role given to an account that has none in force here waits until its person accepts it (`offers`).
    Raises `EmailRefused` or `RoleNotAllowed`.
    """
    if (role is Role.RESPONDENT) != (partner is not None):
        raise RoleNotAllowed("Choose the partner organisation that the respondent answers for.")
    account = find_account_id(session, email=email)
    is_new = account is None
    if account is None:
        account = add_account(session, name=name, email=email, now=now, by=by)
    had = session.execute(
        select(RoleGrant.accept_hash).where(
            RoleGrant.account_id == account,
            RoleGrant.collaborative_id == collaborative,
            RoleGrant.role == role,
            RoleGrant.partner_id.is_not_distinct_from(partner),
        )
    ).first()
    if had is not None:
        raise RoleNotAllowed(
            "This person has this role already."
            if had.accept_hash is None
            else "This person has been offered this role already. On the page of people you can make a new link."
        )
    waits = (
        not is_new and account != by and not has_accepted_role(session, account=account, collaborative=collaborative)
    )
    session.add(
        RoleGrant(
            account_id=account,
            collaborative_id=collaborative,
            role=role,
            partner_id=partner,
            granted_at=now,
            accept_hash="" if waits else None,  # no token has this hash; the link that is made now has its own
        )
    )
    session.flush()
    record_event(
        session,
        action="give role",
        now=now,
        account=by,
        collaborative=collaborative,
        subject=f"account {account} {role.value}",
    )
    if is_new:
        return PersonAdded(account, password_token=make_password_link(session, account=account, by=by, now=now))
    link = make_offer_link(session, account=account, collaborative=collaborative, by=by, now=now)
    return PersonAdded(account, accept_token=link)


def remove_role(session: Session, *, collaborative: int, grant: int, by: int, now: datetime) -> None:
    """Take a role away; the person's sessions end. Raises `RoleNotAllowed` for the last lead."""
    row = session.execute(
        select(RoleGrant).where(RoleGrant.id == grant, RoleGrant.collaborative_id == collaborative)
    ).scalar_one()
    is_in_force = row.accept_hash is None
    is_lead = is_in_force and row.role is Role.LEAD
    if is_lead and not has_lead_beside(session, collaborative=collaborative, account=row.account_id):
        raise RoleNotAllowed("A collaborative needs a lead. Make somebody else a lead first.")
    if row.role is Role.RESPONDENT:
        _stand_down(
            session, collaborative=collaborative, account=row.account_id, partner=row.partner_id, by=by, now=now
        )
    session.delete(row)
    if is_in_force:  # a role that was never accepted is no reason to sign anybody out
        session.execute(delete(SignIn).where(SignIn.account_id == row.account_id))
    session.flush()
    record_event(
        session,
        action="take role away",
        now=now,
        account=by,
        collaborative=collaborative,
        subject=f"account {row.account_id} {row.role.value}",
    )


def _stand_down(
    session: Session, *, collaborative: int, account: int, partner: int | None, by: int, now: datetime
) -> None:
    rounds = select(RoundRow.id).where(
        RoundRow.collaborative_id == collaborative, RoundRow.stage.in_((Stage.DRAFT, Stage.OPEN))
    )
    seats = session.scalars(
        select(Respondent.id).where(
            Respondent.account_id == account,
            Respondent.partner_id == partner,
            Respondent.round_id.in_(rounds),
            Respondent.stood_down_at.is_(None),
        )
    ).all()
    stand_down(session, respondents=seats, by=by, now=now)


def make_link_for_person(session: Session, *, collaborative: int, account: int, by: int, now: datetime) -> PersonAdded:
    """Make a new link for who was offered a role, or who has never set a password; raises `RoleNotAllowed`.

    A lead may not make one to set a password for a person who has one, or who can do something beyond this
    collaborative: it would let a lead sign in as somebody else.
    """
    accept_token = make_offer_link(session, account=account, collaborative=collaborative, by=by, now=now)
    if accept_token is not None:
        return PersonAdded(account, accept_token=accept_token)
    row = session.execute(
        select(Account.password_hash, Account.may_set_up, Account.may_author, Account.is_administrator)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.id == account, RoleGrant.collaborative_id == collaborative)
    ).first()
    if row is None or row.password_hash is not None:
        raise RoleNotAllowed("This person has set a password. Only an administrator can reset it.")
    belongs_elsewhere = session.execute(
        select(RoleGrant.id).where(
            RoleGrant.account_id == account,
            RoleGrant.collaborative_id != collaborative,
            RoleGrant.accept_hash.is_(None),
        )
    ).first()
    if belongs_elsewhere or row.may_set_up or row.may_author or row.is_administrator:
        raise RoleNotAllowed(
            "This account can do more than take part in this collaborative. Only an administrator can make a link."
        )
    return PersonAdded(account, password_token=make_password_link(session, account=account, by=by, now=now))
