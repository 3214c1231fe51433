"""The pages of a partner for which several people respond, and of what is entered for a partner."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.journeys.acts import hand_to, keep_what_is_out_of_date, send_not_applicable_for
from tests.journeys.example import COLLEAGUE, HALF_WAY, LEAD, NOT_BEGUN, STAGES_LEAD, SUBMITTED, Example
from tests.journeys.visit import Visit


def pages_of_teams(example: Example) -> Iterator[Visit]:
    """Positions, handed domains, and who responds."""
    yield from _positions(example)
    yield from _on_behalf(example)
    yield from _sharing(example)
    place, stages = f"{example.place}/rounds/3/participants", example.stages
    draft = f"{stages.round_address(3)}/participants/{stages.partners[0]}"
    yield Visit("set_up.partner_people", "partner-people", LEAD, f"{place}/{example.partners[SUBMITTED]}")
    yield Visit("set_up.partner_people", "partner-people-draft", STAGES_LEAD, draft)


def _positions(example: Example) -> Iterator[Visit]:
    base = f"{example.response(SUBMITTED)}/position"
    yield Visit("respond.positions", "positions", SUBMITTED, base)
    yield Visit("respond.positions", "positions-colleague", COLLEAGUE, base)
    yield Visit("respond.positions", "positions-alone", HALF_WAY, f"{example.response(HALF_WAY)}/position", 409)
    yield Visit("respond.domain_position", "position", SUBMITTED, f"{base}/governance")
    yield Visit("respond.domain_position", "position-agreed", SUBMITTED, f"{base}/leadership")
    yield Visit("respond.domain_position", "position-colleague", COLLEAGUE, f"{base}/leadership")
    yield Visit(
        "respond.domain_position",
        "position-mistake",
        SUBMITTED,
        f"{base}/governance",
        422,
        send_not_applicable_for,
    )
    yield Visit(
        "respond.domain_position", "position-conflict", SUBMITTED, f"{base}/leadership", 409, keep_what_is_out_of_date
    )


def _on_behalf(example: Example) -> Iterator[Visit]:
    absent, own = (f"{example.response(who)}/on-behalf" for who in (NOT_BEGUN, SUBMITTED))
    yield Visit("respond.on_behalf", "on-behalf", LEAD, absent)
    yield Visit("respond.on_behalf", "on-behalf-agreed", LEAD, own)
    yield Visit("respond.on_behalf_domain", "on-behalf-domain", LEAD, f"{absent}/purpose")
    yield Visit("respond.on_behalf_domain", "on-behalf-domain-agreed", LEAD, f"{own}/leadership")


def _sharing(example: Example) -> Iterator[Visit]:
    team = f"{example.response(SUBMITTED)}/hand-over"
    yield Visit("respond.sharing", "sharing", SUBMITTED, team)
    yield Visit("respond.sharing", "sharing-colleague", COLLEAGUE, team)
    yield Visit("respond.hand_over_domain", "hand-over", SUBMITTED, f"{team}/governance")
    yield Visit("respond.hand_over_domain", "hand-over-handed", SUBMITTED, f"{team}/purpose")
    yield Visit(
        "respond.hand_over_domain",
        "hand-over-refused",
        SUBMITTED,
        f"{team}/governance",
        409,
        partial(hand_to, name="Grace Holt, Chief nurse"),
    )
    yield Visit("respond.go_on", "go-on", HALF_WAY, f"{example.response(HALF_WAY)}/go-on")
    yield Visit("respond.task_list", "respond-list-colleague", COLLEAGUE, example.response(SUBMITTED))
