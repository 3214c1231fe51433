"""What was entered on behalf of partners, also where what the partner says itself comes before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.position import PositionOrigin, Stance
from maturity.persistence.queries.positions import read_stance
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.position import PositionRevision, PositionRow


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered last on behalf of a partner on a criterion, and by whom.

    `stands` is whether it is what the partner stands for. If not, what the partner says itself is: also where that is
    that its people differ.
    """

    said: Stance
    by: int
    by_name: str
    stands: bool


_SAID = (
    PositionRevision.state,
    PositionRevision.level,
    PositionRevision.reason,
    PositionRevision.confidence,
    PositionRevision.evidence,
    PositionRevision.between_lower,
    PositionRevision.between_upper,
    PositionRevision.origin,
    PositionRevision.entered_by,
)


def list_entered(session: Session, *, round_id: int, partner: int) -> Mapping[str, Entered]:
    """What was entered on behalf of a partner in a round, by criterion id; what was taken back again is not there."""
    rows = session.execute(
        select(PositionRow.criterion_id, PositionRevision.version, PositionRow.version, Account.name, *_SAID)
        .join(PositionRevision, PositionRevision.position_id == PositionRow.id)
        .outerjoin(Account, Account.id == PositionRevision.entered_by)
        .where(PositionRow.round_id == round_id, PositionRow.partner_id == partner)
        .order_by(PositionRow.criterion_id, PositionRevision.version)
    ).all()
    found: dict[str, Entered] = {}
    for criterion_id, version, newest, name, *columns in rows:
        said = read_stance(*columns)
        if said.origin is PositionOrigin.FACILITATOR and said.entered_by is not None:
            found[criterion_id] = Entered(said, said.entered_by, name, stands=version == newest)
        elif said.is_undecided:
            found.pop(criterion_id, None)
    return found
