"""Every domain of a partner, with how far its positions are agreed."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.core.position import position_in_words
from maturity.core.response import AnswerState
from maturity.usecases.positions import PositionSheet
from maturity.web.design_system.words import with_role
from maturity.web.respond.position_frame import PositionFrame, address_of


@dataclass(frozen=True, slots=True)
class PositionDomain:
    """A domain with how many of its criteria have an agreed position. `alone` names who alone is asked it, if so.

    Outside the partner `agreed` is on how many criteria a position was entered on its behalf, and `open_to_entry` on
    how many one can be.
    """

    title: str
    address: str
    agreed: int
    asked: int
    alone: str
    open_to_entry: int


@dataclass(frozen=True, slots=True)
class PositionsPage:
    """The domains of a partner, and the criteria without an agreed position, each with the address of its place.

    `median_taken` are those on which something is taken, and `none_taken` those on which nothing is, with the reason.

    `waiting` names the colleagues who have not submitted, whose answers are not there yet. `closed` are the reasons for
    which nothing can be entered on the partner’s behalf on some criteria.
    """

    frame: PositionFrame
    domains: tuple[PositionDomain, ...]
    waiting: tuple[str, ...]
    median_taken: tuple[tuple[str, str], ...]
    none_taken: tuple[tuple[str, str, str], ...]
    closed: tuple[str, ...]


def positions_page(sheet: PositionSheet, frame: PositionFrame) -> PositionsPage:
    """Every domain, and what is still without an agreed position."""
    address, to_domain = address_of(sheet), "on_behalf_domain" if frame.is_on_behalf else "domain_position"
    open_ones = [(d, c) for d, criteria in sheet.asked for c in criteria if not sheet.is_agreed(c.id)]
    taken = [
        (c.title, f"{address.to(to_domain, domain_id=d.id)}#{c.id}-title", sheet.if_nobody_agrees(c.id))
        for d, c in open_ones
        if frame.may_read
    ]
    return PositionsPage(
        frame=frame,
        domains=tuple(
            PositionDomain(
                title=domain.title,
                address=address.to(to_domain, domain_id=domain.id),
                agreed=sum(c.id in sheet.entered if frame.is_on_behalf else sheet.is_agreed(c.id) for c in criteria),
                asked=len(criteria),
                alone=sheet.handed[domain.id].name if domain.id in sheet.handed else "",
                open_to_entry=sum(c.id not in sheet.closed for c in criteria),
            )
            for domain, criteria in sheet.asked
        ),
        waiting=tuple(
            with_role(person.name, person.role_title) for person in sheet.colleagues if not person.has_submitted
        ),
        median_taken=tuple(
            (title, place) for title, place, stance in taken if stance.state is not AnswerState.NOT_ANSWERED
        ),
        none_taken=tuple(
            (title, place, position_in_words(stance, sheet.matrix))
            for title, place, stance in taken
            if stance.state is AnswerState.NOT_ANSWERED
        ),
        closed=tuple(dict.fromkeys(sheet.closed.values())),
    )
