from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.ballots import get_ballot
from maturity.persistence.queries.named_people import list_voters, with_people
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import list_rounds
from maturity.persistence.rows.ballot import BallotRow
from maturity.persistence.rows.round_row import RoundRow
from tests.factories.named_rounds import COLLEAGUE, LEAD, LEAD_OF_TWO, ONE, NamedRound, a_named_round


def people_on(given: NamedRound, criterion: str) -> list[str]:
    with given.living.database.reading() as session:
        heads = list_rounds(session, collaborative=given.living.collaborative)
        (record,) = load_round_records(session, heads=heads)
    return [position.person for position in record.positions_on(criterion)]


def test_in_a_named_round_each_position_has_who_gave_agreed_or_entered_it(fresh_database: Database) -> None:
    given = a_named_round(fresh_database, Naming.NAMED)
    assert people_on(given, "d1-c1") == [ONE, LEAD_OF_TWO, LEAD]
    assert people_on(given, "d2-c1")[:2] == [ONE, COLLEAGUE]


def test_a_median_and_what_was_left_blank_are_nobodys(fresh_database: Database) -> None:
    given = a_named_round(fresh_database, Naming.NAMED)
    assert people_on(given, "d1-c2")[:2] == [ONE, ""]
    assert set(people_on(given, "d1-c3")) == {""}


def test_in_any_other_round_no_person_is_read(fresh_database: Database) -> None:
    given = a_named_round(fresh_database, Naming.PARTNER_ONLY)
    assert {*people_on(given, "d1-c1"), *people_on(given, "d2-c1")} == {""}


def test_without_a_named_round_nothing_is_asked(session: Session) -> None:
    assert with_people(session, rounds={}, positions={}) == {}


def test_who_cast_a_vote_is_told_once_the_ballot_is_revealed(fresh_database: Database) -> None:
    given = a_named_round(fresh_database, Naming.NAMED)
    first, second, third = given.living.partners
    with fresh_database.reading() as session:
        round_id = session.scalars(select(RoundRow.id)).one()
        ballot = get_ballot(session, round_id=round_id, ballot=session.scalars(select(BallotRow.id)).one())
        assert list_voters(session, ballots=[ballot]) == {ballot.id: {first: ONE, second: COLLEAGUE, third: LEAD}}
    given.room.ask()
    given.room.vote(0, 2)
    with fresh_database.reading() as session:
        assert list_voters(session, ballots=[get_ballot(session, round_id=round_id, ballot=given.room.ballot)]) == {}
