"""Setting up: a collaborative, its partners and its people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.core.round import Stage
from maturity.persistence.rows.account import Account, Role, RoleGrant, SignIn
from maturity.persistence.rows.collaborative import Collaborative, CollaborativeIcb
from maturity.persistence.rows.partner import Organisation, Partner
from maturity.persistence.rows.round_row import Respondent, RoundRow
from maturity.usecases.audit import record_event
from maturity.usecases.offers import has_accepted_role, make_offer_link
from maturity.usecases.sign_in import add_account, find_account_id, make_password_link


class StaleForm(Exception):
    """The same details were changed in another place after the form was opened. Nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "These details were changed in another place after you opened this page. "
            "Nothing was overwritten: what you entered is below, beside what is there now."
        )


class TypeIsFixed(ValueError):
    """The type decides which criteria are asked, so it cannot change while a round is under way."""

    def __init__(self) -> None:
        super().__init__("The type cannot be changed while a round is under way. Close the round first.")


class PartnerNameTaken(ValueError):
    """The collaborative has a partner of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is a partner already.")


class OdsCodeRefused(ValueError):
    """This is not an ODS code."""


class PartnerIsMember(ValueError):
    """The organisation is a partner of this collaborative already."""


class RoleNotAllowed(ValueError):
    """A role does not fit; the message says why."""


@dataclass(frozen=True, slots=True)
class CollaborativeDetails:
    """What a lead says of a collaborative. The region and the ICBs may be empty."""

    name: str
    type: CollaborativeType
    footprint: Footprint
    region: str = ""
    icbs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """An account that was given a role, and the token of the link to hand on to its person, where one is needed.

    A new person sets a password with it; one who has an account already accepts the role.
    """

    account: int
    password_token: str | None = None
    accept_token: str | None = None


@dataclass(frozen=True, slots=True)
class PartnerDetails:
    """What a lead says of a partner organisation."""

    name: str
    type: PartnerType
    ods_code: str = ""
    joined_on: date | None = None
    left_on: date | None = None


def set_up_collaborative(session: Session, *, details: CollaborativeDetails, by: int, now: datetime) -> int:
    """Make a collaborative with the person as its lead. Returns its id."""
    row = Collaborative(
        name=details.name.strip(),
        type=details.type,
        footprint=details.footprint,
        region=details.region.strip(),
        created_at=now,
        version=1,
    )
    session.add(row)
    session.flush()
    _keep_icbs(session, collaborative=row.id, icbs=details.icbs)
    session.add(RoleGrant(account_id=by, collaborative_id=row.id, role=Role.LEAD, partner_id=None, granted_at=now))
    record_event(session, action="set up collaborative", now=now, account=by, collaborative=row.id)
    session.flush()
    return row.id


def change_collaborative(
    session: Session, *, collaborative: int, details: CollaborativeDetails, based_on: int, by: int, now: datetime
) -> None:
    """Change what is known of a collaborative; raises `StaleForm` or `TypeIsFixed`."""
    row = session.get_one(Collaborative, collaborative)
    if row.version != based_on:
        raise StaleForm
    if details.type is not row.type and _round_under_way(session, collaborative):
        raise TypeIsFixed
    row.name = details.name.strip()
    row.type = details.type
    row.footprint = details.footprint
    row.region = details.region.strip()
    row.version += 1
    session.execute(delete(CollaborativeIcb).where(CollaborativeIcb.collaborative_id == collaborative))
    _keep_icbs(session, collaborative=collaborative, icbs=details.icbs)
    session.flush()
    record_event(session, action="change collaborative", now=now, account=by, collaborative=collaborative)


def _round_under_way(session: Session, collaborative: int) -> bool:
    return (
        session.execute(
            select(func.count())
            .select_from(RoundRow)
            .where(RoundRow.collaborative_id == collaborative, RoundRow.stage.in_((Stage.OPEN, Stage.AGREEING)))
        ).scalar_one()
        > 0
    )


def _keep_icbs(session: Session, *, collaborative: int, icbs: Sequence[str]) -> None:
    names = dict.fromkeys(name.strip() for name in icbs if name.strip())
    session.add_all(CollaborativeIcb(collaborative_id=collaborative, name=name) for name in names)


def add_partner(session: Session, *, collaborative: int, details: PartnerDetails, by: int, now: datetime) -> int:
    """Add a partner organisation; raises `PartnerNameTaken`, `OdsCodeRefused` or `PartnerIsMember`. Returns its id."""
    _check_partner_name(session, collaborative=collaborative, name=details.name)
    organisation = _organisation(session, ods_code=check_ods_code(details.ods_code), now=now)
    _check_not_member(session, collaborative=collaborative, organisation=organisation, details=details)
    row = Partner(
        collaborative_id=collaborative,
        organisation_id=organisation,
        name=details.name.strip(),
        type=details.type,
        joined_on=details.joined_on,
        left_on=details.left_on,
        version=1,
    )
    session.add(row)
    session.flush()
    record_event(
        session, action="add partner", now=now, account=by, collaborative=collaborative, subject=f"partner {row.id}"
    )
    return row.id


def change_partner(
    session: Session,
    *,
    collaborative: int,
    partner: int,
    details: PartnerDetails,
    based_on: int,
    by: int,
    now: datetime,
) -> None:
    """Change what is known of a partner.

    Raises `StaleForm`, `PartnerNameTaken`, `OdsCodeRefused` or `PartnerIsMember`. Rounds keep the name that the
    partner had then.
    """
    row = session.execute(
        select(Partner).where(Partner.id == partner, Partner.collaborative_id == collaborative)
    ).scalar_one()
    if row.version != based_on:
        raise StaleForm
    _check_partner_name(session, collaborative=collaborative, name=details.name, but=partner)
    code = check_ods_code(details.ods_code)
    organisation = session.get_one(Organisation, row.organisation_id)
    if code != organisation.ods_code:
        row.organisation_id = _organisation(session, ods_code=code, now=now)
    _check_not_member(
        session, collaborative=collaborative, organisation=row.organisation_id, details=details, but=partner
    )
    row.name = details.name.strip()
    row.type = details.type
    row.joined_on = details.joined_on
    row.left_on = details.left_on
    row.version += 1
    session.flush()
    record_event(
        session, action="change partner", now=now, account=by, collaborative=collaborative, subject=f"partner {partner}"
    )


def check_ods_code(text: str) -> str | None:
    """An ODS code as it is kept, None for none; raises `OdsCodeRefused`."""
    code = text.strip().upper()
    if not code:
        return None
    if not re.fullmatch(r"[A-Z0-9]{3,10}", code):
        raise OdsCodeRefused(
            "An ODS code has 3 to 10 letters and numbers, such as A1B. Leave it empty if there is none."
        )
    return code


def _check_partner_name(session: Session, *, collaborative: int, name: str, but: int | None = None) -> None:
    names = session.scalars(
        select(Partner.name).where(Partner.collaborative_id == collaborative, Partner.id.is_distinct_from(but))
    )
    # Compared here and not by SQLite, which knows capitals of ASCII only.
    if name.strip().casefold() in {other.casefold() for other in names}:
        raise PartnerNameTaken(name.strip())


def _check_not_member(
    session: Session, *, collaborative: int, organisation: int, details: PartnerDetails, but: int | None = None
) -> None:
    """An organisation that left may join again later, but belongs once at a time."""
    others = session.execute(
        select(Partner.joined_on, Partner.left_on).where(
            Partner.collaborative_id == collaborative,
            Partner.organisation_id == organisation,
            Partner.id.is_distinct_from(but),
        )
    ).all()
    first, last = details.joined_on or date.min, details.left_on or date.max
    if any(first <= (left_on or date.max) and (joined_on or date.min) <= last for joined_on, left_on in others):
        raise PartnerIsMember("The organisation with this ODS code is a partner in that time already.")


def _organisation(session: Session, *, ods_code: str | None, now: datetime) -> int:
    if ods_code is not None:
        known = session.execute(select(Organisation.id).where(Organisation.ods_code == ods_code)).scalar_one_or_none()
        if known is not None:
            return known
    row = Organisation(ods_code=ods_code, created_at=now)
    session.add(row)
    session.flush()
    return row.id


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
    if is_in_force and row.role is Role.LEAD and not _other_leads(session, collaborative, but=row.account_id):
        raise RoleNotAllowed("A collaborative needs a lead. Make somebody else a lead first.")
    if row.role is Role.RESPONDENT:
        _stand_down(session, collaborative=collaborative, account=row.account_id, partner=row.partner_id, now=now)
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


def _other_leads(session: Session, collaborative: int, *, but: int) -> int:
    """How many can lead a collaborative beside one account: the role is in force, and the account is not disabled."""
    return session.execute(
        select(func.count())
        .select_from(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.collaborative_id == collaborative,
            RoleGrant.role == Role.LEAD,
            RoleGrant.accept_hash.is_(None),
            Account.is_disabled.is_(False),
            Account.id != but,
        )
    ).scalar_one()


def _stand_down(session: Session, *, collaborative: int, account: int, partner: int | None, now: datetime) -> None:
    rounds = select(RoundRow.id).where(
        RoundRow.collaborative_id == collaborative, RoundRow.stage.in_((Stage.DRAFT, Stage.OPEN))
    )
    session.execute(
        update(Respondent)
        .where(
            Respondent.account_id == account,
            Respondent.partner_id == partner,
            Respondent.round_id.in_(rounds),
            Respondent.stood_down_at.is_(None),
        )
        .values(stood_down_at=now)
    )


def make_link_for_person(session: Session, *, collaborative: int, account: int, by: int, now: datetime) -> PersonAdded:
    """Make a new link for who was offered a role, or who has never set a password; raises `RoleNotAllowed`.

    A lead may not make one to set a password for a person who has one, or who can do something beyond this
    collaborative: it would let a lead sign in as somebody else.
    """
    accept_token = make_offer_link(session, account=account, collaborative=collaborative, by=by, now=now)
    if accept_token is not None:
        return PersonAdded(account, accept_token=accept_token)
    row = session.execute(
        select(Account.password_hash, Account.may_set_up, Account.is_administrator)
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
    if belongs_elsewhere or row.may_set_up or row.is_administrator:
        raise RoleNotAllowed(
            "This account can do more than take part in this collaborative. Only an administrator can make a link."
        )
    return PersonAdded(account, password_token=make_password_link(session, account=account, by=by, now=now))
