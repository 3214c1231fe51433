"""Agreeing: the collaborative sets the partners' positions side by side and records a level together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from maturity.core.consensus import Consensus
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.given_otherwise import GivenOtherwise
from maturity.core.response import check_said
from maturity.core.results import RoundResult
from maturity.core.round import Stage
from maturity.persistence.queries.consensus import AGREED_LEVELS, KeptConsensus, list_consensus
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.people_in_room import list_partners_of
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.closed_rounds import find_round_heads
from maturity.usecases.compare import ResultShelf
from maturity.usecases.given_otherwise import list_given_otherwise
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.versioned_save import NotNow, save_version


class NotAgreeing(NotNow):
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

    Nothing that a person or a partner said is touched. Saved as `save_version` says; what was agreed when another
    version asked it otherwise is recorded again also in the same words. Raises `NotAgreeing`,
    `CriterionNotAsked`, `StaleSave`, `RequestKeyReused`, `LevelNotInMatrix` or `AnswerTooLong`.
    """
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    matrix.asked_criterion(criterion_id, head.collaborative_type)
    texts = {"note on what would move us up": consensus.moves_up}
    check_said(matrix, level=consensus.level, reason=consensus.reason, evidence=consensus.evidence, **texts)

    before = list_given_otherwise(session, head=head).get(criterion_id)
    return save_version(
        session,
        AGREED_LEVELS,
        again=before is not None and before.agreed is not None,
        place={"round_id": head.id, "criterion_id": criterion_id},
        said=consensus,
        based_on=based_on,
        request_key=request_key,
        account=account,
        now=now,
        refusal=None if head.stage is Stage.AGREEING else NotAgreeing(head),
        record=partial(
            note_round_changed,
            session,
            head=head,
            action="agree level",
            account=account,
            now=now,
            subject=criterion_id,
        ),
    )


@dataclass(frozen=True)
class AgreementTable:
    """Everything that stands on the table when levels are agreed.

    `result` holds the partners' positions and how closely they agree, `kept` what was recorded so far, by
    criterion id, and `last` the result of the last closed round before, None where there is none. `own` are the
    partners that the reader responds for, none where the table is shown to all eyes. `otherwise` has the criteria on
    which something stands that was given when another version asked them otherwise.
    """

    head: RoundHead
    result: RoundResult
    kept: Mapping[str, KeptConsensus]
    last: RoundResult | None
    own: frozenset[int] = frozenset()
    otherwise: Mapping[str, GivenOtherwise] = field(default_factory=dict)

    @property
    def matrix(self) -> Matrix:
        """The matrix of the round."""
        return self.result.record.matrix

    @property
    def recorded(self) -> int:
        """On how many criteria something is recorded."""
        return sum(1 for c in self.result.criteria if c.consensus.is_recorded)


def open_table(
    session: Session, *, collaborative: int, number: int, account: int | None = None, shelf: ResultShelf | None = None
) -> AgreementTable:
    """What stands on the table in a round, for one reader or for all eyes; raises `NoSuchRound`.

    `shelf` has results that were worked out before, for who asks often.
    """
    heads = find_round_heads(session, collaborative=collaborative, number=number)
    head, before = heads.head, heads.last
    results = (shelf or ResultShelf()).results_of(session, [head] if before is None else [head, before])
    return AgreementTable(
        head=head,
        result=results[0],
        kept=list_consensus(session, round_id=head.id),
        last=None if before is None else results[1],
        own=frozenset() if account is None else list_partners_of(session, round_id=head.id, account=account),
        otherwise=list_given_otherwise(session, head=head),
    )
