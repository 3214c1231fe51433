"""For which partners a person speaks in the room of a round, and which of them have nobody who could."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.rows.round_row import Respondent, RoundPartnerRow


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


def list_without_people(session: Session, *, round_id: int) -> frozenset[int]:
    """The partners of a round for which nobody responds, whose words others have to write down."""
    somebody = select(Respondent.id).where(
        Respondent.round_id == RoundPartnerRow.round_id,
        Respondent.partner_id == RoundPartnerRow.partner_id,
        Respondent.stood_down_at.is_(None),
    )
    return frozenset(
        session.scalars(
            select(RoundPartnerRow.partner_id).where(RoundPartnerRow.round_id == round_id, ~somebody.exists())
        )
    )
