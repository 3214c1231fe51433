"""When everything that stands in a round was given, and by whom: what moves and undoing them wrote is no giving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from maturity.core.consensus import ConsensusState
from maturity.core.matrix_change.version_move import Tier
from maturity.core.position import PositionOrigin
from maturity.core.response import AnswerState
from maturity.persistence.queries.written import no_move_wrote
from maturity.persistence.rows.consensus import ConsensusRevision, ConsensusRow
from maturity.persistence.rows.position import PositionRevision, PositionRow
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.rows.round_row import Respondent
from maturity.persistence.rows.version_move import VersionMove, VersionMoveEffect

_SETTLED: Final = [each for each in PositionOrigin if each.is_settled]


@dataclass(frozen=True, slots=True)
class Given:
    """Something that is said, and when somebody last gave it.

    `of` is the seat of an answer, the partner of a position and 0 of an agreed level. `is_by_a_person` is whether a
    person said it, rather than a position being worked out from responses.
    """

    of: int
    criterion_id: str
    at: datetime
    is_by_a_person: bool


def list_given(session: Session, *, round_id: int, tier: Tier) -> Sequence[Given]:
    """Everything that is said in one tier of a round, in one query. Dissents are not told.

    What a move made, of words that were said on other criteria, was given when it was made.
    """
    row, of, moment, whose, nothing, by_person = _TABLES[tier]
    by_hand = select(func.max(moment)).where(of == row.id, no_move_wrote(tier, round_id=round_id)).scalar_subquery()
    made = (
        select(func.min(VersionMove.moved_at))
        .join(VersionMoveEffect, VersionMoveEffect.move_id == VersionMove.id)
        .where(VersionMove.round_id == round_id, VersionMoveEffect.tier == tier, VersionMoveEffect.row_id == row.id)
        .scalar_subquery()
    )
    at = func.coalesce(by_hand, made)
    statement = select(whose, row.criterion_id, at, by_person).where(row.state != nothing, at.is_not(None))
    if tier is Tier.RESPONSE:
        statement = statement.join(Respondent, Respondent.id == row.respondent_id)
    of_round = Respondent.round_id if tier is Tier.RESPONSE else row.round_id
    rows = session.execute(statement.where(of_round == round_id).order_by(row.id)).all()
    return [Given(*each) for each in rows]


def list_submitted_at(session: Session, *, round_id: int) -> Mapping[int, tuple[int, datetime | None]]:
    """By seat, of which partner it is and when its person submitted; None for who has not. Without who stood down."""
    rows = session.execute(
        select(Respondent.id, Respondent.partner_id, Respondent.submitted_at).where(
            Respondent.round_id == round_id, Respondent.stood_down_at.is_(None)
        )
    ).all()
    return {seat: (partner, at) for seat, partner, at in rows}


_TABLES: Final[Mapping[Tier, tuple[Any, ...]]] = {
    Tier.RESPONSE: (
        Response,
        ResponseRevision.response_id,
        ResponseRevision.saved_at,
        Response.respondent_id,
        AnswerState.NOT_ANSWERED,
        literal(value=True),
    ),
    Tier.POSITION: (
        PositionRow,
        PositionRevision.position_id,
        PositionRevision.reached_at,
        PositionRow.partner_id,
        AnswerState.NOT_ANSWERED,
        PositionRow.origin.in_(_SETTLED),
    ),
    Tier.CONSENSUS: (
        ConsensusRow,
        ConsensusRevision.consensus_id,
        ConsensusRevision.saved_at,
        literal(0),
        ConsensusState.NOT_RECORDED,
        literal(value=True),
    ),
}
"""By tier: what stands, of what each version is one and when it was written; then whose it is, which state says
nothing, and whether a person said it."""
