"""What a move that was made while levels were being agreed asks of people once responding is opened again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from maturity.persistence.queries.reopened_seats import reopen_seats
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.version_moves import list_moves_since_closing
from maturity.usecases.version_move.planning import asks_anew, walk_between


def reopen_after_moves(session: Session, *, head: RoundHead) -> None:
    """Let whoever submitted change the answers and submit again where a move since then asks anything anew.

    Answers were closed as the round moved, so they went along unseen. Without this they would be taken for positions
    once responding closes, with words that were said to something else, or that were to stay inside a partner.
    """
    moves = list_moves_since_closing(session, round_id=head.id)
    if any(asks_anew(session, head=head, walk=walk_between(session, m.from_version, m.to_version)) for m in moves):
        reopen_seats(session, round_id=head.id, move=moves[0].id)
