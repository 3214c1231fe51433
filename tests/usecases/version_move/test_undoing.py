from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.version_move import Undone, find_move_to_undo, move_to_next_version, plan_move, undo_move
from tests.factories.living_rounds import NOW, LivingRound, a_living_round
from tests.factories.next_versions import FIRST, every_change, publish


@pytest.mark.parametrize(
    "restored, kept_newer, said",
    [
        (0, 0, "No answer or result had been changed by it, so nothing had to be put back."),
        (1, 0, "1 answer or result that the move changed is back as it was."),
        (3, 0, "3 answers and results that the move changed are back as they were."),
        (0, 1, "1 that was changed since keeps its newer words."),
        (
            1_200,
            2,
            (
                "1,200 answers and results that the move changed are back as they were. "
                "2 that were changed since keep their newer words."
            ),
        ),
    ],
)
def test_it_is_said_what_became_of_what_the_move_had_changed(restored: int, kept_newer: int, said: str) -> None:
    assert Undone(restored, kept_newer).in_words == f"The move is undone. {said}"


@pytest.mark.parametrize("naming", [Naming.PARTNER_ONLY, Naming.ANONYMOUS])
def test_a_round_without_names_does_not_tell_by_undoing_how_many_had_answered(
    database: Database, naming: Naming
) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.respond({"d1-c1": (1, 2, 3), "d1-c2": (2, 2, 2), "d2-c3": (1, 1, 1)})
    publish(database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    with database.writing() as session:
        session.execute(update(RoundRow).values(naming=naming))
    undone = moved_and_undone(living)
    assert undone.restored > 0
    assert any(each.isdigit() for each in undone.in_words) is (naming is not Naming.ANONYMOUS)


def moved_and_undone(living: LivingRound) -> Undone:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        plan = plan_move(session, head=head)
        assert plan is not None
        move_to_next_version(session, head=head, seen=plan.seen, reason="Clearer words.", by=living.lead, now=NOW)
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = find_move_to_undo(session, head=head)
        assert made is not None
        return undo_move(session, head=head, move=made.id, by=living.lead, now=NOW + timedelta(hours=1))
