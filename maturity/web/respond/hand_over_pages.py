"""What the pages show on which a domain is handed to a colleague."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.core.matrix import Domain
from maturity.persistence.queries.colleagues import Colleague
from maturity.usecases.hand_over import Sharing
from maturity.web.design_system.words import with_role
from maturity.web.respond.frame import Address, ResponseFrame, response_frame


@dataclass(frozen=True, slots=True)
class SharedDomain:
    """One domain, with who is asked it."""

    title: str
    asked_of: str
    handed_by: str
    address: str


@dataclass(frozen=True, slots=True)
class SharingPage:
    """The domains of a partner, and who is asked each."""

    frame: ResponseFrame
    people: tuple[str, ...]
    domains: tuple[SharedDomain, ...]


@dataclass(frozen=True, slots=True)
class HandOverPage:
    """One domain to hand over. `choices` are a value, a name and what is said of it; `chosen` is who has it now."""

    frame: ResponseFrame
    domain: str
    criteria: int
    choices: tuple[tuple[str, str, str], ...]
    chosen: str
    seen: str
    saves_to: str
    back_address: str
    problem: str = ""


def sharing_page(sharing: Sharing) -> SharingPage:
    """Who is asked what."""
    address = Address.of(sharing.seat)
    return SharingPage(
        frame=response_frame(sharing.seat),
        people=tuple(_person(each) for each in sharing.colleagues),
        domains=tuple(_shared(sharing, domain, address) for domain in sharing.domains),
    )


def _person(colleague: Colleague) -> str:
    return with_role(colleague.name, colleague.role_title) + (" (lead)" if colleague.is_partner_lead else "")


def _shared(sharing: Sharing, domain: Domain, address: Address) -> SharedDomain:
    handed = sharing.handed.get(domain.id)
    return SharedDomain(
        title=domain.title,
        asked_of="Everyone" if handed is None else with_role(handed.name, handed.role_title),
        handed_by="" if handed is None else handed.by_name,
        address=address.to("hand_over_domain", domain_id=domain.id) if sharing.may_hand(domain.id) else "",
    )


def hand_over_page(sharing: Sharing, domain: Domain, *, problem: str = "") -> HandOverPage:
    """Who could be asked a domain."""
    address = Address.of(sharing.seat)
    handed = sharing.handed.get(domain.id)
    held = "" if handed is None else str(handed.respondent)
    return HandOverPage(
        frame=response_frame(sharing.seat),
        domain=domain.title,
        criteria=sum(criterion.is_asked_of(sharing.seat.collaborative_type) for criterion in domain.criteria),
        choices=(
            ("", "Everyone who responds", _said_of_everyone(sharing, domain)),
            *((str(each.respondent), _person(each), _said_of(each, sharing)) for each in sharing.colleagues),
        ),
        chosen=held,
        seen=held,
        saves_to=address.to("keep_hand_over", domain_id=domain.id),
        back_address=address.to("sharing"),
        problem=problem,
    )


def _said_of_everyone(sharing: Sharing, domain: Domain) -> str:
    again = sharing.would_submit_again(domain.id, to=None)
    if not again:
        return ""
    have = "has" if len(again) == 1 else "have"
    return (
        f"{' and '.join(each.name for each in again)} {have} submitted, and would have to take the response back first"
    )


def _said_of(colleague: Colleague, sharing: Sharing) -> str:
    if colleague.respondent == sharing.seat.respondent:
        return "You"
    return "Has submitted, and would have to take the response back first" if colleague.has_submitted else ""
