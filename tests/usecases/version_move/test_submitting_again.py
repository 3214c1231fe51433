"""Who counts as submitted once a move is undone: everybody as before, but who took the response up again since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from maturity.core.matrix_change.version_move import Tier
from maturity.core.response import Answer, AnswerState
from maturity.persistence.engine import Database
from maturity.persistence.queries.positions import POSITIONS
from maturity.persistence.queries.reopened_seats import count_reopened
from maturity.persistence.queries.responses import ANSWERS
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.queries.version_moves import list_said, list_version_moves
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.hand_over import hand_over
from maturity.usecases.respond import take_back_response
from maturity.usecases.seats import stand_down, take_seat
from maturity.usecases.version_move import (
    Undone,
    find_move_to_undo,
    look_again_at,
    move_to_next_version,
    plan_move,
    undo_move,
)
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, level
from tests.factories.next_versions import FIRST, every_change, publish
from tests.factories.versions import a_version, some_changes

LEVELS: Final = {"d1-c1": (1, 2, 3), "d1-c2": (2, 2, 2), "d1-c3": (3, 2, 1), "d2-c3": (1, 1, 4)}
MOVED: Final = NOW + timedelta(hours=1)
MOVED_A_LITTLE: Final = MOVED + timedelta(seconds=30)
SINCE: Final = NOW + timedelta(hours=2)
UNDONE: Final = NOW + timedelta(hours=3)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def living(database: Database) -> LivingRound:
    return a_submitted_round(database)


def a_submitted_round(database: Database, name: str = "Northmere") -> LivingRound:
    living = a_living_round(database, matrix=FIRST, name=name)
    living.respond(LEVELS)
    return living


def move(living: LivingRound) -> None:
    """Move the round to the next version, a minute after the move before."""
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        plan = plan_move(session, head=head)
        assert plan is not None
        now = MOVED + timedelta(minutes=len(list_version_moves(session, round_id=head.id)))
        move_to_next_version(session, head=head, seen=plan.seen, reason="Clearer.", by=living.lead, now=now)


def undo(living: LivingRound) -> Undone:
    """Undo the last move, a minute after undoing the one that came after it."""
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = find_move_to_undo(session, head=head)
        assert made is not None
        now = UNDONE + sum(
            (timedelta(minutes=1) for each in list_version_moves(session, round_id=head.id) if each.undone_at),
            timedelta(),
        )
        return undo_move(session, head=head, move=made.id, by=living.lead, now=now)


def submitted(living: LivingRound) -> list[Any]:
    """When each person submitted, None for who has not."""
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        seats = select(Respondent.submitted_at).where(Respondent.round_id == head.id).order_by(Respondent.id)
        return list(session.scalars(seats))


def again(living: LivingRound, partner: int | None = None) -> tuple[str, ...]:
    """What the person of a partner, the first by default, is asked to look at again."""
    with living.database.reading() as session:
        seat = living.seat(session, partner=partner)
        return look_again_at(
            session, round_id=seat.round_id, matrix=seat.matrix, partner=seat.partner, respondent=seat.respondent
        )


def answers(living: LivingRound) -> list[dict[str, Any]]:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        found = list_said(session, round_id=head.id, tier=Tier.RESPONSE, versions=ANSWERS)
    return [{each: kept.said for each, kept in found[place].items()} for place in sorted(found)]


def positions(living: LivingRound) -> list[dict[str, Any]]:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        found = list_said(session, round_id=head.id, tier=Tier.POSITION, versions=POSITIONS)
    return [{each: kept.said for each, kept in found[place].items()} for place in sorted(found)]


@pytest.mark.parametrize("mapping", [None, {1: 1, 2: 2, 3: 4, 4: 4}])
def test_a_round_that_was_moved_and_taken_back_has_the_positions_that_it_has_without(
    living: LivingRound, tmp_path: Path, mapping: dict[int, int] | None
) -> None:
    publish(living.database, every_change(mapping=mapping))
    move(living)
    assert submitted(living) == [None, None, None]
    assert undo(living).in_words.endswith("Everybody who had submitted before it counts as submitted.")
    assert submitted(living) == [NOW, NOW, NOW]
    living.move("close-responding")
    (tmp_path / "other").mkdir()
    other = a_database(tmp_path / "other")
    never_moved = a_submitted_round(other)
    never_moved.move("close-responding")
    without_the_move = positions(never_moved)
    other.close()
    found = [{each: said for each, said in one.items() if each in FIRST.criterion_ids} for one in positions(living)]
    assert found == without_the_move
    assert [each["d1-c1"].level for each in found] == [1, 2, 3]


def test_a_move_that_is_undone_after_responding_closed_gives_the_positions_back(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.move("close-responding")
    assert {each["d1-c1"].level for each in positions(living)} == {None}
    undo(living)
    assert [each["d1-c1"].level for each in positions(living)] == [1, 2, 3]


def test_who_changed_an_answer_since_has_to_submit_again(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.answer(level(4, "Newer."), criterion="d2-new", key="newer", now=SINCE)
    undone = undo(living)
    assert submitted(living) == [None, NOW, NOW]
    assert (undone.reopened, undone.waiting) == (3, 1)
    assert "1 person has to submit again" in undone.in_words
    assert undone.in_words.endswith("Everybody else who had submitted before it counts as submitted.")


def test_who_submitted_anew_counts_from_then_on_and_who_took_that_back_does_not(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    first, second, _ = living.partners
    living.submit(partner=first, now=SINCE)
    living.submit(partner=second, now=SINCE)
    with living.database.writing() as session:
        take_back_response(session, seat=living.seat(session, partner=second), now=SINCE)
    undo(living)
    assert submitted(living) == [SINCE, None, NOW]


def test_who_was_stood_down_since_and_came_back_has_to_submit_again(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    with living.database.writing() as session:
        seat = living.seat(session)
        stand_down(session, respondents=[seat.respondent], by=living.lead, now=SINCE)
        take_seat(session, round_id=seat.round_id, partner=living.partner, account=seat.account)
    undo(living)
    assert submitted(living) == [None, NOW, NOW]


def test_who_was_handed_a_domain_since_submits_again_and_the_others_do_not(living: LivingRound) -> None:
    """The domain was asked of one of two alone when both submitted; after the move it is handed to the other."""
    with living.database.writing() as session:
        seat = living.seat(session)
        other = take_seat(session, round_id=seat.round_id, partner=living.partner, account=living.lead)
        session.get_one(Respondent, seat.respondent).submitted_at = None
        session.flush()
        hand_over(session, seat=seat, domain_id="d1", to=seat.respondent, seen=None, now=NOW)
        for each in (seat.respondent, other):
            session.get_one(Respondent, each).submitted_at = NOW
    publish(living.database, every_change())
    move(living)
    with living.database.writing() as session:
        hand_over(session, seat=living.seat(session), domain_id="d1", to=other, seen=seat.respondent, now=SINCE)
    undo(living)
    assert submitted(living) == [NOW, NOW, NOW, None]


def test_two_moves_that_are_undone_one_after_the_other_give_back_what_the_first_reopened(living: LivingRound) -> None:
    second = every_change()
    publish(living.database, second)
    move(living)
    publish(living.database, a_version("3.0.0", second.domains, some_changes(since="2.0.0")))
    move(living)
    undo(living)
    assert submitted(living) == [None, None, None]
    undo(living)
    assert submitted(living) == [NOW, NOW, NOW]


def moved_twice(living: LivingRound, mapping: dict[int, int] | None, second: dict[int, int] | None = None) -> None:
    """Move a round to a version in which something of every kind changed, and on to one on another scale."""
    matrix = every_change(mapping=second)
    publish(living.database, matrix)
    move(living)
    publish(living.database, a_version("3.0.0", matrix.domains, some_changes(since="2.0.0", mapping=mapping)))
    move(living)


UP: Final = {1: 2, 2: 3, 3: 4, 4: 4}
HIGHER: Final = {1: 1, 2: 2, 3: 4, 4: 4}


@pytest.mark.parametrize("second", [None, HIGHER])
def test_what_a_later_move_and_its_undoing_wrote_is_nobody_s_change(
    living: LivingRound, second: dict[int, int] | None
) -> None:
    before = answers(living)
    moved_twice(living, UP, second)
    undo(living)
    undone = undo(living)
    assert submitted(living) == [NOW, NOW, NOW]
    assert [again(living, each) for each in living.partners] == [(), (), ()]
    assert (undone.waiting, undone.astray, undone.kept_newer) == (0, 0, 0)
    found = [{each: said for each, said in one.items() if each in FIRST.criterion_ids} for one in answers(living)]
    assert found == before


def test_who_only_submitted_between_two_moves_that_are_undone_stays_submitted(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.submit(now=MOVED)
    moved_on = a_version("3.0.0", every_change().domains, some_changes(since="2.0.0", mapping=UP))
    publish(living.database, moved_on)
    move(living)
    undo(living)
    undone = undo(living)
    assert submitted(living) == [MOVED, NOW, NOW]
    assert again(living) == ()
    assert undone.in_words.endswith("Everybody who had submitted before it counts as submitted.")


def test_who_wrote_between_two_moves_that_are_undone_looks_at_that_alone_again(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.answer(level(4, "With a budget."), criterion="d1-c2", based_on=1, key="newer", now=MOVED_A_LITTLE)
    moved_on = a_version("3.0.0", every_change().domains, some_changes(since="2.0.0"))
    publish(living.database, moved_on)
    move(living)
    undo(living)
    undone = undo(living)
    assert submitted(living) == [None, NOW, NOW]
    assert again(living) == (FIRST.criterion("d1-c2").title,)
    assert undone.kept_newer == 1


def test_only_what_a_person_changed_is_counted_as_having_newer_words(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.answer(level(4, "With a budget."), criterion="d1-c2", based_on=1, key="newer", now=SINCE)
    before = answers(living)[0]["d1-c1"]
    living.answer(level(4, "A slip."), criterion="d1-c1", based_on=1, key="a slip", now=SINCE)
    living.answer(before, criterion="d1-c1", based_on=2, key="as before", now=SINCE)
    living.submit(now=SINCE)
    living.move("close-responding", now=SINCE)
    undone = undo(living)
    assert undone.kept_newer == 1
    assert "1 that was changed since keeps its newer words." in undone.in_words


def test_who_answered_without_a_level_on_another_scale_finds_what_to_look_at_again(living: LivingRound) -> None:
    publish(living.database, every_change(mapping=HIGHER))
    move(living)
    set_aside = Answer(state=AnswerState.NOT_APPLICABLE, reason="Not ours.")
    living.answer(set_aside, criterion="d1-c1", based_on=1, key="newer", now=SINCE)
    living.submit(now=SINCE)
    undo(living)
    assert submitted(living)[0] is None
    assert again(living) == (FIRST.criterion("d1-c1").title,)


def test_how_many_still_have_to_submit_is_counted_for_each_move(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.submit(now=SINCE)
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        assert list(count_reopened(session, round_id=head.id).values()) == [(3, 2)]


@pytest.mark.parametrize("submitted_before", [True, False])
def test_who_submitted_an_answer_to_the_question_of_the_newer_version_looks_at_it_again(
    database: Database, *, submitted_before: bool
) -> None:
    living = a_submitted_round(database) if submitted_before else a_living_round(database, matrix=FIRST)
    publish(living.database, every_change())
    move(living)
    living.answer(level(4, "With a budget."), criterion="d1-c2", based_on=int(submitted_before), key="newer", now=SINCE)
    living.submit(now=SINCE)
    undone = undo(living)
    assert submitted(living)[0] is None
    assert ("1 person who submitted since has to look again" in undone.in_words) is not submitted_before
    assert ("1 person has to submit again" in undone.in_words) is submitted_before
    assert again(living) == (FIRST.criterion("d1-c2").title,)
    kept = living.answer(
        level(2, "As it is asked."), criterion="d1-c2", based_on=1 + submitted_before, key="again", now=UNDONE
    )
    assert kept.saved_at is not None
    assert again(living) == ()


def test_who_answered_since_what_is_asked_as_before_stays_submitted_and_has_nothing_to_look_at_again(
    living: LivingRound,
) -> None:
    publish(living.database, every_change())
    move(living)
    living.answer(level(4, "Newer."), criterion="d1-c1", based_on=1, key="newer", now=SINCE)
    living.submit(now=SINCE)
    undo(living)
    assert submitted(living)[0] == SINCE
    assert again(living) == ()


@pytest.mark.parametrize("scale", [{"mapping": {1: 1, 2: 2, 3: 4, 4: 4}}, {"broken": "It was two things."}])
def test_what_undoing_itself_wrote_again_is_not_to_be_looked_at_again(
    living: LivingRound, scale: dict[str, Any]
) -> None:
    before = submitted(living)
    publish(living.database, every_change(**scale))
    move(living)
    undo(living)
    assert submitted(living) == before
    assert again(living) == ()


def test_who_submitted_a_level_of_the_newer_scale_chooses_again_and_submits_again(living: LivingRound) -> None:
    publish(living.database, every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4}))
    move(living)
    living.answer(level(3, "Newer."), criterion="d1-c1", based_on=1, key="newer", now=SINCE)
    living.submit(now=SINCE)
    undo(living)
    assert submitted(living)[0] is None


@pytest.mark.parametrize(
    "undone, said",
    [
        (Undone(0, 0), ""),
        (
            Undone(0, 0, astray=2),
            " 2 people who submitted since have to look again at what was asked otherwise, and to submit again.",
        ),
        (Undone(0, 0, reopened=2), " Everybody who had submitted before it counts as submitted."),
        (
            Undone(0, 0, reopened=2, waiting=2),
            (
                " 2 people have to submit again: an answer, or what is asked, changed since the move, or the response "
                "was taken back."
            ),
        ),
        (
            Undone(0, 0, reopened=1, waiting=1, is_open=False),
            (
                " 1 person does not count as submitted: an answer, or what is asked, changed since the move, or the "
                "response was taken back."
            ),
        ),
    ],
)
def test_it_is_said_who_has_to_submit_again(undone: Undone, said: str) -> None:
    assert undone.in_words == f"{Undone(0, 0).in_words}{said}"


def test_in_a_round_without_names_no_number_tells_who_had_answered_since() -> None:
    told = {Undone(1, 1, 9, waiting, astray=waiting, is_untold=True).in_words for waiting in (0, 1, 9)}
    assert len(told) == 1
    assert not any(each.isdigit() for each in told.pop())
