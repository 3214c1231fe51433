"""What was signed for the partners of a round, and whether anybody was asked to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.rows.message import MessageKind, MessageRow
from maturity.persistence.rows.sign_off import SignOff


def list_sign_offs(session: Session, *, round_id: int) -> Sequence[SignOff]:
    """Everything that was signed in a round, the latest first."""
    return session.scalars(select(SignOff).where(SignOff.round_id == round_id).order_by(SignOff.id.desc())).all()


def find_sign_off(session: Session, *, round_id: int, request_key: str) -> SignOff | None:
    """What was signed by one request, if it was made before."""
    return session.scalar(select(SignOff).where(SignOff.round_id == round_id, SignOff.request_key == request_key))


def was_asked_to_sign(session: Session, *, round_id: int) -> bool:
    """Whether anybody of a round was ever asked by email to sign it off."""
    asked = select(MessageRow.id).where(MessageRow.round_id == round_id, MessageRow.kind == MessageKind.SIGN_OFF)
    return session.execute(asked.limit(1)).first() is not None
