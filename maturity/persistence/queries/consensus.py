"""What the collaborative recorded on the criteria of a round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy.orm import Session

from maturity.core.consensus import NOTHING_RECORDED, Consensus, ConsensusState
from maturity.persistence.queries.versions import Kept, Versions
from maturity.persistence.rows.consensus import ConsensusRevision, ConsensusRow


def _columns(consensus: Consensus) -> dict[str, Any]:
    return {
        "state": consensus.state,
        "level": consensus.level,
        "reason": consensus.reason,
        "evidence": consensus.evidence,
        "moves_up": consensus.moves_up,
    }


def _consensus(state: ConsensusState, level: int | None, reason: str, evidence: str, moves_up: str) -> Consensus:
    return Consensus(state=state, level=level, reason=reason, evidence=evidence, moves_up=moves_up)


KeptConsensus: TypeAlias = Kept[Consensus]
AGREED_LEVELS: Final = Versions(
    table=ConsensusRow,
    versions=ConsensusRevision,
    place=("round_id", "criterion_id"),
    nothing=NOTHING_RECORDED,
    write=_columns,
    read=_consensus,
)
NOTHING_KEPT: Final = AGREED_LEVELS.nothing_kept


def list_consensus(session: Session, *, round_id: int) -> Mapping[str, KeptConsensus]:
    """Everything recorded in a round, by criterion id."""
    return AGREED_LEVELS.by_criterion(session, round_id=round_id)
