"""Whether whoever has a seat in a round still has the role that goes with it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from maturity.persistence.rows.account import Role, RoleGrant
from maturity.persistence.rows.round_row import Respondent

HAS_THE_ROLE: Final = (
    select(RoleGrant.id)
    .where(
        RoleGrant.account_id == Respondent.account_id,
        RoleGrant.partner_id == Respondent.partner_id,
        RoleGrant.role == Role.RESPONDENT,
        RoleGrant.accept_hash.is_(None),
    )
    .correlate(Respondent)
    .exists()
)
"""For a statement over respondents. A seat outlives the role: nobody is stood down while levels are agreed."""
