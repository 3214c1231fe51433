"""Who can lead a collaborative, for the administrator. Nothing here tells what anybody answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.persistence.rows.collaborative import Collaborative


@dataclass(frozen=True, slots=True)
class NamedCollaborative:
    """A collaborative by its id and its name."""

    id: int
    name: str


_LEADS: Final = (
    select(RoleGrant.collaborative_id)
    .join(Account, Account.id == RoleGrant.account_id)
    .where(RoleGrant.role == Role.LEAD, RoleGrant.accept_hash.is_(None), Account.is_disabled.is_(False))
)
"""The grants with which somebody can lead: the role is in force, and the account is not disabled."""


def _has_lead(*, but: int | None = None) -> ColumnElement[bool]:
    """Whether somebody, beside one account, can lead."""
    return _LEADS.where(RoleGrant.collaborative_id == Collaborative.id, Account.id.is_distinct_from(but)).exists()


def has_lead_beside(session: Session, *, collaborative: int, account: int) -> bool:
    """Whether somebody else than this account can lead a collaborative."""
    return bool(_listed(session, Collaborative.id == collaborative, _has_lead(but=account)))


def list_without_lead(session: Session) -> Sequence[NamedCollaborative]:
    """The collaboratives that nobody can lead, by name."""
    return _listed(session, ~_has_lead())


def find_without_lead(session: Session, *, collaborative: int) -> NamedCollaborative | None:
    """This collaborative, if nobody can lead it."""
    found = _listed(session, Collaborative.id == collaborative, ~_has_lead())
    return found[0] if found else None


def list_led_by_nobody_but(session: Session, *, account: int) -> Sequence[NamedCollaborative]:
    """The collaboratives that only this account can lead, by name."""
    own = _LEADS.where(RoleGrant.account_id == account)
    return _listed(session, Collaborative.id.in_(own), ~_has_lead(but=account))


def _listed(session: Session, *which: ColumnElement[bool]) -> Sequence[NamedCollaborative]:
    rows = session.execute(
        select(Collaborative.id, Collaborative.name).where(*which).order_by(Collaborative.name, Collaborative.id)
    ).all()
    return [NamedCollaborative(*row) for row in rows]
