"""What stands though another version asked it otherwise: named while levels are agreed, until one is recorded again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import event

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.given_otherwise import GivenOtherwise
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import ANSWERS, get_seat
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.agree import agree_level, open_table
from maturity.usecases.given_otherwise import list_given_otherwise
from maturity.usecases.hand_over import hand_over
from maturity.usecases.respond import save_answer
from maturity.usecases.seats import take_seat
from maturity.usecases.version_move import Undone, find_move_to_undo, move_to_next_version, plan_move, undo_move
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round, level
from tests.factories.matrices import some_domains
from tests.factories.next_versions import FIRST, every_change, publish
from tests.factories.versions import a_version, some_changes

LEVELS: Final = {"d1-c1": (1, 2, 3), "d1-c2": (2, 2, 2), "d1-c3": (3, 2, 1)}
CLOSED, MOVED, SINCE, UNDONE, AFTER = (NOW + timedelta(hours=each) for each in (1, 2, 3, 4, 5))
AMENDED: Final = FIRST.criterion("d1-c2").title
BUDGET: Final = "version 2.0.0 had for 1 Emerging “Now with a budget.”"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def living(database: Database) -> LivingRound:
    living = a_living_round(database, matrix=FIRST)
    living.respond(LEVELS)
    return living


def move(living: LivingRound, now: datetime = MOVED) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        plan = plan_move(session, head=head)
        assert plan is not None
        move_to_next_version(session, head=head, seen=plan.seen, reason="Clearer.", by=living.lead, now=now)


def undo(living: LivingRound) -> Undone:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = find_move_to_undo(session, head=head)
        assert made is not None
        return undo_move(session, head=head, move=made.id, by=living.lead, now=UNDONE)


def agree(living: LivingRound, criterion: str = "d1-c2", *, based_on: int = 0, now: datetime = CLOSED) -> int:
    """Record level 3 on a criterion. Returns the version that stands."""
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        kept = agree_level(
            session,
            head=head,
            criterion_id=criterion,
            consensus=Consensus(state=ConsensusState.AGREED, level=3, reason="So we agreed."),
            based_on=based_on,
            request_key=f"{criterion} {now}",
            account=living.lead,
            now=now,
        )
    return kept.version


def otherwise(living: LivingRound, matrix: Matrix | None = None) -> dict[str, GivenOtherwise]:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        return dict(list_given_otherwise(session, head=head, matrix=matrix))


def said(living: LivingRound) -> dict[str, tuple[str, ...]]:
    return {each.title: each.in_words for each in otherwise(living).values()}


def test_a_round_that_never_moved_has_nothing_that_was_asked_otherwise(living: LivingRound) -> None:
    living.move("close-responding", now=CLOSED)
    agree(living)
    assert otherwise(living) == {}


def test_a_position_that_was_given_to_the_newer_question_is_named_once_the_move_is_undone(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.answer(level(4, "With a budget."), criterion="d1-c2", based_on=1, key="newer", now=SINCE)
    living.submit(now=SINCE)
    living.move("close-responding", now=SINCE)
    undone = undo(living)
    assert said(living) == {AMENDED: (f"Positions were given when {BUDGET}",)}
    assert undone.in_words.endswith(
        "Given when another version asked otherwise, and marked so until a level is recorded again: "
        f"positions on “{AMENDED}”."
    )


def test_who_submitted_again_what_was_said_before_the_move_is_not_named_when_it_is_undone(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.submit(now=SINCE)
    living.move("close-responding", now=SINCE)
    assert otherwise(living) == {}
    assert "otherwise" not in undo(living).in_words
    assert otherwise(living) == {}


def test_an_answer_that_does_not_count_since_its_domain_was_handed_on_is_not_named(living: LivingRound) -> None:
    """The position rests on the answer of a colleague, who answered as it was asked before the move."""
    with living.database.writing() as session:
        seat = living.seat(session)
        other = take_seat(session, round_id=seat.round_id, partner=living.partner, account=living.lead)
        session.get_one(Respondent, seat.respondent).submitted_at = None
        session.flush()
        hand_over(session, seat=seat, domain_id="d1", to=other, seen=None, now=NOW)
        save_answer(
            session,
            seat=get_seat(
                session,
                collaborative=living.collaborative,
                number=living.number,
                partner=living.partner,
                account=living.lead,
            ),
            criterion_id="d1-c2",
            answer=level(1, "As it was asked."),
            based_on=0,
            request_key="other",
            now=NOW,
        )
        session.get_one(Respondent, other).submitted_at = NOW
    publish(living.database, every_change())
    move(living)
    with living.database.writing() as session:
        ANSWERS.keep(
            session,
            place={"respondent_id": seat.respondent, "criterion_id": "d1-c2"},
            before=ANSWERS.find(session, respondent_id=seat.respondent, criterion_id="d1-c2"),
            said=level(4, "With a budget."),
            account=living.respondent,
            request_key="newer",
            now=SINCE,
        )
    living.submit(now=SINCE)
    living.move("close-responding", now=SINCE)
    undo(living)
    assert otherwise(living) == {}


def test_an_agreed_level_stays_with_the_question_of_then_until_it_is_recorded_again(living: LivingRound) -> None:
    living.move("close-responding", now=CLOSED)
    publish(living.database, every_change())
    move(living)
    agree(living, now=SINCE)
    agree(living, "d1-c1", now=SINCE)
    undone = undo(living)
    assert said(living) == {AMENDED: (f"Agreed when {BUDGET}",)}
    assert undone.in_words.endswith(f"until a level is recorded again: the agreed level on “{AMENDED}”.")
    assert agree(living, based_on=1, now=AFTER) == 2, "the same words are recorded again"
    assert otherwise(living) == {}
    assert agree(living, based_on=2, now=AFTER + timedelta(hours=1)) == 2, "and once is enough"


def test_moving_forward_while_levels_are_agreed_names_what_was_given_before(living: LivingRound) -> None:
    living.move("close-responding", now=CLOSED)
    agree(living)
    publish(living.database, every_change())
    move(living)
    then = f"version 1.0.0 had for 1 Emerging “{FIRST.criterion('d1-c2').descriptors[0].text}”"
    elsewhere = "version 1.0.0 asked other criteria in its place."
    assert said(living) == {
        AMENDED: (f"Agreed when {then}", f"Positions were given when {then}"),
        "Part a": (f"Positions were given when {elsewhere}",),
    }
    undo(living)
    assert otherwise(living) == {}


def test_what_is_recorded_as_it_is_asked_clears_the_positions_on_it(living: LivingRound) -> None:
    living.move("close-responding", now=CLOSED)
    publish(living.database, every_change())
    move(living)
    assert "d1-c2" in otherwise(living)
    agree(living, now=SINCE)
    assert "d1-c2" not in otherwise(living)


def test_what_was_entered_on_behalf_of_a_partner_is_named_too(database: Database) -> None:
    living = a_living_round(database, matrix=FIRST)
    publish(living.database, every_change())
    move(living, NOW - timedelta(hours=1))
    living.enter_on_behalf(level(4, "On paper."), criterion="d1-c2", key="entered")
    living.move("close-responding", now=SINCE)
    undo(living)
    assert said(living) == {AMENDED: (f"Positions were given when {BUDGET}",)}


def test_before_levels_are_agreed_nothing_is_named(living: LivingRound) -> None:
    publish(living.database, every_change())
    move(living)
    living.answer(level(4, "With a budget."), criterion="d1-c2", based_on=1, key="newer", now=SINCE)
    assert undo(living).otherwise == ()
    assert otherwise(living) == {}


def test_what_undoing_would_leave_can_be_told_beforehand(living: LivingRound) -> None:
    living.move("close-responding", now=CLOSED)
    publish(living.database, every_change())
    move(living)
    agree(living, now=SINCE)
    assert list(otherwise(living, living.matrix)) == ["d1-c2"]
    undo(living)
    assert list(otherwise(living)) == ["d1-c2"]


def test_the_table_of_agreeing_has_them(living: LivingRound) -> None:
    living.move("close-responding", now=CLOSED)
    publish(living.database, every_change())
    move(living)
    with living.database.reading() as session:
        table = open_table(session, collaborative=living.collaborative, number=living.number)
    assert list(table.otherwise) == ["d1-c2", "d1-c3a"]


def test_queries_do_not_grow_with_criteria(database: Database) -> None:
    counts = []
    for name, size in (("Northmere", 2), ("Southmere", 9)):
        first = replace(a_version("1.0.0", some_domains(2, size)), key=f"of-{size}")
        living = a_living_round(database, matrix=first, name=name)
        living.respond({each.id: (1, 2, 3) for each in first.criteria})
        living.move("close-responding", now=CLOSED)
        publish(database, replace(a_version("2.0.0", first.domains, some_changes()), key=f"of-{size}"))
        move(living)
        otherwise(living)
        ran: list[str] = []
        with database.reading() as session:
            head = get_round(session, collaborative=living.collaborative, number=living.number)
            bind = session.get_bind()
            event.listen(bind, "before_cursor_execute", lambda *each, ran=ran: ran.append(each[2]))
            list_given_otherwise(session, head=head)
        counts.append(len(ran))
    assert counts[0] == counts[1]
