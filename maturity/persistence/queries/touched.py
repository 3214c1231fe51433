"""How much was said in a round, or in all opened with a version: counts alone, and nothing of what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from maturity.core.consensus import ConsensusState
from maturity.core.matrix_change.version_move import Tier
from maturity.core.response import AnswerState
from maturity.core.round import Naming, Stage
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.consensus import ConsensusRow
from maturity.persistence.rows.dissent import DissentRow
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.response import Response
from maturity.persistence.rows.round_row import Respondent, RoundRow


@dataclass(frozen=True, slots=True)
class RoundWithVersion:
    """A round that was opened with a version.

    `tells_nothing` is whether not even how much was said in it may be told yet.
    """

    id: int
    collaborative: int
    collaborative_name: str
    number: int
    label: str
    stage: Stage
    tells_nothing: bool


Counts = Mapping[str, Mapping[Tier, int]]
"""How many answers of each tier there are, by criterion id."""


def list_rounds_with(session: Session, *, matrix_version: int) -> Sequence[RoundWithVersion]:
    """Every round of any collaborative that was opened with a version, by collaborative and number.

    In a draft nothing was said, and it is for its leads alone.
    """
    rows = session.execute(
        select(
            RoundRow.id,
            Collaborative.id,
            Collaborative.name,
            RoundRow.number,
            RoundRow.label,
            RoundRow.stage,
            RoundRow.naming,
        )
        .join(Collaborative, Collaborative.id == RoundRow.collaborative_id)
        .where(
            RoundRow.matrix_version_id == matrix_version,
            RoundRow.discarded_at.is_(None),
            RoundRow.stage != Stage.DRAFT,
        )
        .order_by(Collaborative.name, Collaborative.id, RoundRow.number)
    ).all()
    return [RoundWithVersion(*row[:6], tells_nothing=tells_nothing(row.naming, row.stage)) for row in rows]


def tells_nothing(naming: Naming, stage: Stage) -> bool:
    """Whether not even how much was said in a round may be told: while it is open, where it has no names.

    Whoever looks twice would see on which criterion somebody has just answered.
    """
    return naming is Naming.ANONYMOUS and stage is Stage.OPEN


def count_said(session: Session, *, matrix_version: int) -> Counts:
    """How much was said in the rounds of a version, but for those that tell nothing."""
    return _count(session, RoundRow.matrix_version_id == matrix_version, RoundRow.discarded_at.is_(None))


def count_said_in_round(session: Session, *, round_id: int) -> Counts:
    """How much was said in one round; nothing where it tells nothing."""
    return _count(session, RoundRow.id == round_id)


def _count(session: Session, *which: ColumnElement[bool]) -> Counts:
    """How much was said in some rounds, in four queries. Empty answers and people stood down do not count."""
    found: dict[str, dict[Tier, int]] = {}
    told = ~((RoundRow.naming == Naming.ANONYMOUS) & (RoundRow.stage == Stage.OPEN))
    for tier, counted in _COUNTED.items():
        for criterion_id, number in session.execute(counted.where(told, *which)).all():
            found.setdefault(criterion_id, {})[tier] = number
    return found


_COUNTED: Final[Mapping[Tier, Select[str, int]]] = {
    Tier.RESPONSE: select(Response.criterion_id, func.count())
    .join(Respondent, Respondent.id == Response.respondent_id)
    .join(RoundRow, RoundRow.id == Respondent.round_id)
    .where(Response.state != AnswerState.NOT_ANSWERED, Respondent.stood_down_at.is_(None))
    .group_by(Response.criterion_id),
    Tier.POSITION: select(PositionRow.criterion_id, func.count())
    .join(RoundRow, RoundRow.id == PositionRow.round_id)
    .where(PositionRow.state != AnswerState.NOT_ANSWERED)
    .group_by(PositionRow.criterion_id),
    Tier.CONSENSUS: select(ConsensusRow.criterion_id, func.count())
    .join(RoundRow, RoundRow.id == ConsensusRow.round_id)
    .where(ConsensusRow.state != ConsensusState.NOT_RECORDED)
    .group_by(ConsensusRow.criterion_id),
    Tier.DISSENT: select(DissentRow.criterion_id, func.count())
    .join(RoundRow, RoundRow.id == DissentRow.round_id)
    .where(DissentRow.words != "")
    .group_by(DissentRow.criterion_id),
}
