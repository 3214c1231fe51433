"""Moving a round to the next version of its matrix: nothing that was said is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.queries.reopened_seats import reopen_seats
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.version_moves import request_key_of
from maturity.persistence.rows.round_row import RoundRow
from maturity.persistence.rows.version_move import VersionMove, VersionMoveEffect
from maturity.usecases.room.ballots import withdraw_open_ballot
from maturity.usecases.room.conduct import stay_on_what_is_asked
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.stale_form import StaleForm
from maturity.usecases.version_move.lengths import refuse_too_long, titles_of
from maturity.usecases.version_move.planning import PlannedMove, keeps_its_version, plan_move
from maturity.usecases.version_move.refusals import NotMovable, ReasonMissing
from maturity.usecases.version_move.tiers import TIERS


def move_to_next_version(
    session: Session, *, head: RoundHead, seen: str, reason: str, by: int, now: datetime
) -> PlannedMove:
    """Move a round to the next version of its matrix, all or nothing, with one event.

    Every row that says something else afterwards gets a new version, so that every earlier word stays. What was said
    on a criterion that is gone stays in its row. Nothing is cut: where a text would be longer than can be kept the
    round is not moved. Raises `NotMovable`, `ReasonMissing` or `StaleForm`.
    """
    if keeps_its_version(session, head=head):
        is_now = "is closed" if head.stage is Stage.CLOSED else "was closed once"
        raise NotMovable(
            f"“{head.label}” {is_now}. A round that was closed keeps the version it was closed with, also when it is "
            "reopened."
        )
    plan = plan_move(session, head=head)
    if plan is None:
        raise NotMovable(f"There is no published version that says what changed since that of “{head.label}”.")
    if plan.obstacle:
        raise NotMovable(plan.obstacle)
    if plan.seen != seen:
        raise StaleForm
    if not reason.strip():
        raise ReasonMissing
    rewrites = [
        rewrite
        for tier in TIERS
        for rewrite in tier.moved(session, round_id=head.id, walk=plan.walk, planned=plan.fates)
    ]
    refuse_too_long(rewrites, head=head, titles=titles_of(plan.walk.later))
    withdraw_open_ballot(session, head=head, account=by, now=now)
    move = VersionMove(
        round_id=head.id,
        from_version_id=head.matrix_version,
        to_version_id=plan.target.id,
        reason=reason.strip(),
        account_id=by,
        moved_at=now,
    )
    session.add(move)
    session.flush()
    for rewrite in rewrites:
        effect = rewrite.write(session, account=by, request_key=request_key_of(move.id), now=now)
        session.add(
            VersionMoveEffect(
                move_id=move.id,
                tier=effect.tier,
                row_id=effect.row,
                criterion_id=effect.criterion_id,
                from_version=effect.from_version,
                to_version=effect.to_version,
            )
        )
    session.flush()
    if plan.reopens:
        reopen_seats(session, round_id=head.id, move=move.id)
    note_round_changed(
        session,
        head=head,
        action="move round to matrix version",
        account=by,
        now=now,
        subject=f"{plan.target.key} {plan.target.version}",
        version=RoundRow.version + 1,
        matrix_version_id=plan.target.id,
    )
    stay_on_what_is_asked(session, collaborative=head.collaborative, number=head.number, now=now)
    return plan
