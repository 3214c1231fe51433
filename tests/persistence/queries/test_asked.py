from __future__ import annotations

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from maturity.core.asked import Progress
from maturity.persistence.queries.asked import list_progress, load_asked
from maturity.persistence.queries.rounds import get_round, list_participants
from maturity.persistence.rows.handed_domain import HandedDomain
from tests.factories.statements import questions_of
from tests.factories.worlds import OPEN, Worlds


def progress_of_team(session: Session, worlds: Worlds) -> list[Progress]:
    """How far the two people of the second partner have come, its lead first. Each answered both criteria."""
    head = get_round(session, collaborative=worlds.a.collaborative, number=OPEN)
    return [person.progress for person in list_participants(session, round_id=head.id)[1].people]


def test_what_was_handed_to_a_colleague_is_neither_asked_of_a_person_nor_counted(
    session: Session, worlds: Worlds
) -> None:
    assert progress_of_team(session, worlds) == [Progress(1, 1), Progress(2, 2)]


def test_what_nobody_was_handed_is_asked_of_everybody(session: Session, worlds: Worlds) -> None:
    session.execute(delete(HandedDomain))
    assert progress_of_team(session, worlds) == [Progress(2, 2), Progress(2, 2)]


@pytest.mark.usefixtures("worlds")
def test_a_round_that_there_is_not_has_nobody_in_it(session: Session) -> None:
    assert list_progress(session, asked=load_asked(session, round_id=999), seats={}) == {}
    assert list_participants(session, round_id=999) == []


def test_people_are_read_with_their_progress_in_five_queries_however_many_there_are(
    session: Session, worlds: Worlds
) -> None:
    head = get_round(session, collaborative=worlds.a.collaborative, number=OPEN)
    list_participants(session, round_id=head.id)  # the matrix is read once, and kept
    assert questions_of(worlds.database, lambda: list_participants(session, round_id=head.id)) == 5
