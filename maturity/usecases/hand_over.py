"""Handing a domain to one of the people of a partner: it is then asked of that person alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from maturity.core.matrix import Domain
from maturity.core.round import Stage
from maturity.persistence.queries.colleagues import Colleague, Handed, list_colleagues, list_handed
from maturity.persistence.queries.reopened_seats import leave_reopened
from maturity.persistence.queries.responses import Seat
from maturity.persistence.rows.handed_domain import HandedDomain
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.audit import record_event
from maturity.usecases.seats import let_stood_down_submit_again


class CannotBeHanded(ValueError):
    """A domain cannot be handed over in this way; the message says why."""


@dataclass(frozen=True)
class Sharing:
    """How the work of a partner is shared: its people, the domains asked, and to whom each was handed."""

    seat: Seat
    colleagues: tuple[Colleague, ...]
    domains: tuple[Domain, ...]
    handed: Mapping[str, Handed]

    def would_submit_again(self, domain: str, *, to: int | None) -> tuple[Colleague, ...]:
        """Who has submitted without being asked a domain, and would be asked it if it were handed to the seat `to`."""
        return tuple(each for each in self.would_be_asked(domain, to=to) if each.has_submitted)

    def would_be_asked(self, domain: str, *, to: int | None) -> tuple[Colleague, ...]:
        """Who is not asked a domain, and would be if it were handed to the seat `to`.

        With `to` of None it would be asked of everybody.
        """
        handed = self.handed.get(domain)
        if handed is None and to is None:
            return ()
        return tuple(
            each
            for each in self.colleagues
            if to in {None, each.respondent} and (handed is None or handed.respondent != each.respondent)
        )

    def may_hand(self, domain: str) -> bool:
        """Whether this person may say who is asked a domain.

        Everybody may where it is asked of everybody; afterwards the partner’s lead, who handed it, and who has it.
        """
        handed = self.handed.get(domain)
        return self.seat.stage is Stage.OPEN and (
            handed is None
            or self.seat.is_partner_lead
            or handed.by == self.seat.account
            or handed.respondent == self.seat.respondent
        )


def look_at_sharing(session: Session, *, seat: Seat) -> Sharing:
    """How the work of the partner of a person is shared."""
    return Sharing(
        seat=seat,
        colleagues=list_colleagues(session, round_id=seat.round_id, partner=seat.partner),
        domains=tuple(domain for domain, _ in seat.matrix.asked_of(seat.collaborative_type)),
        handed=list_handed(session, round_id=seat.round_id, partner=seat.partner),
    )


def hand_over(
    session: Session, *, seat: Seat, domain_id: str, to: int | None, seen: int | None, now: datetime
) -> Colleague | None:
    """Ask a domain of one person of the partner alone, or with `to` of None of everybody again. Returns the person.

    Every word that was said on it is kept, and what others than that person said does not count while it is so. Nobody
    who has submitted is asked anything more: it would put blanks, or drafts, into a response that was called complete.
    `to` and `seen`, to whom it was handed when the page was opened, are ids of seats. Raises `CannotBeHanded`.
    """
    sharing = look_at_sharing(session, seat=seat)
    handed = sharing.handed.get(domain_id)
    person = next((each for each in sharing.colleagues if each.respondent == to), None)
    if seat.stage is not Stage.OPEN:
        raise CannotBeHanded(f"“{seat.label}” is not open for responses any more, so nothing was handed over.")
    if domain_id not in {domain.id for domain in sharing.domains} or (to is not None and person is None):
        raise CannotBeHanded("Choose a domain of this round and a person who responds for the same partner.")
    if (handed.respondent if handed else None) != seen:
        raise CannotBeHanded("Somebody handed this domain on after you opened the page. Nothing was changed.")
    if not sharing.may_hand(domain_id):
        raise CannotBeHanded("Only who handed this domain over, who has it, and the lead of the partner can change it.")
    if to == seen:
        return person
    if again := sharing.would_submit_again(domain_id, to=to):
        names = " and ".join(each.name for each in again)
        responses, have = ("response", "has") if len(again) == 1 else ("responses", "have")
        raise CannotBeHanded(f"{names} {have} submitted already. Ask {names} to take the {responses} back first.")
    asked_more = [each.respondent for each in sharing.would_be_asked(domain_id, to=to)]
    leave_reopened(session, Respondent.id.in_(asked_more))
    if to is None:
        let_stood_down_submit_again(session, round_id=seat.round_id, partner=seat.partner, by=seat.account, now=now)
    where = {"round_id": seat.round_id, "partner_id": seat.partner, "domain_id": domain_id}
    session.execute(delete(HandedDomain).filter_by(**where))
    if to is not None:
        session.execute(insert(HandedDomain).values(**where, respondent_id=to, handed_by=seat.account, handed_at=now))
    record_event(
        session,
        action="hand over domain" if to is not None else "take domain back",
        now=now,
        account=seat.account,
        collaborative=seat.collaborative,
        round_id=seat.round_id,
        subject=f"partner {seat.partner} {domain_id}",
    )
    return person
