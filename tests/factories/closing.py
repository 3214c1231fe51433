"""Closing rounds in which not everything was talked about."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.round import Stage
from maturity.persistence.queries.consensus import NOTHING_KEPT, list_consensus
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.agree import agree_level
from maturity.usecases.rounds import list_without_result

SET_ASIDE: Final = Consensus(ConsensusState.SET_ASIDE, reason="The meeting had no time for it.")


def set_the_rest_aside(session: Session, *, head: RoundHead, by: int, now: datetime) -> None:
    """Set aside every criterion that has no result, with a reason, so that a round being agreed can be closed."""
    if head.stage is not Stage.AGREEING:
        return
    kept = list_consensus(session, round_id=head.id)
    for criterion in list_without_result(session, head=head):
        agree_level(
            session,
            head=head,
            criterion_id=criterion.id,
            consensus=SET_ASIDE,
            based_on=kept.get(criterion.id, NOTHING_KEPT).version,
            request_key=f"set aside {criterion.id}"[:64],
            account=by,
            now=now,
        )
