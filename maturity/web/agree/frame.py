"""What every page of agreeing says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from maturity.core.round import Stage
from maturity.persistence.queries.rounds import RoundHead


@dataclass(frozen=True, slots=True)
class AgreeFrame:
    """What every page of agreeing says of itself. `may_record`: whether this person can, at this stage."""

    collaborative: str
    round_label: str
    round_address: str
    overview_address: str
    token_address: str
    may_record: bool
    why_not: str


def agree_frame(head: RoundHead, *, records: bool) -> AgreeFrame:
    """What every page of agreeing in this round says of itself."""
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number}
    why_not = ""
    if head.stage is Stage.CLOSED:
        why_not = "This round is closed. What was agreed is shown as it was recorded."
    elif not records:
        why_not = "A lead or facilitator records what the collaborative agrees. You can follow it here."
    return AgreeFrame(
        collaborative=head.collaborative_name,
        round_label=head.label,
        round_address=url_for("set_up.round_page", **where),
        overview_address=url_for("agree.overview", **where),
        token_address=url_for("agree.token", **where),
        may_record=records and head.stage is Stage.AGREEING,
        why_not=why_not,
    )
