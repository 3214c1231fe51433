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
    """The domains of a partner. The last two are the criteria without an agreed position: what is taken, and where not.

    `waiting` names the colleagues who have not submitted, whose answers are not there yet. `closed` are the reasons for
    which nothing can be entered on the partner’s behalf on some criteria.
    """

    frame: PositionFrame
    domains: tuple[PositionDomain, ...]
    waiting: tuple[str, ...]
    median_taken: tuple[str, ...]
    none_taken: tuple[tuple[str, str], ...]
    closed: tuple[str, ...]


def positions_page(sheet: PositionSheet, frame: PositionFrame) -> PositionsPage:
    """Every domain, and what is still without an agreed position."""
    open_ones = [c for _, criteria in sheet.asked for c in criteria if not sheet.is_agreed(c.id)]
    taken = [(c, sheet.if_nobody_agrees(c.id)) for c in open_ones] if frame.may_read else []
    to_domain = "on_behalf_domain" if frame.is_on_behalf else "domain_position"
    return PositionsPage(
        frame=frame,
        domains=tuple(
            PositionDomain(
                title=domain.title,
                address=address_of(sheet).to(to_domain, domain_id=domain.id),
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
        median_taken=tuple(c.title for c, stance in taken if stance.state is not AnswerState.NOT_ANSWERED),
        none_taken=tuple(
            (c.title, position_in_words(stance, sheet.matrix))
            for c, stance in taken
            if stance.state is AnswerState.NOT_ANSWERED
        ),
        closed=tuple(dict.fromkeys(sheet.closed.values())),
    )
