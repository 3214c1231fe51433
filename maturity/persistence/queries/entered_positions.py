"""What was entered on behalf of partners, also where what the partner says itself comes before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from maturity.core.position import PositionOrigin, Stance
from maturity.core.response import AnswerState
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

_Version: Final = aliased(PositionRevision)
_LAST_DECISION: Final = (
    # What was entered, or what took it back: words alone, which decide nothing. Every autosave is a version, with its
    # whole text, so the last of them is found where they are kept.
    select(func.max(_Version.version))
    .where(
        _Version.position_id == PositionRow.id,
        _Version.entered_by.is_not(None),
        (_Version.origin == PositionOrigin.FACILITATOR) | (_Version.state == AnswerState.NOT_ANSWERED),
    )
    .correlate(PositionRow)
    .scalar_subquery()
)


def list_entered(session: Session, *, round_id: int, partner: int) -> Mapping[str, Entered]:
    """What was entered on behalf of a partner in a round, by criterion id; what was taken back again is not there."""
    rows = session.execute(
        select(PositionRow.criterion_id, PositionRevision.version == PositionRow.version, Account.name, *_SAID)
        .select_from(PositionRow)
        .join(
            PositionRevision,
            (PositionRevision.position_id == PositionRow.id) & (PositionRevision.version == _LAST_DECISION),
        )
        .join(Account, Account.id == PositionRevision.entered_by)
        .where(
            PositionRow.round_id == round_id,
            PositionRow.partner_id == partner,
            PositionRevision.origin == PositionOrigin.FACILITATOR,
        )
        .order_by(PositionRow.criterion_id)
    ).all()
    found: dict[str, Entered] = {}
    for criterion_id, stands, name, *columns in rows:
        said = read_stance(*columns)
        if said.entered_by is not None:
            found[criterion_id] = Entered(said, said.entered_by, name, stands=stands)
    return found
