"""What looks different where the installation sends mail, and where the link in a message leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.journeys.acts import ask_for_a_link, continue_without_a_password, send
from tests.journeys.example import HALF_WAY, LEAD, STAGES_LEAD, VIEWER, Example
from tests.journeys.visit import NOBODY, Visit


def pages_with_mail(example: Example) -> Iterator[Visit]:
    """Links from messages, and what a lead sees of invitations and whether they arrived."""
    for visit in (*_coming_in(example), *_writing(example)):
        yield replace(visit, sends_mail=True)


def _coming_in(example: Example) -> Iterator[Visit]:
    link, offer = (f"/enter/{example.mailing.links[email]}" for email in (HALF_WAY, VIEWER))
    yield Visit("sign_in.sign_in", "sign-in-by-mail", NOBODY, "/sign-in")
    yield Visit("sign_in.ask_link", "ask-link", NOBODY, "/sign-in/link")
    yield Visit("sign_in.ask_link", "ask-link-mistake", NOBODY, "/sign-in/link", 422, send)
    yield Visit("sign_in.ask_link", "ask-link-sent", NOBODY, "/sign-in/link", act=ask_for_a_link)
    yield Visit("sign_in.show_entry", "entry", NOBODY, link)
    yield Visit("sign_in.show_entry", "entry-of-another", LEAD, link)
    yield Visit("sign_in.show_entry", "entry-offer", NOBODY, offer)
    yield Visit("sign_in.show_entry", "entry-offer-mistake", NOBODY, offer, 422, continue_without_a_password)
    yield Visit("sign_in.show_entry", "entry-spent", NOBODY, "/enter/used-before", 404)


def _writing(example: Example) -> Iterator[Visit]:
    yield Visit("set_up.round_page", "round-open-by-mail", LEAD, f"{example.place}/rounds/3")
    yield Visit("set_up.messages", "round-messages-by-mail", LEAD, f"{example.place}/rounds/3/messages")
    yield Visit("set_up.people", "people-by-mail", LEAD, f"{example.place}/people")
    yield Visit("set_up.round_page", "round-agreeing-by-mail", STAGES_LEAD, example.stages.round_address(2))
