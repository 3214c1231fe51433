"""Moving a round from stage to stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.matrix import Criterion
from maturity.core.participant import Participant, why_levels_not_revealed
from maturity.core.round import Stage, WayOfScoring, check_move
from maturity.persistence.queries.consensus import list_consensus
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.round_states import load_round_state
from maturity.persistence.queries.rounds import RoundHead, list_participants
from maturity.persistence.rows.round_row import RoundMove, RoundRow
from maturity.usecases.audit import record_event
from maturity.usecases.room.ballots import withdraw_open_ballot
from maturity.usecases.round_changes import mark_round_changed
from maturity.usecases.rounds.asking_anew import reopen_after_moves
from maturity.usecases.rounds.details import MatrixNotOffered, check_offered
from maturity.usecases.rounds.participants import stand_down_without_role
from maturity.usecases.rounds.positions import reach_positions


class RoundNotReady(ValueError):
    """A round cannot make this move yet; the message says what is missing."""


class ResultsMissing(RoundNotReady):
    """A round is not closed while a criterion has no result. `criteria` are those without one, in their order."""

    def __init__(self, criteria: Sequence[Criterion]) -> None:
        number = f"{len(criteria)} criteria have" if len(criteria) > 1 else "1 criterion has"
        super().__init__(
            f"{number} no result: {'; '.join(criterion.title for criterion in criteria)}. Agree a level, say that none "
            "was agreed, or set it aside, each with the reason."
        )
        self.criteria = tuple(criteria)


def move_round(session: Session, *, head: RoundHead, name: str, reason: str = "", by: int, now: datetime) -> Stage:
    """Move a round to another stage; raises `MoveNotAllowed`, `ReasonNeeded` or `RoundNotReady`.

    Levels are revealed in a round without names once enough partners are heard that none stands alone.
    A round is closed when every criterion has a result; else `ResultsMissing` names those that have none.

    A vote that is under way as the partners stop agreeing is withdrawn.
    Who has lost the role since responding closed does not get the seat back when the round goes back to responding.
    Who submitted submits again then, where the round was moved to another version meanwhile that asks anything anew.
    The event of closing carries the hash of the state that was closed, so that the chain of events binds it.
    """
    move = check_move(name, stage=head.stage, way=head.way, reason=reason)
    if name in {"open", "start-agreeing"}:
        _check_matrix(session, head)
        _check_ready(head, list_participants(session, round_id=head.id))
    if name == "close-responding":
        refusal = why_levels_not_revealed(head.naming, list_participants(session, round_id=head.id))
        if refusal:
            raise RoundNotReady(refusal)
    if name == "close":
        missing = list_without_result(session, head=head)
        if missing:
            raise ResultsMissing(missing)
    if name == "reopen-responding":
        stand_down_without_role(session, round_id=head.id, by=by, now=now)
        reopen_after_moves(session, head=head)
    if move.from_stage is Stage.AGREEING:
        withdraw_open_ballot(session, head=head, account=by, now=now)
    mark_round_changed(
        session,
        head=head,
        version=RoundRow.version + 1,
        stage=move.to_stage,
        # A draft follows the collaborative; from its first move the round keeps the type it asks by.
        collaborative_type=head.collaborative_type,
        closed_at=now if move.to_stage is Stage.CLOSED else None,
    )
    made = RoundMove(
        round_id=head.id,
        name=name,
        from_stage=move.from_stage,
        to_stage=move.to_stage,
        reason=reason.strip(),
        account_id=by,
        moved_at=now,
    )
    session.add(made)
    session.flush()
    record_event(
        session,
        action=f"{name} round",
        now=now,
        account=by,
        collaborative=head.collaborative,
        round_id=head.id,
        subject=load_round_state(session, round_id=head.id).state.hash if move.to_stage is Stage.CLOSED else "",
    )
    if name == "close-responding":
        reach_positions(session, head=head, request_key=f"{name} {made.id}", by=by, now=now)
    return move.to_stage


def list_without_result(session: Session, *, head: RoundHead) -> tuple[Criterion, ...]:
    """The criteria on which nothing is recorded, or not with the reason that it needs, in the order of the matrix."""
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    kept = list_consensus(session, round_id=head.id)
    return tuple(
        criterion
        for _, criteria in matrix.asked_of(head.collaborative_type)
        for criterion in criteria
        if criterion.id not in kept or not kept[criterion.id].said.is_recorded
    )


def _check_matrix(session: Session, head: RoundHead) -> None:
    try:
        check_offered(session, matrix_version=head.matrix_version)
    except MatrixNotOffered as problem:
        raise RoundNotReady(str(problem)) from None


def _check_ready(head: RoundHead, participants: Sequence[Participant]) -> None:
    if not participants:
        raise RoundNotReady("Add at least one partner organisation before the round opens.")
    if head.way is WayOfScoring.PARTNERS_FIRST and not any(p.people for p in participants):
        raise RoundNotReady("Name at least one respondent before the round opens.")
