"""Keeping an agreed level that was sent, from the page of its criterion or from the room."""

from __future__ import annotations

from typing import Final

from maturity.core.consensus import Consensus, ConsensusState
from maturity.persistence.queries.consensus import KeptConsensus
from maturity.persistence.queries.matrices import get_matrix
from maturity.usecases.agree import agree_level
from maturity.usecases.version_move import AskedInRound
from maturity.web.access import round_in_address, visitor
from maturity.web.agree.forms import AgreeForm
from maturity.web.database import now, writing

SAY_WHY: Final = "Say why, so that it counts."


def keep_level(collaborative: int, number: int, criterion_id: str, form: AgreeForm) -> KeptConsensus:
    """Keep what was sent; not found where the round is not there for the person who asks.

    Raises what `agree_level` raises.
    """
    with writing() as session:
        head = round_in_address(session, collaborative, number)
        matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
        form.look_up(AskedInRound(session, head.id, matrix), criterion_id=criterion_id)
        return agree_level(
            session,
            head=head,
            criterion_id=criterion_id,
            consensus=form.consensus(matrix),
            based_on=form.version_seen,
            request_key=form.request_key.data or "",
            account=visitor().account,
            now=now(),
        )


def what_is_missing(consensus: Consensus) -> str:
    """What is still to be said before a choice counts, empty where nothing is."""
    is_chosen = consensus.state is not ConsensusState.NOT_RECORDED
    return SAY_WHY if is_chosen and not consensus.is_recorded else ""
