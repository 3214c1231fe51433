"""Between which levels a partner lies that agreed none: read only where enough of its people gave a level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.core.position import Position
from maturity.core.response import AnswerState
from maturity.core.small_numbers import FEWEST_RESPONDENTS
from maturity.persistence.rows.response import Response
from maturity.persistence.rows.round_row import Respondent

PositionsByRound = Mapping[int, Mapping[str, tuple[Position, ...]]]


def without_intervals_of_few(session: Session, positions: PositionsByRound) -> PositionsByRound:
    """The positions of some rounds, by criterion, each without its interval where too few people gave a level.

    New positions of so few are kept without it. Those of before have it in their rows, which stay as they are, with
    every version; so it is left out where they are read.
    """
    rounds = {
        round_id
        for round_id, by_criterion in positions.items()
        if any(position.between for found in by_criterion.values() for position in found)
    }
    if not rounds:
        return positions
    gave = {
        (round_id, partner, criterion_id): people
        for round_id, partner, criterion_id, people in session.execute(
            select(Respondent.round_id, Respondent.partner_id, Response.criterion_id, func.count())
            .join(Response, Response.respondent_id == Respondent.id)
            .where(
                Respondent.round_id.in_(rounds),
                Respondent.stood_down_at.is_(None),
                Respondent.submitted_at.is_not(None),
                Response.state == AnswerState.LEVEL,
            )
            .group_by(Respondent.round_id, Respondent.partner_id, Response.criterion_id)
        ).all()
    }
    told = {
        round_id: {
            criterion_id: tuple(
                replace(position, between=None)
                if position.between and gave.get((round_id, position.partner, criterion_id), 0) < FEWEST_RESPONDENTS
                else position
                for position in found
            )
            for criterion_id, found in by_criterion.items()
        }
        for round_id, by_criterion in positions.items()
    }
    return defaultdict(dict, told)
