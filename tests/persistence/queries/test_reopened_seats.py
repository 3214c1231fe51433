from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from maturity.persistence.queries.reopened_seats import (
    count_reopened,
    leave_reopened,
    put_submissions_back,
    reopen_seats,
    request_key_of,
)
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.round_row import Respondent
from maturity.persistence.rows.version_move import VersionMove
from maturity.usecases.respond import save_answer
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.next_versions import FIRST, every_change, publish


@dataclass(frozen=True)
class Moved:
    """A round of three people of whom two had submitted when a move reopened them."""

    living: LivingRound
    session: Session
    round_id: int
    move: int

    def submitted(self) -> list[bool]:
        """Whether each person has submitted."""
        self.session.expire_all()
        seats = select(Respondent.submitted_at).where(Respondent.round_id == self.round_id).order_by(Respondent.id)
        return [each is not None for each in self.session.scalars(seats)]


@pytest.fixture
def moved(database: Database) -> Iterator[Moved]:
    living = a_living_round(database, matrix=FIRST)
    for partner in list(living.partners)[:2]:
        living.submit(partner=partner)
    version = publish(database, every_change())
    with database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = VersionMove(
            round_id=head.id,
            from_version_id=head.matrix_version,
            to_version_id=version,
            reason="Clearer.",
            account_id=living.lead,
            moved_at=NOW,
        )
        session.add(made)
        session.flush()
        reopen_seats(session, round_id=head.id, move=made.id)
        yield Moved(living, session, head.id, made.id)


def test_everybody_who_had_submitted_is_reopened_and_counted(moved: Moved) -> None:
    assert moved.submitted() == [False, False, False]
    assert count_reopened(moved.session, round_id=moved.round_id) == {moved.move: (2, 2)}
    assert count_reopened(moved.session, round_id=moved.round_id + 1) == {}


def test_they_count_as_submitted_again_and_nobody_else_does(moved: Moved) -> None:
    put_submissions_back(moved.session, move=moved.move)
    assert moved.submitted() == [True, True, False]
    assert count_reopened(moved.session, round_id=moved.round_id) == {moved.move: (2, 0)}


def test_who_is_left_reopened_does_not(moved: Moved) -> None:
    leave_reopened(moved.session, Respondent.account_id == moved.living.respondent)
    put_submissions_back(moved.session, move=moved.move)
    assert moved.submitted() == [False, True, False]
    assert count_reopened(moved.session, round_id=moved.round_id) == {moved.move: (2, 1)}


@pytest.mark.parametrize("writer", ["a person", "a move", "undoing it"])
def test_what_a_person_wrote_since_is_told_from_what_a_move_wrote(moved: Moved, writer: str) -> None:
    keys = {
        "a person": "a key of a form",
        "a move": request_key_of(moved.move),
        "undoing it": request_key_of(moved.move, is_undone=True),
    }
    save_answer(
        moved.session,
        seat=moved.living.seat(moved.session),
        criterion_id="d1-c1",
        answer=level(3, "Newer."),
        based_on=0,
        request_key=keys[writer],
        now=NOW + timedelta(hours=1),
    )
    put_submissions_back(moved.session, move=moved.move)
    assert moved.submitted() == [writer != "a person", True, False]
