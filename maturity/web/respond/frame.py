"""What every page of a response says of itself, and where these pages are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import url_for

from maturity.core.matrix import Matrix
from maturity.core.response import Answer
from maturity.core.round import Stage
from maturity.persistence.queries.colleagues import Handed
from maturity.persistence.queries.responses import Seat


@dataclass(frozen=True, slots=True)
class Address:
    """Where the pages of one response are."""

    collaborative: int
    number: int
    partner: int

    @classmethod
    def of(cls, seat: Seat) -> Address:
        """The addresses of a person’s response."""
        return cls(collaborative=seat.collaborative, number=seat.number, partner=seat.partner)

    def to(self, endpoint: str, **more: str | bool) -> str:
        """The address of one page."""
        values: dict[str, Any] = {**more}
        return url_for(
            f"respond.{endpoint}",
            collaborative=self.collaborative,
            number=self.number,
            partner=self.partner,
            **values,
        )


@dataclass(frozen=True, slots=True)
class ResponseFrame:
    """What every page of a response says of itself."""

    address: Address
    collaborative: str
    partner: str
    round_label: str
    closes_on: date | None
    submitted_at: datetime | None
    is_open: bool
    why_not_open: str
    may_take_back: bool
    may_hand_over: bool
    agrees_position: bool


def response_frame(seat: Seat) -> ResponseFrame:
    """What every page of this response says of itself."""
    why = ""
    if seat.submitted_at is not None:
        why = "You have submitted this response."
    elif not seat.is_open:
        why = f"This round is {seat.stage.label.lower()}, so answers cannot be changed."
    return ResponseFrame(
        address=Address.of(seat),
        collaborative=seat.collaborative_name,
        partner=seat.partner_name,
        round_label=seat.label,
        closes_on=seat.closes_on,
        submitted_at=seat.submitted_at,
        is_open=seat.is_open,
        why_not_open=why,
        may_take_back=seat.submitted_at is not None and seat.stage is Stage.OPEN,
        may_hand_over=seat.stage is Stage.OPEN,
        agrees_position=seat.is_partner_lead and seat.stage is Stage.OPEN,
    )


def handed_frame(seat: Seat, handed: Handed) -> ResponseFrame:
    """The same for the page of what was handed to a colleague: what this person said there can only be read."""
    why = f"This domain was handed to {handed.name}, who alone is asked it. What you wrote is kept and does not count."
    return replace(response_frame(seat), is_open=False, why_not_open=why)


def answer_label(answer: Answer, matrix: Matrix) -> str:
    """How an answer is shown in a word or two."""
    if answer.level is None or not matrix.has_level(answer.level):
        return answer.state.label
    return matrix.level(answer.level).numbered_label
