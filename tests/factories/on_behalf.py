"""Positions that a lead or facilitator enters on behalf of a partner, the way that people enter them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy.orm import Session

from maturity.core.response import Answer
from maturity.usecases.on_behalf import enter_position, look_from_outside

NOW: Final = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)


def enter_on_behalf(
    session: Session,
    answer: Answer,
    *,
    collaborative: int,
    number: int,
    partner: int,
    criterion: str,
    by: int,
    based_on: int | None = None,
    key: str = "",
    now: datetime = NOW,
) -> None:
    """Enter what a partner stands for on one criterion: based on the version that is there, unless told another."""
    sheet = look_from_outside(session, collaborative=collaborative, number=number, partner=partner, account=by)
    seen = sheet.standing(criterion).version if based_on is None else based_on
    enter_position(
        session,
        sheet=sheet,
        criterion_id=criterion,
        answer=answer,
        based_on=seen,
        request_key=key or f"on behalf {criterion} {seen}",
        account=by,
        now=now,
    )
