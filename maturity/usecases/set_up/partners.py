"""The partner organisations of a collaborative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.collaborative import PartnerType
from maturity.core.membership import Member, Succession, check_succession
from maturity.persistence.rows.partner import Organisation, Partner
from maturity.usecases.audit import record_event
from maturity.usecases.made_once import make_once
from maturity.usecases.stale_form import StaleForm


class PartnerNameTaken(ValueError):
    """The collaborative has a partner of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is a partner already.")


class OdsCodeRefused(ValueError):
    """This is not an ODS code."""


class PartnerIsMember(ValueError):
    """The organisation is a partner of this collaborative already."""


@dataclass(frozen=True, slots=True)
class PartnerDetails:
    """What a lead says of a partner organisation, and of the partner that it goes on in, None where in none."""

    name: str
    type: PartnerType
    ods_code: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    succession: Succession | None = None
    succeeded_by: int | None = None


def add_partner(
    session: Session, *, collaborative: int, details: PartnerDetails, by: int, now: datetime, request_key: str = ""
) -> int:
    """Add a partner organisation and return its id.

    Raises `PartnerNameTaken`, `OdsCodeRefused`, `PartnerIsMember` or `SuccessionRefused`.

    The same details sent again with the same key are the same partner.
    """
    return make_once(
        session,
        request_key=request_key,
        entered=("partner", collaborative, details),
        by=by,
        now=now,
        make=lambda: _make_partner(session, collaborative=collaborative, details=details, by=by, now=now),
    )


def _make_partner(session: Session, *, collaborative: int, details: PartnerDetails, by: int, now: datetime) -> int:
    _check_partner_name(session, collaborative=collaborative, name=details.name)
    organisation = _organisation(session, ods_code=check_ods_code(details.ods_code), now=now)
    _check_not_member(session, collaborative=collaborative, organisation=organisation, details=details)
    _check_succession(session, collaborative=collaborative, details=details)
    row = Partner(
        collaborative_id=collaborative,
        organisation_id=organisation,
        name=details.name.strip(),
        type=details.type,
        joined_on=details.joined_on,
        left_on=details.left_on,
        succession=details.succession,
        succeeded_by_id=details.succeeded_by,
        version=1,
    )
    session.add(row)
    session.flush()
    record_event(
        session,
        action="add partner",
        now=now,
        account=by,
        collaborative=collaborative,
        subject=_subject(row, goes_on_before=(None, None)),
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

    Raises `StaleForm`, `PartnerNameTaken`, `OdsCodeRefused`, `PartnerIsMember` or `SuccessionRefused`. Rounds keep the
    name that the partner had then, and a closed one everything: only how it is compared follows what the partner
    became.
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
    _check_succession(session, collaborative=collaborative, details=details, but=partner)
    goes_on_before = (row.succession, row.succeeded_by_id)
    row.name = details.name.strip()
    row.type = details.type
    row.joined_on = details.joined_on
    row.left_on = details.left_on
    row.succession = details.succession
    row.succeeded_by_id = details.succeeded_by
    row.version += 1
    session.flush()
    record_event(
        session,
        action="change partner",
        now=now,
        account=by,
        collaborative=collaborative,
        subject=_subject(row, goes_on_before=goes_on_before),
    )


def _subject(row: Partner, *, goes_on_before: tuple[Succession | None, int | None]) -> str:
    """The partner by its id and, where that is what was changed, how and in which other one it goes on now."""
    goes_on = (row.succession, row.succeeded_by_id)
    if goes_on == goes_on_before:
        return f"partner {row.id}"
    return f"partner {row.id} alone" if row.succession is None else f"partner {row.id} {row.succession} {goes_on[1]}"


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


def _check_succession(session: Session, *, collaborative: int, details: PartnerDetails, but: int | None = None) -> None:
    rows = session.execute(
        select(
            Partner.id, Partner.name, Partner.joined_on, Partner.left_on, Partner.succession, Partner.succeeded_by_id
        ).where(Partner.collaborative_id == collaborative)
    ).all()
    members = {row.id: Member(*row) for row in rows}
    # No partner has the id 0: one that is added now has none yet, so nothing can go on in it.
    wanted = Member(
        but or 0, details.name.strip(), details.joined_on, details.left_on, details.succession, details.succeeded_by
    )
    check_succession(wanted, members)


def _organisation(session: Session, *, ods_code: str | None, now: datetime) -> int:
    if ods_code is not None:
        known = session.execute(select(Organisation.id).where(Organisation.ods_code == ods_code)).scalar_one_or_none()
        if known is not None:
            return known
    row = Organisation(ods_code=ods_code, created_at=now)
    session.add(row)
    session.flush()
    return row.id
