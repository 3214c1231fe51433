"""Collaboratives, their partners and their people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.core.membership import Succession
from maturity.core.round import Stage
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.persistence.rows.collaborative import Collaborative, CollaborativeIcb
from maturity.persistence.rows.partner import Organisation, Partner
from maturity.persistence.rows.round_row import RoundRow


class NoSuchCollaborative(LookupError):
    """There is no such collaborative, or none that may be told of."""


@dataclass(frozen=True, slots=True)
class CollaborativeFacts:
    """What is known of a collaborative."""

    id: int
    name: str
    type: CollaborativeType
    footprint: Footprint
    region: str
    icbs: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class CollaborativeLine:
    """One line of a list of collaboratives."""

    id: int
    name: str
    type: CollaborativeType
    rounds: int
    open_rounds: int


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """What is known of a partner organisation in one collaborative.

    `succeeded_by` is the partner that it goes on in and `successor` how that is called; None where it goes on in none.
    """

    id: int
    name: str
    type: PartnerType
    ods_code: str | None
    joined_on: date | None
    left_on: date | None
    version: int
    succession: Succession | None = None
    succeeded_by: int | None = None
    successor: str | None = None

    def has_left_before(self, day: date) -> bool:
        """Whether the partner belongs to the collaborative no more on a day; on the day it left it still does."""
        return self.left_on is not None and self.left_on < day

    def is_member_on(self, day: date) -> bool:
        """Whether the partner belongs to the collaborative on a day; the day it left counts."""
        return (self.joined_on is None or self.joined_on <= day) and not self.has_left_before(day)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One role of one person in a collaborative.

    `can_sign_in` is false until a password is set, and while the account is disabled; `is_waiting` is true until the
    person has accepted the role.
    """

    grant: int
    account: int
    name: str
    email: str
    role: Role
    partner: int | None
    partner_name: str | None
    can_sign_in: bool
    is_disabled: bool
    is_waiting: bool

    @property
    def is_in_force(self) -> bool:
        """Whether the person can do what the role is for."""
        return not self.is_waiting and not self.is_disabled


def get_collaborative(session: Session, *, collaborative: int) -> CollaborativeFacts:
    """A collaborative; raises `NoSuchCollaborative`."""
    row = session.get(Collaborative, collaborative)
    if row is None:
        raise NoSuchCollaborative
    icbs = session.scalars(
        select(CollaborativeIcb.name)
        .where(CollaborativeIcb.collaborative_id == collaborative)
        .order_by(CollaborativeIcb.id)
    ).all()
    return CollaborativeFacts(
        id=row.id,
        name=row.name,
        type=row.type,
        footprint=row.footprint,
        region=row.region,
        icbs=tuple(icbs),
        version=row.version,
    )


def list_collaboratives(session: Session, *, ids: Collection[int]) -> Sequence[CollaborativeLine]:
    """The named collaboratives by name, with how many rounds each has had and how many are not closed."""
    if not ids:
        return ()
    rounds = (
        select(
            RoundRow.collaborative_id,
            func.count().label("rounds"),
            func.sum(RoundRow.stage.in_((Stage.OPEN, Stage.AGREEING)).cast(RoundRow.id.type)).label("open_rounds"),
        )
        .where(RoundRow.collaborative_id.in_(ids), RoundRow.discarded_at.is_(None))
        .group_by(RoundRow.collaborative_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Collaborative.id,
            Collaborative.name,
            Collaborative.type,
            func.coalesce(rounds.c.rounds, 0),
            func.coalesce(rounds.c.open_rounds, 0),
        )
        .outerjoin(rounds, rounds.c.collaborative_id == Collaborative.id)
        .where(Collaborative.id.in_(ids))
        .order_by(Collaborative.name)
    ).all()
    return [CollaborativeLine(*row) for row in rows]


_SUCCESSOR = aliased(Partner)
_PARTNER: Final[tuple[Any, ...]] = (
    Partner.id,
    Partner.name,
    Partner.type,
    Organisation.ods_code,
    Partner.joined_on,
    Partner.left_on,
    Partner.version,
    Partner.succession,
    Partner.succeeded_by_id,
    _SUCCESSOR.name,
)


def list_partners(session: Session, *, collaborative: int) -> Sequence[PartnerFacts]:
    """The partners of a collaborative by name, those that left included."""
    rows = session.execute(
        select(*_PARTNER)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .outerjoin(_SUCCESSOR, _SUCCESSOR.id == Partner.succeeded_by_id)
        .where(Partner.collaborative_id == collaborative)
        .order_by(Partner.name)
    ).all()
    return [PartnerFacts(*row) for row in rows]


_PERSON: Final[tuple[Any, ...]] = (
    RoleGrant.id,
    Account.id,
    Account.name,
    Account.email,
    RoleGrant.role,
    RoleGrant.partner_id,
    Partner.name,
    Account.password_hash.is_not(None) & Account.is_disabled.is_(False),
    Account.is_disabled,
    RoleGrant.accept_hash.is_not(None),
)


def list_people(session: Session, *, collaborative: int) -> Sequence[PersonFacts]:
    """Everyone with a role in a collaborative, by role, leads first, then by partner and name."""
    rows = session.execute(
        select(*_PERSON)
        .join(Account, Account.id == RoleGrant.account_id)
        .outerjoin(Partner, Partner.id == RoleGrant.partner_id)
        .where(RoleGrant.collaborative_id == collaborative)
    ).all()
    people = [PersonFacts(*row) for row in rows]
    order = {role: place for place, role in enumerate(Role)}
    return sorted(people, key=lambda p: (order[p.role], p.partner_name or "", p.name))
