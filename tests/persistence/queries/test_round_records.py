from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import RoundHead, list_rounds
from tests.factories.worlds import AGREEING, CLOSED, OPEN, Worlds, canaries_in


def test_a_record_holds_everything_of_its_own_round_and_nothing_of_another(session: Session, worlds: Worlds) -> None:
    for world in worlds:
        heads = {head.number: head for head in list_rounds(session, collaborative=world.collaborative)}
        closed, agreeing = load_round_records(session, heads=[heads[CLOSED], heads[AGREEING]])
        assert (closed.number, agreeing.number) == (CLOSED, AGREEING)
        of_both = {f"{world.letter}co", f"{world.letter}set"}
        for number, record in ((CLOSED, closed), (AGREEING, agreeing)):
            said = {f"{world.letter}{number}{what}" for what in ("set", "p1", "p2", "g")}
            assert canaries_in(repr(record)) == said | of_both, "what the third partner never submitted is not there"


def test_an_open_round_has_no_positions_yet(session: Session, worlds: Worlds) -> None:
    head = next(h for h in list_rounds(session, collaborative=worlds.a.collaborative) if h.number == OPEN)
    (record,) = load_round_records(session, heads=[head])
    assert not record.positions
    assert len(record.partners) == 3


def test_many_rounds_take_no_more_queries_than_one(session: Session, worlds: Worlds) -> None:
    heads = list_rounds(session, collaborative=worlds.a.collaborative)
    load_round_records(session, heads=heads)  # the matrix is read once for all
    one, all_of_them = (statements_of(worlds, session, heads[:most]) for most in (1, 4))
    assert one == all_of_them <= 5


def statements_of(worlds: Worlds, session: Session, heads: Sequence[RoundHead]) -> int:
    """How many statements the database is sent."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(worlds.database.engine, "before_cursor_execute", note)
    try:
        load_round_records(session, heads=heads)
    finally:
        event.remove(worlds.database.engine, "before_cursor_execute", note)
    return len(statements)


def test_no_rounds_are_no_records(session: Session) -> None:
    assert load_round_records(session, heads=[]) == []
