"""Roles that wait to be accepted: offered to an account that is there already, by the lead of another collaborative.

Whoever made an account may know its password. So a role that a second collaborative gives to it is worth nothing until
the person, signed in, opens a link that the lead of that collaborative hands on: only the two together show that the
account and the address have one owner.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.partner import Partner
from maturity.usecases.audit import record_event
from maturity.usecases.sign_in import LinkNotValid, hash_token


@dataclass(frozen=True, slots=True)
class Offer:
    """What a collaborative offers a person: each role, with the name of the partner for a respondent’s, else empty."""

    collaborative: int
    collaborative_name: str
    roles: tuple[tuple[Role, str], ...]


def has_accepted_role(session: Session, *, account: int, collaborative: int) -> bool:
    """Whether an account has a role in force in a collaborative."""
    grant = session.execute(
        select(RoleGrant.id).where(
            RoleGrant.account_id == account,
            RoleGrant.collaborative_id == collaborative,
            RoleGrant.accept_hash.is_(None),
        )
    ).first()
    return grant is not None


def has_role(session: Session, *, account: int, collaborative: int) -> bool:
    """Whether an account that can sign in has a role in a collaborative, in force or waiting to be accepted."""
    grant = session.execute(
        select(RoleGrant.id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.account_id == account,
            RoleGrant.collaborative_id == collaborative,
            Account.is_disabled.is_(False),
        )
    ).first()
    return grant is not None


def make_offer_link(session: Session, *, account: int, collaborative: int, by: int, now: datetime) -> str | None:
    """Make the token with which a person accepts every role that waits in a collaborative, None where none does.

    A link that was made before stops working.
    """
    waiting = select(RoleGrant.id).where(
        RoleGrant.account_id == account,
        RoleGrant.collaborative_id == collaborative,
        RoleGrant.accept_hash.is_not(None),
    )
    grants = session.scalars(waiting).all()
    if not grants:
        return None
    token = secrets.token_urlsafe(32)
    session.execute(update(RoleGrant).where(RoleGrant.id.in_(grants)).values(accept_hash=hash_token(token)))
    record_event(
        session,
        action="make role link",
        now=now,
        account=by,
        collaborative=collaborative,
        subject=f"account {account}",
    )
    return token


def get_offer(session: Session, *, token: str, account: int) -> Offer:
    """What the link of this person offers; raises `LinkNotValid`, for somebody else’s link as well."""
    rows = session.execute(
        select(RoleGrant.collaborative_id, Collaborative.name, RoleGrant.role, Partner.name)
        .join(Collaborative, Collaborative.id == RoleGrant.collaborative_id)
        .outerjoin(Partner, Partner.id == RoleGrant.partner_id)
        .where(RoleGrant.account_id == account, RoleGrant.accept_hash == hash_token(token))
        .order_by(RoleGrant.id)
    ).all()
    if not rows:
        raise LinkNotValid
    collaborative, name = rows[0][:2]
    return Offer(collaborative, name, tuple((role, partner or "") for _, _, role, partner in rows))


def accept_offer(session: Session, *, token: str, account: int, now: datetime) -> Offer:
    """Put the roles of a link in force. The link is used up. Raises `LinkNotValid`."""
    offer = get_offer(session, token=token, account=account)
    session.execute(
        update(RoleGrant)
        .where(RoleGrant.account_id == account, RoleGrant.accept_hash == hash_token(token))
        .values(accept_hash=None)
    )
    record_event(
        session,
        action="accept role",
        now=now,
        account=account,
        collaborative=offer.collaborative,
        subject=f"account {account}",
    )
    return offer
