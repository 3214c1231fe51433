"""What the collaborative recorded on the criteria of a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.consensus import NOTHING_RECORDED, Consensus
from maturity.persistence.rows.consensus import ConsensusRevision, ConsensusRow


@dataclass(frozen=True, slots=True)
class KeptConsensus:
    """A result as it stands, with the version that a save must be based on; 0 where nothing was saved yet."""

    consensus: Consensus
    version: int
    saved_at: datetime | None
    row: int | None = None


NOTHING_KEPT = KeptConsensus(consensus=NOTHING_RECORDED, version=0, saved_at=None)


def list_consensus(session: Session, *, round_id: int) -> Mapping[str, KeptConsensus]:
    """Everything recorded in a round, by criterion id."""
    rows = session.scalars(select(ConsensusRow).where(ConsensusRow.round_id == round_id)).all()
    return {row.criterion_id: _kept(row) for row in rows}


def find_consensus(session: Session, *, round_id: int, criterion_id: str) -> KeptConsensus:
    """What was recorded on one criterion; nothing kept, version 0, where nothing was."""
    row = session.execute(
        select(ConsensusRow).where(ConsensusRow.round_id == round_id, ConsensusRow.criterion_id == criterion_id)
    ).scalar_one_or_none()
    return NOTHING_KEPT if row is None else _kept(row)


def _kept(row: ConsensusRow) -> KeptConsensus:
    return KeptConsensus(
        consensus=Consensus(state=row.state, level=row.level, reason=row.reason, evidence=row.evidence),
        version=row.version,
        saved_at=row.saved_at,
        row=row.id,
    )


def find_consensus_revision(session: Session, *, row: int, request_key: str) -> ConsensusRevision | None:
    """The save that a request made, if it was made before."""
    return session.execute(
        select(ConsensusRevision).where(
            ConsensusRevision.consensus_id == row, ConsensusRevision.request_key == request_key
        )
    ).scalar_one_or_none()
