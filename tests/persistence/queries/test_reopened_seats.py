from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from maturity.core.matrix_change.version_move import Tier
from maturity.persistence.engine import Database
from maturity.persistence.queries.reopened_seats import (
    count_reopened,
    leave_reopened,
    put_submissions_back,
    reopen_seats,
    reopen_to_look_again,
)
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.queries.version_moves import request_key_of
from maturity.persistence.rows.round_row import Respondent
from maturity.persistence.rows.version_move import VersionMove, VersionMoveEffect
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


@pytest.mark.parametrize("wrote", ["a person", "the move", "undoing it"])
def test_what_a_person_wrote_since_is_told_from_what_a_move_wrote_whatever_the_key(moved: Moved, wrote: str) -> None:
    made = moved.session.get_one(VersionMove, moved.move)
    kept = save_answer(
        moved.session,
        seat=moved.living.seat(moved.session),
        criterion_id="d1-c1",
        answer=level(3, "Newer."),
        based_on=0,
        request_key=request_key_of(moved.move),
        now=NOW + timedelta(hours=1),
    )
    if wrote == "the move":
        moved.session.add(
            VersionMoveEffect(
                move_id=made.id,
                tier=Tier.RESPONSE,
                row_id=kept.row,
                criterion_id="d1-c1",
                from_version=0,
                to_version=kept.version,
            )
        )
    if wrote == "undoing it":
        made.undone_at, made.undone_by = NOW + timedelta(hours=1), moved.living.respondent
    moved.session.flush()
    put_submissions_back(moved.session, move=moved.move)
    assert moved.submitted() == [wrote != "a person", True, False]


@pytest.mark.parametrize("criterion, astray", [("d1-c1", 0), ("d1-c2", 1)])
def test_whoever_submitted_again_with_an_answer_since_is_reopened_to_look_at_it(
    moved: Moved, criterion: str, astray: int
) -> None:
    save_answer(
        moved.session,
        seat=moved.living.seat(moved.session, partner=list(moved.living.partners)[2]),
        criterion_id=criterion,
        answer=level(3, "Newer."),
        based_on=0,
        request_key="newer",
        now=NOW + timedelta(hours=1),
    )
    moved.session.execute(update(Respondent).values(submitted_at=NOW + timedelta(hours=1)))
    found = reopen_to_look_again(moved.session, round_id=moved.round_id, move=moved.move, criteria=["d1-c2"], since=NOW)
    assert found == astray
    assert moved.submitted() == [True, True, not astray]
