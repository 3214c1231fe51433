"""Setting up a collaborative, and changing what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.core.round import Stage
from maturity.persistence.rows.account import Role, RoleGrant
from maturity.persistence.rows.collaborative import Collaborative, CollaborativeIcb
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.audit import record_event
from maturity.usecases.made_once import make_once
from maturity.usecases.stale_form import StaleForm


class TypeIsFixed(ValueError):
    """The type decides which criteria are asked, so it cannot change while a round is under way."""

    def __init__(self) -> None:
        super().__init__("The type cannot be changed while a round is under way. Close the round first.")


@dataclass(frozen=True, slots=True)
class CollaborativeDetails:
    """What a lead says of a collaborative. The region and the ICBs may be empty."""

    name: str
    type: CollaborativeType
    footprint: Footprint
    region: str = ""
    icbs: Sequence[str] = ()


def set_up_collaborative(
    session: Session, *, details: CollaborativeDetails, by: int, now: datetime, request_key: str = ""
) -> int:
    """Make a collaborative with the person as its lead. Returns its id.

    The same details sent again with the same key are the same collaborative.
    """
    return make_once(
        session,
        request_key=request_key,
        entered=("collaborative", details),
        by=by,
        now=now,
        make=lambda: _make_collaborative(session, details=details, by=by, now=now),
    )


def _make_collaborative(session: Session, *, details: CollaborativeDetails, by: int, now: datetime) -> int:
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
