"""A race of two leads who move a round at once, on the real server, and whether its outcome is one that may be."""

from __future__ import annotations

import http

from sqlalchemy import select

from maturity.persistence.rows.round_row import RoundMove
from tests.factories.worlds import OPEN
from tests.promises.arena import Arena
from tests.promises.every_save import Reply
from tests.promises.together import together


def two_leads_at_once(arena: Arena, move: str, other: str) -> list[str]:
    """Two leads move the open round at once, in the same way or another. Returns the rules that were broken."""
    since, round_id, replies = arena.last_event(), arena.round_id(OPEN), list[Reply]()
    before = _moves(arena, round_id)
    together(
        [
            lambda: replies.append(arena.move(move, number=OPEN, by=arena.leads[0])),
            lambda: replies.append(arena.move(other, number=OPEN, by=arena.leads[1])),
        ]
    )
    found = []
    statuses = sorted(reply.status for reply in replies)
    if statuses != [http.HTTPStatus.FOUND, http.HTTPStatus.CONFLICT]:
        found.append(f"the leads are answered {statuses}")
    if len(events := arena.events_since(since, number=OPEN)) != 1:
        found.append(f"the record says {events}")
    if _moves(arena, round_id) != before + 1:
        found.append("the round was not moved once")
    return found


def _moves(arena: Arena, round_id: int) -> int:
    with arena.database.reading() as session:
        return len(session.scalars(select(RoundMove.id).where(RoundMove.round_id == round_id)).all())
