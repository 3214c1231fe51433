from __future__ import annotations

from datetime import timedelta

import pytest

from maturity.core.matrix_change.version_move import Tier
from maturity.persistence.engine import Database
from maturity.persistence.queries.given import Given, list_given, list_submitted_at
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.version_move import move_to_next_version, plan_move
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.next_versions import FIRST, every_change, publish

MOVED, CLOSED = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


@pytest.fixture
def living(database: Database) -> LivingRound:
    living = a_living_round(database, matrix=FIRST)
    living.answer(level(2), criterion="d1-c3", key="first")
    living.enter_on_behalf(level(4), partner=list(living.partners)[1], criterion="d1-c3")
    living.submit()
    return living


def move(living: LivingRound) -> None:
    publish(living.database, every_change())
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        plan = plan_move(session, head=head)
        assert plan is not None
        move_to_next_version(session, head=head, seen=plan.seen, reason="Clearer.", by=living.lead, now=MOVED)


def given(living: LivingRound, tier: Tier) -> list[Given]:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        return list(list_given(session, round_id=head.id, tier=tier))


def test_what_a_move_makes_was_given_when_it_was_made_and_what_it_writes_again_when_it_was_first(
    living: LivingRound,
) -> None:
    with living.database.reading() as session:
        seat = living.seat(session).respondent
    assert given(living, Tier.RESPONSE) == [Given(seat, "d1-c3", NOW, is_by_a_person=True)]
    move(living)
    # Of a split the other part is left open, so nothing is said on it.
    assert given(living, Tier.RESPONSE) == [
        Given(seat, "d1-c3", NOW, is_by_a_person=True),
        Given(seat, "d1-c3a", MOVED, is_by_a_person=True),
    ]


def test_positions_are_told_apart_by_whether_a_person_gave_them(living: LivingRound) -> None:
    first, second, _ = living.partners
    living.move("close-responding", now=CLOSED)
    assert sorted(given(living, Tier.POSITION), key=lambda each: each.of) == [
        Given(first, "d1-c3", CLOSED, is_by_a_person=False),
        Given(second, "d1-c3", NOW, is_by_a_person=True),
    ]
    assert given(living, Tier.CONSENSUS) == []


def test_when_each_person_submitted_is_told_with_the_partner(living: LivingRound) -> None:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        found = list_submitted_at(session, round_id=head.id)
    assert sorted(found.values()) == sorted(
        (partner, NOW if partner == living.partner else None) for partner in living.partners
    )
