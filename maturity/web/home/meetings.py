"""The meetings of a person: rounds in which levels are being agreed, with the way into each room."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import url_for

from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.responses import Seat
from maturity.persistence.queries.rounds import RoundHead
from maturity.web.home.pages import Meeting


def rounds_that_meet(seats: Sequence[Seat], led: Sequence[RoundHead]) -> frozenset[int]:
    """The rounds of these seats, and of those that the person leads, in which levels are being agreed."""
    return frozenset(
        {seat.round_id for seat in seats if seat.stage is Stage.AGREEING}
        | {head.id for head in led if head.stage is Stage.AGREEING}
    )


def meetings_of(seats: Sequence[Seat], led: Sequence[RoundHead], *, open_rooms: Collection[int]) -> tuple[Meeting, ...]:
    """The meetings of a person, those whose room is open first. Who leads or facilitates comes in to lead the room."""
    leads = {head.id: head for head in led if head.stage is Stage.AGREEING}
    responds: dict[int, list[Seat]] = {}
    for seat in seats:
        if seat.stage is Stage.AGREEING:
            responds.setdefault(seat.round_id, []).append(seat)
    ids = sorted(rounds_that_meet(seats, led), key=lambda each: (each not in open_rooms, each))
    return tuple(
        _meeting(leads.get(each) or responds[each][0], responds.get(each, ()), each in leads, each in open_rooms)
        for each in ids
    )


def _meeting(about: RoundHead | Seat, seats: Sequence[Seat], leads: bool, room_is_open: bool) -> Meeting:
    collaborative, number = about.collaborative, about.number
    return Meeting(
        round_label=about.label,
        collaborative=about.collaborative_name,
        room_is_open=room_is_open,
        room_address=url_for(f"room.{'facilitate' if leads else 'room'}", collaborative=collaborative, number=number),
        prepare_address=url_for("prepare.overview", collaborative=collaborative, number=number) if leads else "",
        pre_reads=tuple(
            (
                seat.partner_name,
                url_for("prepare.pre_read", collaborative=collaborative, number=number, partner=seat.partner),
            )
            for seat in seats
            if seat.way is WayOfScoring.PARTNERS_FIRST
        ),
    )
