from __future__ import annotations

from datetime import timedelta

import pytest

from maturity.core.matrix_change.version_move import Tier
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.queries.version_moves import list_version_moves
from maturity.persistence.queries.written import LastWritten, list_last_written, list_when_answered
from maturity.usecases.version_move import move_to_next_version, plan_move, undo_move
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.next_versions import FIRST, every_change, publish
from tests.factories.versions import a_version, some_changes

HIGHER = {1: 2, 2: 3, 3: 4, 4: 4}
MOVED, SINCE, UNDONE = (NOW + timedelta(hours=each) for each in (1, 2, 3))


@pytest.fixture
def living(database: Database) -> LivingRound:
    living = a_living_round(database, matrix=FIRST)
    living.respond({"d1-c1": (1, 2, 3)})
    return living


def move(living: LivingRound, now: timedelta) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        plan = plan_move(session, head=head)
        assert plan is not None
        move_to_next_version(session, head=head, seen=plan.seen, reason="Clearer.", by=living.lead, now=NOW + now)


def undo(living: LivingRound, now: timedelta) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        last = next(each for each in list_version_moves(session, round_id=head.id) if each.undone_at is None)
        undo_move(session, head=head, move=last.id, by=living.lead, now=NOW + now)


def written(living: LivingRound, tier: Tier = Tier.RESPONSE) -> list[LastWritten]:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        found = list_last_written(session, round_id=head.id, tier=tier)
    return [found[each] for each in sorted(found)]


def answered(living: LivingRound) -> dict[str, object]:
    with living.database.reading() as session:
        seat = living.seat(session)
        return dict(list_when_answered(session, round_id=seat.round_id, respondent=seat.respondent))


def test_neither_moves_nor_undoing_them_are_writing(living: LivingRound) -> None:
    publish(living.database, every_change(mapping=HIGHER))
    move(living, timedelta(hours=1))
    publish(living.database, a_version("3.0.0", every_change().domains, some_changes(since="2.0.0", mapping=HIGHER)))
    move(living, timedelta(hours=2))
    undo(living, timedelta(hours=3))
    undo(living, timedelta(hours=4))
    assert written(living) == [LastWritten(1, NOW)] * 3
    assert answered(living) == {"d1-c1": NOW}


def test_what_a_person_saved_between_a_move_and_its_undoing_is(living: LivingRound) -> None:
    publish(living.database, every_change(mapping=HIGHER))
    move(living, timedelta(hours=1))
    living.answer(level(4, "Newer."), criterion="d1-c1", based_on=2, key="newer", now=SINCE)
    living.answer(level(4, "Newer."), criterion="d2-new", key="new", now=SINCE)
    undo(living, timedelta(hours=3))
    assert written(living) == [LastWritten(3, SINCE), LastWritten(1, NOW), LastWritten(1, NOW), LastWritten(1, SINCE)]
    assert answered(living) == {"d1-c1": SINCE, "d2-new": SINCE}


def test_what_somebody_else_saved_at_the_moment_of_undoing_is_writing_too(database: Database) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.answer(level(1), criterion="d1-c1", key="first")
    publish(living.database, every_change())
    move(living, timedelta(hours=1))
    undo(living, timedelta(hours=3))
    living.answer(level(4, "As it is asked."), criterion="d1-c1", based_on=1, key="again", now=UNDONE)
    assert answered(living) == {"d1-c1": UNDONE}


@pytest.mark.parametrize("tier", [Tier.POSITION, Tier.CONSENSUS, Tier.DISSENT])
def test_what_closing_works_out_is_no_move_s_and_what_nobody_wrote_is_not_there(
    living: LivingRound, tier: Tier
) -> None:
    living.move("close-responding", now=SINCE)
    assert {each.at for each in written(living, tier)} == ({SINCE} if tier is Tier.POSITION else set())
