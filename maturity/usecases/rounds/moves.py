"""Moving a round from stage to stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from maturity.core.position import PositionOrigin, position_of_single_respondent
from maturity.core.response import NOTHING_SAID
from maturity.core.round import Stage, WayOfScoring, check_move
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.responses import KeptAnswer, list_answers
from maturity.persistence.queries.rounds import Participant, RoundHead, list_participants
from maturity.persistence.rows.position import PositionRow
from maturity.persistence.rows.round_row import RoundMove, RoundRow
from maturity.usecases.audit import record_event
from maturity.usecases.rounds.participants import stand_down_without_role


class RoundNotReady(ValueError):
    """A round cannot make this move yet; the message says what is missing."""


def move_round(session: Session, *, head: RoundHead, name: str, reason: str = "", by: int, now: datetime) -> Stage:
    """Move a round to another stage; raises `MoveNotAllowed`, `ReasonNeeded` or `RoundNotReady`.

    Who has lost the role since responding closed does not get the seat back when the round goes back to responding.
    """
    move = check_move(name, stage=head.stage, way=head.way, reason=reason)
    participants = list_participants(session, round_id=head.id)
    if name in {"open", "start-agreeing"}:
        _check_ready(head, participants)
    if name == "close-responding":
        _reach_positions(session, head=head, participants=participants, now=now)
    if name == "reopen-responding":
        stand_down_without_role(session, round_id=head.id, now=now)
    session.execute(
        update(RoundRow)
        .where(RoundRow.id == head.id)
        .values(
            stage=move.to_stage,
            # A draft follows the collaborative; from its first move the round keeps the type it asks by.
            collaborative_type=head.collaborative_type,
            closed_at=now if move.to_stage is Stage.CLOSED else None,
            version=RoundRow.version + 1,
            state_version=RoundRow.state_version + 1,
        )
    )
    session.add(
        RoundMove(
            round_id=head.id,
            name=name,
            from_stage=move.from_stage,
            to_stage=move.to_stage,
            reason=reason.strip(),
            account_id=by,
            moved_at=now,
        )
    )
    session.flush()
    record_event(
        session,
        action=f"{name} round",
        now=now,
        account=by,
        collaborative=head.collaborative,
        round_id=head.id,
    )
    return move.to_stage


def _check_ready(head: RoundHead, participants: Sequence[Participant]) -> None:
    if not participants:
        raise RoundNotReady("Add at least one partner organisation before the round opens.")
    if head.way is WayOfScoring.PARTNERS_FIRST and not any(p.respondent for p in participants):
        raise RoundNotReady("Name at least one respondent before the round opens.")


def _reach_positions(session: Session, *, head: RoundHead, participants: Sequence[Participant], now: datetime) -> None:
    """Each partner's position is its one respondent's response. What was not submitted does not speak for a partner."""
    matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    asked = [c for _, criteria in matrix.asked_of(head.collaborative_type) for c in criteria]
    session.execute(delete(PositionRow).where(PositionRow.round_id == head.id))
    rows: list[dict[str, object]] = []
    for participant in participants:
        answers: Mapping[str, KeptAnswer] = (
            list_answers(session, respondent=participant.respondent)
            if participant.respondent is not None and participant.submitted_at is not None
            else {}
        )
        for criterion in asked:
            kept = answers.get(criterion.id)
            position = position_of_single_respondent(
                partner=participant.partner,
                partner_name=participant.partner_name,
                answer=NOTHING_SAID if kept is None else kept.said,
            )
            rows.append(
                {
                    "round_id": head.id,
                    "partner_id": participant.partner,
                    "criterion_id": criterion.id,
                    "state": position.state,
                    "level": position.level,
                    "reason": position.reason,
                    "confidence": position.confidence,
                    "evidence": position.evidence,
                    "origin": PositionOrigin.RESPONDENT,
                    "version": 1,
                    "reached_at": now,
                }
            )
    if rows:
        session.execute(insert(PositionRow), rows)
