"""What was written in a round by the people in it, told from what its moves to other versions, and undoing them, wrote.

`version_move_effect` says what a move wrote; undoing one writes at its moment, for whoever undid it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from maturity.core.matrix_change.version_move import Tier
from maturity.persistence.rows.consensus import ConsensusRevision, ConsensusRow
from maturity.persistence.rows.dissent import DissentRevision, DissentRow
from maturity.persistence.rows.position import PositionRevision, PositionRow
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.rows.round_row import Respondent
from maturity.persistence.rows.version_move import VersionMove, VersionMoveEffect

_TABLES: Final[Mapping[Tier, tuple[Any, Any, Any, Any]]] = {
    Tier.RESPONSE: (Response, ResponseRevision, ResponseRevision.response_id, ResponseRevision.saved_at),
    Tier.POSITION: (PositionRow, PositionRevision, PositionRevision.position_id, PositionRevision.reached_at),
    Tier.CONSENSUS: (ConsensusRow, ConsensusRevision, ConsensusRevision.consensus_id, ConsensusRevision.saved_at),
    Tier.DISSENT: (DissentRow, DissentRevision, DissentRevision.dissent_id, DissentRevision.saved_at),
}
"""By tier: what stands, its versions, of what each of these is one, and when it was written."""


@dataclass(frozen=True, slots=True)
class LastWritten:
    """The last version of a row that no move wrote, nor undoing one."""

    version: int
    at: datetime


def no_move_wrote(tier: Tier, *, round_id: int) -> ColumnElement[bool]:
    """A condition on the versions of a tier in a round: that neither a move of it wrote them, nor undoing one."""
    _, versions, of, moment = _TABLES[tier]
    moves = select(VersionMove.id).where(VersionMove.round_id == round_id)
    moved = exists().where(
        VersionMoveEffect.move_id.in_(moves),
        VersionMoveEffect.tier == tier,
        VersionMoveEffect.row_id == of,
        VersionMoveEffect.to_version == versions.version,
    )
    undone = exists().where(
        VersionMove.round_id == round_id,
        VersionMove.undone_at == moment,
        VersionMove.undone_by == versions.account_id,
    )
    return ~moved & ~undone


def list_last_written(session: Session, *, round_id: int, tier: Tier) -> Mapping[int, LastWritten]:
    """The last version of each row of a tier that no move wrote; a row that only moves wrote is not there.

    Positions that closing worked out from responses are there: no move wrote them.
    """
    row, versions, of, moment = _TABLES[tier]
    statement = select(of, func.max(versions.version), func.max(moment)).join(row, row.id == of)
    if tier is Tier.RESPONSE:
        statement = statement.join(Respondent, Respondent.id == row.respondent_id)
    of_round = Respondent.round_id if tier is Tier.RESPONSE else row.round_id
    rows = session.execute(
        statement.where(of_round == round_id, no_move_wrote(tier, round_id=round_id)).group_by(of)
    ).all()
    return {each: LastWritten(version, at) for each, version, at in rows}


def list_when_answered(session: Session, *, round_id: int, respondent: int) -> Mapping[str, datetime]:
    """When a person last saved each answer, by criterion id: what a move, or undoing one, wrote of it is no saving."""
    rows = session.execute(
        select(Response.criterion_id, func.max(ResponseRevision.saved_at).label("at"))
        .join(ResponseRevision, ResponseRevision.response_id == Response.id)
        .where(Response.respondent_id == respondent, no_move_wrote(Tier.RESPONSE, round_id=round_id))
        .group_by(Response.criterion_id)
    ).all()
    return {row.criterion_id: row.at for row in rows}
