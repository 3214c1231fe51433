"""Moving a round to the next version of its matrix: nothing that was said is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from maturity.core.crosswalk import Crosswalk
from maturity.core.round import Stage
from maturity.core.version_move import AFTER, CriterionFate, Fate, Tier
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.version_moves import VERSIONS, list_said, reopen_seats
from maturity.persistence.rows.round_row import RoundRow
from maturity.persistence.rows.version_move import VersionMove, VersionMoveEffect
from maturity.usecases.room.ballots import withdraw_open_ballot
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.stale_form import StaleForm
from maturity.usecases.version_move.planning import PlannedMove, keeps_its_version, plan_move, walk_between
from maturity.usecases.version_move.refusals import NotMovable, ReasonMissing


def move_to_next_version(
    session: Session, *, head: RoundHead, seen: str, reason: str, by: int, now: datetime
) -> PlannedMove:
    """Move a round to the next version of its matrix, all or nothing, with one event.

    Every row that says something else afterwards gets a new version, so that every earlier word stays. What was said
    on a criterion that is gone stays in its row. Raises `NotMovable`, `ReasonMissing` or `StaleForm`.
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
    walk = walk_between(session, head.matrix_version, plan.target.id)
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
    for tier in Tier:
        _rewrite(session, head=head, walk=walk, planned=plan.fates, tier=tier, move=move.id, by=by, now=now)
    if plan.reopens:
        reopen_seats(session, round_id=head.id)
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
    return plan


def _rewrite(
    session: Session,
    *,
    head: RoundHead,
    walk: Crosswalk,
    planned: tuple[CriterionFate, ...],
    tier: Tier,
    move: int,
    by: int,
    now: datetime,
) -> None:
    """Write what becomes of everything in one tier, and which rows that touched."""
    versions: Any = VERSIONS[tier]
    for place, kept in list_said(session, round_id=head.id, tier=tier).items():
        said = {criterion_id: each.said for criterion_id, each in kept.items()}
        for fate in planned:
            if fate.fate in {Fate.NEW, Fate.GONE} or not any(each in said for each in fate.sources):
                continue
            there = kept.get(fate.criterion_id, versions.nothing_kept)
            becomes = AFTER[tier](walk, fate, said)
            if becomes == there.said:
                continue
            made = versions.keep(
                session,
                place={**dict(place), "criterion_id": fate.criterion_id},
                before=there,
                said=becomes,
                account=by,
                request_key=f"version move {move}",
                now=now,
            )
            session.add(
                VersionMoveEffect(
                    move_id=move,
                    tier=tier,
                    row_id=made.row,
                    criterion_id=fate.criterion_id,
                    from_version=there.version,
                    to_version=made.version,
                )
            )
    session.flush()
