"""What the pages show on which a domain is handed to a colleague."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maturity.core.matrix import Domain
from maturity.core.round import Stage
from maturity.core.wording import listed
from maturity.persistence.queries.colleagues import Colleague
from maturity.persistence.queries.messages import Delivery
from maturity.persistence.queries.responses import Seat
from maturity.persistence.rows.message import MessageState
from maturity.usecases.hand_over import Sharing
from maturity.web.access import visitor
from maturity.web.delivery_words import state_in_words
from maturity.web.design_system.words import with_role
from maturity.web.respond.frame import Address, ResponseFrame, response_frame


@dataclass(frozen=True, slots=True)
class SharedDomain:
    """One domain, with who is asked it. `told` is what became of the message about it, for who handed it over."""

    title: str
    asked_of: str
    handed_by: str
    told: str
    address: str


@dataclass(frozen=True, slots=True)
class MessageToCopy:
    """What this person can send a colleague about what was handed over, where no message of the service tells it."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SharingPage:
    """The domains of a partner, and who is asked each. `sends_mail` is whether this service tells colleagues itself."""

    frame: ResponseFrame
    people: tuple[str, ...]
    domains: tuple[SharedDomain, ...]
    messages: tuple[MessageToCopy, ...]
    sends_mail: bool


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


def sharing_page(sharing: Sharing, *, told: Mapping[int, Delivery] | None) -> SharingPage:
    """Who is asked what. `told` are the last messages about it by account, None where this service sends no mail."""
    address = Address.of(sharing.seat)
    return SharingPage(
        frame=response_frame(sharing.seat),
        people=tuple(_person(each) for each in sharing.colleagues),
        domains=tuple(_shared(sharing, domain, address, told) for domain in sharing.domains),
        messages=_messages(sharing, told),
        sends_mail=told is not None,
    )


def _messages(sharing: Sharing, told: Mapping[int, Delivery] | None) -> tuple[MessageToCopy, ...]:
    """A message for each colleague to whom this person handed something, unless one was sent or is on its way."""
    seat = sharing.seat
    found = []
    for each in sharing.colleagues:
        titles = [f"“{d.title}”" for d in sharing.domains if _is_given(sharing, d, to=each)]
        sent = None if told is None else told.get(each.account)
        if titles and (told is None or (sent is not None and sent.state is MessageState.FAILED)):
            found.append(MessageToCopy(f"message-{each.respondent}", each.name, _text(seat, each.name, titles)))
    return tuple(found)


def _is_given(sharing: Sharing, domain: Domain, *, to: Colleague) -> bool:
    handed, me = sharing.handed.get(domain.id), sharing.seat
    return (
        handed is not None
        and handed.by == me.account != to.account
        and handed.respondent == to.respondent
        and me.stage is Stage.OPEN
        and not to.has_submitted
    )


def _text(seat: Seat, name: str, titles: Sequence[str]) -> str:
    place = Address.of(seat).to("task_list", _external=True)
    round_ = f"“{seat.label}” of {seat.collaborative_name}"
    return "\n\n".join(
        (
            f"Dear {name},",
            f"I have handed you {listed(titles)} in {round_}: there you alone respond for {seat.partner_name} now.",
            f"Please go on here:\n{place}",
            f"Best wishes,\n{visitor().name}",
        )
    )


def _person(colleague: Colleague) -> str:
    return with_role(colleague.name, colleague.role_title) + (" (lead)" if colleague.is_partner_lead else "")


def _shared(sharing: Sharing, domain: Domain, address: Address, told: Mapping[int, Delivery] | None) -> SharedDomain:
    handed = sharing.handed.get(domain.id)
    to = next((each for each in sharing.colleagues if handed and each.respondent == handed.respondent), None)
    delivery = told.get(to.account) if told and to and _is_given(sharing, domain, to=to) else None
    return SharedDomain(
        title=domain.title,
        asked_of="Everyone" if handed is None else with_role(handed.name, handed.role_title),
        handed_by="" if handed is None else handed.by_name,
        told="" if delivery is None else state_in_words(delivery),
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
