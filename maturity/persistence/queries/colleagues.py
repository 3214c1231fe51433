"""The people who respond for one partner in a round, and which domains were handed to one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from maturity.persistence.plain import run_plain
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.persistence.rows.round_row import Respondent


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who responds for the partner. `respondent` is the id of the seat, `submitted_at` in UTC."""

    respondent: int
    account: int
    name: str
    role_title: str
    is_partner_lead: bool
    submitted_at: datetime | None

    @property
    def has_submitted(self) -> bool:
        """Whether the person’s response counts as it stands."""
        return self.submitted_at is not None


@dataclass(frozen=True, slots=True)
class Handed:
    """To whom alone a domain is asked: the seat, and the person’s name and role. `by` is the account that said so."""

    respondent: int
    name: str
    role_title: str
    by: int
    by_name: str


_COLLEAGUES: Final = (
    select(
        Respondent.id,
        Account.id,
        Account.name,
        Respondent.role_title,
        Respondent.is_partner_lead,
        Respondent.submitted_at,
    )
    .join(Account, Account.id == Respondent.account_id)
    .where(
        Respondent.round_id == bindparam("in_round"),
        Respondent.partner_id == bindparam("for_partner"),
        Respondent.stood_down_at.is_(None),
    )
    .order_by(Respondent.is_partner_lead.desc(), Account.name, Respondent.id)
)


def list_colleagues(session: Session, *, round_id: int, partner: int) -> tuple[Colleague, ...]:
    """Everybody who responds for a partner, its lead first, the others by name."""
    rows = run_plain(session, _COLLEAGUES, {"in_round": round_id, "for_partner": partner}).all()
    return tuple(Colleague(*row) for row in rows)


_To, _By = aliased(Account), aliased(Account)
_HANDED: Final = (
    select(HandedDomain.domain_id, Respondent.id, _To.name, Respondent.role_title, _By.id, _By.name)
    .join(Respondent, Respondent.id == HandedDomain.respondent_id)
    .join(_To, _To.id == Respondent.account_id)
    .join(_By, _By.id == HandedDomain.handed_by)
    .where(HandedDomain.round_id == bindparam("in_round"), HandedDomain.partner_id == bindparam("for_partner"))
)


def list_handed(session: Session, *, round_id: int, partner: int) -> Mapping[str, Handed]:
    """The domains of a partner that were handed to one person, by domain id."""
    rows = run_plain(session, _HANDED, {"in_round": round_id, "for_partner": partner}).all()
    return {domain: Handed(*rest) for domain, *rest in rows}


def seats_of(handed: Mapping[str, Handed]) -> Mapping[str, int]:
    """Only the seats to which domains of a partner were handed, by domain id."""
    return {domain: to.respondent for domain, to in handed.items()}


def list_asked_alone(session: Session, *, rounds: Collection[int]) -> Mapping[tuple[int, int], Mapping[str, int]]:
    """Of whom alone each domain is asked that was handed to one person: the seat by domain id, by round and partner.

    A partner that handed none is not there.
    """
    rows = session.execute(
        select(
            HandedDomain.round_id, HandedDomain.partner_id, HandedDomain.domain_id, HandedDomain.respondent_id
        ).where(HandedDomain.round_id.in_(rounds))
    ).all()
    found: dict[tuple[int, int], dict[str, int]] = {}
    for round_id, partner, domain, respondent in rows:
        found.setdefault((round_id, partner), {})[domain] = respondent
    return found
