"""For which partners a person speaks in the room of a round."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.rows.round_row import Respondent


def list_partners_of(session: Session, *, round_id: int, account: int) -> frozenset[int]:
    """The partners for which a person responds in a round, and has not been stood down."""
    return frozenset(
        session.scalars(
            select(Respondent.partner_id).where(
                Respondent.round_id == round_id,
                Respondent.account_id == account,
                Respondent.stood_down_at.is_(None),
            )
        )
    )
