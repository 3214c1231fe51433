"""The pages of the room, for who conducts it and for who follows, in each state of the room."""

from __future__ import annotations

from collections.abc import Iterator

from tests.journeys.example import (
    LEAD,
    ROOMS_LAST,
    ROOMS_LEAD,
    ROOMS_RESPONDENT,
    STAGES_LEAD,
    STAGES_RESPONDENT,
    Example,
)
from tests.journeys.rooms_to_see import ANONYMOUS, ENDED, NOT_AGREED, NOT_OPEN, VOTED, VOTING
from tests.journeys.visit import Visit

STATES = {
    "voting": VOTING,
    "voted": VOTED,
    "not-agreed": NOT_AGREED,
    "ended": ENDED,
    "not-open": NOT_OPEN,
    "anonymous": ANONYMOUS,
}


def pages_of_the_room(example: Example) -> Iterator[Visit]:
    """Each state on the screen for all eyes and on that of a partner, and the forms of votes and dissents."""
    rooms = example.rooms
    for state, number in STATES.items():
        room = f"{rooms.round_address(number)}/room"
        yield Visit("room.room", f"room-{state}", ROOMS_RESPONDENT, room)
        yield Visit("room.facilitate", f"room-lead-{state}", ROOMS_LEAD, f"{room}/facilitate")
    yield Visit("room.room", "room-voting-not-in", ROOMS_LAST, f"{rooms.round_address(VOTING)}/room")
    yield Visit("room.room", "room-of-lead", ROOMS_LEAD, f"{rooms.round_address(VOTED)}/room")
    yield from _forms(example)
    stages = example.stages
    yield Visit("room.room", "room", STAGES_RESPONDENT, f"{stages.round_address(2)}/room")
    yield Visit("room.facilitate", "room-lead", STAGES_LEAD, f"{stages.round_address(2)}/room/facilitate")
    yield Visit("room.facilitate", "room-lead-together", STAGES_LEAD, f"{stages.round_address(4)}/room/facilitate")
    yield Visit("room.room", "room-closed", LEAD, f"{example.place}/rounds/2/room")


def _forms(example: Example) -> Iterator[Visit]:
    rooms = example.rooms
    first, *_, last = rooms.partners
    votes, dissents = f"{rooms.round_address(VOTING)}/room/votes", f"{rooms.round_address(VOTED)}/room/dissents/vision"
    yield Visit("room.vote", "room-vote", ROOMS_RESPONDENT, f"{votes}/{first}")
    yield Visit("room.vote_on_behalf", "room-vote-on-behalf", ROOMS_LEAD, f"{votes}/{last}/on-behalf")
    yield Visit("room.dissent", "room-dissent", ROOMS_RESPONDENT, f"{dissents}/{first}")
    yield Visit("room.dissent", "room-dissent-written", "respondent4@six.example", f"{dissents}/{rooms.partners[3]}")
    yield Visit("room.dissent_on_behalf", "room-dissent-on-behalf", ROOMS_LEAD, f"{dissents}/{last}/on-behalf")
