"""What a round asks, of whom, and how far everyone has come in what they are asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from maturity.core.asked import Asked, Progress, own_progress
from maturity.core.response import AnswerState
from maturity.core.round import Stage
from maturity.persistence.queries.colleagues import list_asked_alone
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.response import Response
from maturity.persistence.rows.round_row import RoundRow

TYPE_IN_ROUND: Final = case(
    (RoundRow.stage == Stage.DRAFT, Collaborative.type), else_=RoundRow.collaborative_type
).label("collaborative_type")
"""What the collaborative was when the round started; a draft follows the collaborative."""


@dataclass(frozen=True)
class AskedInRound:
    """What a round asks, and by partner of whom alone each domain is asked that was handed to one person."""

    everything: Asked
    handed: Mapping[int, Mapping[str, int]]

    def handed_in(self, partner: int) -> Mapping[str, int]:
        """The seats to which domains of a partner were handed, by domain id."""
        return self.handed.get(partner, {})


def load_asked(session: Session, *, round_id: int) -> AskedInRound:
    """What a round asks of whom."""
    handed = list_asked_alone(session, rounds=[round_id])
    return AskedInRound(
        everything=_everything_asked(session, round_id=round_id),
        handed={partner: alone for (_, partner), alone in handed.items()},
    )


def list_progress(session: Session, *, asked: AskedInRound, seats: Mapping[int, int]) -> Mapping[int, Progress]:
    """How far some who respond have come, by their place in the round; `seats` says for which partner each responds."""
    dealt_with = list_dealt_with(session, respondents=seats)
    return {
        seat: own_progress(
            asked.everything,
            handed=asked.handed_in(partner),
            respondent=seat,
            dealt_with=dealt_with.get(seat, frozenset()),
        )
        for seat, partner in seats.items()
    }


def _everything_asked(session: Session, *, round_id: int) -> Asked:
    row = session.execute(
        select(RoundRow.matrix_version_id, MatrixVersion.content_hash, TYPE_IN_ROUND)
        .join(MatrixVersion, MatrixVersion.id == RoundRow.matrix_version_id)
        .join(Collaborative, Collaborative.id == RoundRow.collaborative_id)
        .where(RoundRow.id == round_id)
    ).one_or_none()
    if row is None:
        return ()
    matrix = get_matrix(session, matrix_version=row.matrix_version_id, content_hash=row.content_hash)
    return tuple(matrix.asked_of(row.collaborative_type))


def list_dealt_with(session: Session, *, respondents: Collection[int]) -> Mapping[int, frozenset[str]]:
    """The criteria on which each respondent has said something that counts."""
    found = session.execute(
        # One row for each person, and not for each answer: a round has many hundreds of these.
        select(Response.respondent_id, func.group_concat(Response.criterion_id, " "))
        .where(
            Response.respondent_id.in_(respondents),
            (Response.state.in_((AnswerState.LEVEL, AnswerState.DONT_KNOW)))
            | ((Response.state == AnswerState.NOT_APPLICABLE) & (func.trim(Response.reason) != "")),
        )
        .group_by(Response.respondent_id)
    ).all()
    return {respondent: frozenset(criteria.split()) for respondent, criteria in found}
