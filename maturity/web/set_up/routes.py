"""The views of setting up. Importing a module gives the blueprint its views."""

from __future__ import annotations

from typing import Final

from maturity.web.set_up import (
    account_routes,
    collaborative_routes,
    discard_routes,
    email_routes,
    lead_routes,
    message_routes,
    move_routes,
    offer_routes,
    participant_routes,
    partner_people_routes,
    partner_routes,
    people_routes,
    post_routes,
    round_routes,
    version_move_routes,
)
from maturity.web.set_up.blueprint import blueprint

__all__ = ["VIEWS", "blueprint"]

VIEWS: Final = (
    collaborative_routes,
    partner_routes,
    people_routes,
    email_routes,
    offer_routes,
    round_routes,
    participant_routes,
    partner_people_routes,
    move_routes,
    discard_routes,
    version_move_routes,
    message_routes,
    post_routes,
    account_routes,
    lead_routes,
)
