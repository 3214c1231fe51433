"""What every page of a partner’s positions says of itself, for its own people and for whoever enters them for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from maturity.core.round import Naming, Stage
from maturity.persistence.queries.responses import Seat
from maturity.usecases.positions import PositionSheet
from maturity.web.respond.frame import Address


@dataclass(frozen=True, slots=True)
class PositionFrame:
    """What every page of a partner’s positions says of itself. `why_not` is why nothing can be changed here."""

    partner: str
    collaborative: str
    round_label: str
    back_address: str
    back_name: str
    overview_address: str
    token_address: str
    is_on_behalf: bool
    may_save: bool
    may_read: bool
    is_anonymous: bool
    why_not: str
    owner: int


def address_of(sheet: PositionSheet) -> Address:
    """Where the pages of the partner are."""
    return Address(collaborative=sheet.head.collaborative, number=sheet.head.number, partner=sheet.partner)


def inside_frame(sheet: PositionSheet, seat: Seat) -> PositionFrame:
    """The frame for somebody who responds for the partner."""
    address = Address.of(seat)
    why_not = ""
    if seat.stage is not Stage.OPEN:
        why_not = f"This round is {seat.stage.label.lower()}, so the position stays as it is."
    elif not seat.is_partner_lead:
        why_not = f"The lead of {seat.partner_name} agrees the position. Here you see what was agreed so far."
    elif seat.submitted_at is None:
        why_not = "Submit your own response first. Then you see what your colleagues said and agree the position."
    return PositionFrame(
        partner=sheet.partner_name,
        collaborative=sheet.head.collaborative_name,
        round_label=sheet.head.label,
        back_address=address.to("task_list"),
        back_name=f"{sheet.head.label}: {sheet.partner_name}",
        overview_address=address.to("positions"),
        token_address=address.to("token"),
        is_on_behalf=False,
        may_save=not why_not,
        may_read=seat.is_partner_lead and seat.submitted_at is not None,
        is_anonymous=sheet.head.naming is Naming.ANONYMOUS,
        why_not=why_not,
        owner=seat.account,
    )


def outside_frame(sheet: PositionSheet, *, account: int) -> PositionFrame:
    """The frame for whoever enters positions on the partner’s behalf."""
    head = sheet.head
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number}
    may_save = head.stage in {Stage.OPEN, Stage.AGREEING}
    return PositionFrame(
        partner=sheet.partner_name,
        collaborative=head.collaborative_name,
        round_label=head.label,
        back_address=url_for("set_up.round_page", **where),
        back_name=head.label,
        overview_address=url_for("respond.on_behalf", **where, partner=sheet.partner),
        token_address=url_for("agree.token", **where),
        is_on_behalf=True,
        may_save=may_save,
        may_read=False,
        is_anonymous=head.naming is Naming.ANONYMOUS,
        why_not="" if may_save else f"This round is {head.stage.label.lower()}, so nothing can be entered.",
        owner=account,
    )
