"""Votes in the room, put straight into the database."""

from __future__ import annotations

from sqlalchemy import text

from tests.factories.living_rounds import LivingRound


def reveal_a_vote(living: LivingRound) -> None:
    """Put a vote that was revealed onto the first criterion of the only round there is."""
    with living.database.writing() as session:
        session.execute(
            text(
                "INSERT INTO ballot (round_id, criterion_id, number, opened_at, opened_by, revealed_at) "
                "SELECT id, 'd1-c1', 1, created_at, :lead, created_at FROM round"
            ),
            {"lead": living.lead},
        )
