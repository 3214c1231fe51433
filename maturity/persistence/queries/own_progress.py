"""How far a person has come in each round that asks them something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from maturity.core.asked import Progress, own_progress
from maturity.persistence.queries.asked import list_dealt_with
from maturity.persistence.queries.colleagues import list_asked_alone
from maturity.persistence.queries.responses import Seat


def list_own_progress(session: Session, *, seats: Sequence[Seat]) -> Mapping[int, Progress]:
    """How far the person of each seat has come in what they are asked, by the id of the seat.

    Two queries for all seats together, and none for no seat.
    """
    if not seats:
        return {}
    handed = list_asked_alone(session, rounds=sorted({seat.round_id for seat in seats}))
    dealt_with = list_dealt_with(session, respondents=[seat.respondent for seat in seats])
    return {
        seat.respondent: own_progress(
            tuple(seat.matrix.asked_of(seat.collaborative_type)),
            handed=handed.get((seat.round_id, seat.partner), {}),
            respondent=seat.respondent,
            dealt_with=dealt_with.get(seat.respondent, frozenset()),
        )
        for seat in seats
    }
