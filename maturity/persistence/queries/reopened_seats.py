"""Seats that a move to another version reopened, and which of them undoing it may count as submitted again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, case, exists, func, insert, literal, select, true, update
from sqlalchemy.orm import Session

from maturity.core.matrix_change.version_move import Tier
from maturity.persistence.queries.written import no_move_wrote
from maturity.persistence.rows.response import Response, ResponseRevision
from maturity.persistence.rows.round_row import Respondent
from maturity.persistence.rows.version_move import VersionMove, VersionMoveReopened


def reopen_seats(session: Session, *, round_id: int, move: int) -> None:
    """Let everybody who has submitted change the answers and submit again, and keep when each had submitted."""
    submitted = (
        Respondent.round_id == round_id,
        Respondent.submitted_at.is_not(None),
        Respondent.stood_down_at.is_(None),
    )
    session.execute(
        insert(VersionMoveReopened).from_select(
            ["move_id", "respondent_id", "submitted_at", "stands"],
            select(literal(move), Respondent.id, Respondent.submitted_at, true())
            .where(*submitted)
            .order_by(Respondent.id),
        )
    )
    session.execute(update(Respondent).where(*submitted).values(submitted_at=None))


def reopen_to_look_again(
    session: Session, *, round_id: int, move: int, criteria: Collection[str], since: datetime
) -> int:
    """Let whoever submitted, and saved an answer on some criteria since a move, change it and submit again.

    Returns how many of them are none whom the move itself had reopened.
    """
    has_answered = exists().where(
        Response.respondent_id == Respondent.id,
        Response.criterion_id.in_(criteria),
        ResponseRevision.response_id == Response.id,
        ResponseRevision.saved_at > since,
        no_move_wrote(Tier.RESPONSE, round_id=round_id),
    )
    found = session.scalars(
        select(Respondent.id).where(
            Respondent.round_id == round_id,
            Respondent.submitted_at.is_not(None),
            Respondent.stood_down_at.is_(None),
            has_answered,
        )
    ).all()
    session.execute(update(Respondent).where(Respondent.id.in_(found)).values(submitted_at=None))
    known = session.scalars(
        select(VersionMoveReopened.respondent_id).where(
            VersionMoveReopened.move_id == move, VersionMoveReopened.respondent_id.in_(found)
        )
    ).all()
    return len(found) - len(known)


def leave_reopened(session: Session, which: ColumnElement[bool]) -> None:
    """Have no undoing of a move submit for some people: they submitted anew, are asked more, or stood down.

    `which` is a condition on their seats.
    """
    session.execute(
        update(VersionMoveReopened)
        .where(VersionMoveReopened.stands, VersionMoveReopened.respondent_id.in_(select(Respondent.id).where(which)))
        .values(stands=False)
    )


def put_submissions_back(session: Session, *, move: int) -> None:
    """Count everybody as submitted again whom a move reopened, at the moment of then, but for whom it stands no more.

    Nor for whoever changed an answer since, which is then kept with the move. That the move is undone is written down
    before: what undoing it wrote is told from what people wrote by that.
    """
    of_move = (VersionMoveReopened.move_id == move, VersionMoveReopened.stands)
    round_id = session.execute(select(VersionMove.round_id).where(VersionMove.id == move)).scalar_one()
    changed = (
        select(Response.respondent_id)
        .join(ResponseRevision, ResponseRevision.response_id == Response.id)
        .join(Respondent, Respondent.id == Response.respondent_id)
        .where(Respondent.round_id == round_id)
        .where(ResponseRevision.saved_at > select(VersionMove.moved_at).where(VersionMove.id == move).scalar_subquery())
        .where(no_move_wrote(Tier.RESPONSE, round_id=round_id))
    )
    leave_reopened(session, Respondent.id.in_(changed))
    submitted_at = (
        select(VersionMoveReopened.submitted_at)
        .where(*of_move, VersionMoveReopened.respondent_id == Respondent.id)
        .scalar_subquery()
    )
    session.execute(
        update(Respondent)
        .where(
            Respondent.id.in_(select(VersionMoveReopened.respondent_id).where(*of_move)),
            Respondent.submitted_at.is_(None),
            Respondent.stood_down_at.is_(None),
        )
        .values(submitted_at=submitted_at)
        .execution_options(synchronize_session=False)
    )


def count_reopened(session: Session, *, round_id: int) -> Mapping[int, tuple[int, int]]:
    """By move, how many people it reopened, and how many of them have not submitted as it stands now."""
    is_waiting = Respondent.submitted_at.is_(None) & Respondent.stood_down_at.is_(None)
    rows = session.execute(
        select(VersionMoveReopened.move_id, func.count(), func.sum(case((is_waiting, 1), else_=0)))
        .join(Respondent, Respondent.id == VersionMoveReopened.respondent_id)
        .where(Respondent.round_id == round_id)
        .group_by(VersionMoveReopened.move_id)
    ).all()
    return {move: (reopened, waiting) for move, reopened, waiting in rows}
