"""For which partners a person speaks in the room of a round, and which of them have nobody who could."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.queries.role_of_seat import HAS_THE_ROLE
from maturity.persistence.rows.account import Role, RoleGrant
from maturity.persistence.rows.round_row import Respondent, RoundPartnerRow, RoundRow

_OF_THE_PARTNER: Final = (
    Respondent.round_id == RoundPartnerRow.round_id,
    Respondent.partner_id == RoundPartnerRow.partner_id,
)
_SOMEBODY: Final = (
    select(Respondent.id)
    .where(*_OF_THE_PARTNER, Respondent.stood_down_at.is_(None), HAS_THE_ROLE)
    .correlate(RoundPartnerRow)
    .exists()
)
"""Whether anybody responds for the partner, not stood down and with the role in force."""


def list_partners_of(session: Session, *, round_id: int, account: int) -> frozenset[int]:
    """The partners for which a person speaks in a round: by the role, and not stood down.

    Who took the role after responding had closed has no seat. While levels are agreed such a person speaks where nobody
    else of the partner can any more.
    """
    seat = select(Respondent.id).where(*_OF_THE_PARTNER, Respondent.account_id == account).correlate(RoundPartnerRow)
    role = select(RoleGrant.id).where(
        RoleGrant.account_id == account,
        RoleGrant.partner_id == RoundPartnerRow.partner_id,
        RoleGrant.role == Role.RESPONDENT,
        RoleGrant.accept_hash.is_(None),
    )
    is_agreeing = select(RoundRow.id).where(RoundRow.id == round_id, RoundRow.stage == Stage.AGREEING).exists()
    takes_over = is_agreeing & ~seat.exists() & ~_SOMEBODY
    speaks = seat.where(Respondent.stood_down_at.is_(None)).exists() | takes_over
    return frozenset(
        session.scalars(
            select(RoundPartnerRow.partner_id).where(
                RoundPartnerRow.round_id == round_id, role.correlate(RoundPartnerRow).exists(), speaks
            )
        )
    )


def list_without_people(session: Session, *, round_id: int) -> frozenset[int]:
    """The partners of a round for which nobody responds any more, whose words others have to write down."""
    return frozenset(
        session.scalars(select(RoundPartnerRow.partner_id).where(RoundPartnerRow.round_id == round_id, ~_SOMEBODY))
    )
