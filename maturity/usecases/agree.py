"""Agreeing: the collaborative sets the partners' positions side by side and records a level together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import Matrix
from maturity.core.response import LONGEST_TEXT, AnswerTooLong
from maturity.core.results import RoundResult
from maturity.core.round import Stage
from maturity.core.scoring import score_round
from maturity.persistence.queries.consensus import (
    KeptConsensus,
    find_consensus,
    find_consensus_revision,
    list_consensus,
)
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import NoSuchRound, RoundHead, list_rounds
from maturity.persistence.rows.consensus import ConsensusRevision, ConsensusRow
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.audit import record_event
from maturity.usecases.respond import CriterionNotAsked


class StaleConsensus(Exception):
    """The agreed level was changed elsewhere after the page was opened. Nothing was overwritten."""

    def __init__(self, *, kept: KeptConsensus, offered: Consensus) -> None:
        super().__init__("This agreed level was changed in another place after you opened this page.")
        self.kept = kept
        self.offered = offered


class ConsensusKeyReused(StaleConsensus):
    """A save came again under its key with other words: a page that was gone back to. Nothing was overwritten."""


class NotAgreeing(Exception):
    """Agreed levels cannot be changed at this stage of the round."""

    def __init__(self, head: RoundHead) -> None:
        super().__init__(
            f"“{head.label}” is {head.stage.label.lower()}, so agreed levels cannot be changed and this was not saved."
        )


def agree_level(
    session: Session,
    *,
    head: RoundHead,
    criterion_id: str,
    consensus: Consensus,
    based_on: int,
    request_key: str,
    account: int,
    now: datetime,
) -> KeptConsensus:
    """Keep what the collaborative recorded on a criterion, a revision and an audit event, all or nothing.

    Nothing that a person or a partner said is touched. Raises `NotAgreeing`, `CriterionNotAsked`,
    `StaleConsensus`, `ConsensusKeyReused`, `LevelNotInMatrix` or `AnswerTooLong`.
    """
    _check(session, head=head, criterion_id=criterion_id, consensus=consensus)
    kept = find_consensus(session, round_id=head.id, criterion_id=criterion_id)
    if kept.version != based_on:
        return _settle_stale(session, kept=kept, offered=consensus, request_key=request_key)
    if head.stage is not Stage.AGREEING:
        raise NotAgreeing(head)
    if kept.consensus == consensus:
        return kept
    version = kept.version + 1
    recorded = {
        "state": consensus.state,
        "level": consensus.level,
        "reason": consensus.reason,
        "evidence": consensus.evidence,
        "version": version,
        "saved_at": now,
    }
    if kept.row is None:
        row: int = session.execute(
            insert(ConsensusRow)
            .values(round_id=head.id, criterion_id=criterion_id, **recorded)
            .returning(ConsensusRow.id)
        ).scalar_one()
    else:
        row = kept.row
        session.execute(update(ConsensusRow).where(ConsensusRow.id == row).values(**recorded))
    try:
        session.execute(
            insert(ConsensusRevision).values(consensus_id=row, request_key=request_key, account_id=account, **recorded)
        )
    except IntegrityError as problem:
        raise ConsensusKeyReused(kept=kept, offered=consensus) from problem
    session.execute(update(RoundRow).where(RoundRow.id == head.id).values(state_version=RoundRow.state_version + 1))
    record_event(
        session,
        action="agree level",
        now=now,
        account=account,
        collaborative=head.collaborative,
        round_id=head.id,
        subject=criterion_id,
    )
    return KeptConsensus(consensus=consensus, version=version, saved_at=now, row=row)


def _check(session: Session, *, head: RoundHead, criterion_id: str, consensus: Consensus) -> None:
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    if not matrix.criterion(criterion_id).is_asked_of(head.collaborative_type):
        raise CriterionNotAsked(criterion_id)
    if consensus.level is not None:
        matrix.level(consensus.level)
    for name, text in (("reason", consensus.reason), ("evidence", consensus.evidence)):
        if len(text) > LONGEST_TEXT:
            raise AnswerTooLong(name, len(text))


def _settle_stale(session: Session, *, kept: KeptConsensus, offered: Consensus, request_key: str) -> KeptConsensus:
    if kept.row is not None:
        revision = find_consensus_revision(session, row=kept.row, request_key=request_key)
        if revision is not None:
            made = Consensus(
                state=ConsensusState(revision.state),
                level=revision.level,
                reason=revision.reason,
                evidence=revision.evidence,
            )
            if made != offered:
                raise ConsensusKeyReused(kept=kept, offered=offered)
            return KeptConsensus(consensus=made, version=revision.version, saved_at=revision.saved_at, row=kept.row)
    if kept.consensus == offered:
        return kept
    raise StaleConsensus(kept=kept, offered=offered)


@dataclass(frozen=True)
class AgreementTable:
    """Everything that stands on the table when levels are agreed.

    `result` holds the partners' positions and how closely they agree, `kept` what was recorded so far, by
    criterion id, and `last` the result of the last closed round before, None where there is none.
    """

    head: RoundHead
    result: RoundResult
    kept: Mapping[str, KeptConsensus]
    last: RoundResult | None

    @property
    def matrix(self) -> Matrix:
        """The matrix of the round."""
        return self.result.record.matrix

    @property
    def recorded(self) -> int:
        """On how many criteria something is recorded."""
        return sum(1 for c in self.result.criteria if c.consensus.is_recorded)


def open_table(session: Session, *, collaborative: int, number: int) -> AgreementTable:
    """What stands on the table in a round; raises `NoSuchRound`."""
    heads = list_rounds(session, collaborative=collaborative)
    head = next((h for h in heads if h.number == number), None)
    if head is None:
        raise NoSuchRound
    before = next((h for h in heads if h.number < number and h.stage is Stage.CLOSED), None)
    records = load_round_records(session, heads=[head] if before is None else [head, before])
    return AgreementTable(
        head=head,
        result=score_round(records[0]),
        kept=list_consensus(session, round_id=head.id),
        last=None if before is None else score_round(records[1]),
    )
