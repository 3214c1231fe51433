"""Looking back: a collaborative says, while it agrees levels, whether those of the round before still look right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from maturity.core.hindsight import Hindsight
from maturity.core.response import check_said
from maturity.core.results import RoundResult
from maturity.core.round import Stage
from maturity.persistence.queries.hindsights import HINDSIGHTS, KeptHindsight, list_hindsights
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.closed_rounds import find_round_heads
from maturity.usecases.compare import ResultShelf
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.versioned_save import NotNow, save_version


class NoRoundBefore(LookupError):
    """No round before this one is closed, so there is nothing to look back on."""


class NotLookingBack(NotNow):
    """What is said looking back cannot be changed at this stage of the round."""

    def __init__(self, head: RoundHead) -> None:
        super().__init__(
            f"“{head.label}” is {head.stage.label.lower()}, so what is said looking back cannot be changed and this "
            "was not saved."
        )


@dataclass(frozen=True)
class LookBack:
    """A round that looks back, the result of the last closed round before it, and what is said, by criterion id."""

    head: RoundHead
    earlier: RoundResult
    kept: Mapping[str, KeptHindsight]


def look_back(session: Session, *, collaborative: int, number: int) -> LookBack:
    """What a round looks back on; raises `NoSuchRound` or `NoRoundBefore`."""
    heads = find_round_heads(session, collaborative=collaborative, number=number)
    if heads.last is None:
        raise NoRoundBefore
    [earlier] = ResultShelf().results_of(session, [heads.last])
    kept = list_hindsights(session, round_id=heads.head.id, earlier_round_id=heads.last.id)
    return LookBack(head=heads.head, earlier=earlier, kept=kept)


def say_in_hindsight(
    session: Session,
    *,
    collaborative: int,
    number: int,
    criterion_id: str,
    said: Hindsight,
    based_on: int,
    request_key: str,
    account: int,
    now: datetime,
) -> KeptHindsight:
    """Keep what is said of one criterion of the last closed round before, a version and an event, all or nothing.

    Nothing of that round is touched. Saved as `save_version` says. Raises `NoSuchRound`, `NoRoundBefore`,
    `NotLookingBack`, `CriterionNotAsked`, `CriterionNotInMatrix`, `StaleSave`, `RequestKeyReused`, `LevelNotInMatrix`
    or `AnswerTooLong`.
    """
    heads = find_round_heads(session, collaborative=collaborative, number=number)
    head, earlier = heads.head, heads.last
    if earlier is None:
        raise NoRoundBefore
    matrix = get_matrix(session, matrix_version=earlier.matrix_version, content_hash=earlier.matrix_hash)
    matrix.asked_criterion(criterion_id, earlier.collaborative_type)
    check_said(matrix, level=said.level, reason=said.reason)
    return save_version(
        session,
        HINDSIGHTS,
        place={"round_id": head.id, "earlier_round_id": earlier.id, "criterion_id": criterion_id},
        said=said,
        based_on=based_on,
        request_key=request_key,
        account=account,
        now=now,
        refusal=None if head.stage is Stage.AGREEING else NotLookingBack(head),
        record=partial(
            note_round_changed,
            session,
            head=head,
            action="look back",
            account=account,
            now=now,
            subject=criterion_id,
        ),
    )
