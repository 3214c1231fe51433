"""Who is in the room of a round: its partners, and for which of them a person speaks."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.rows.round_row import Respondent, RoundPartnerRow


def list_partners_in_room(session: Session, *, round_id: int) -> Mapping[int, str]:
    """The name of every partner of a round, by its id, in the order of the names."""
    rows = session.execute(
        select(RoundPartnerRow.partner_id, RoundPartnerRow.name)
        .where(RoundPartnerRow.round_id == round_id)
        .order_by(RoundPartnerRow.name, RoundPartnerRow.partner_id)
    ).all()
    return {row[0]: row[1] for row in rows}


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
