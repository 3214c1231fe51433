"""What became of the last message to each person."""

from __future__ import annotations

from datetime import timedelta

from maturity.persistence.engine import Database
from maturity.persistence.queries.messages import last_messages_of_round
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.message import MessageKind, MessageState
from maturity.usecases.post_queue import note_not_sent, note_sent
from tests.factories.living_rounds import NOW, a_living_round
from tests.factories.posting import claim, write_to_all


def test_the_last_message_to_each_person_of_a_round_is_told(database: Database) -> None:
    living = a_living_round(database)
    write_to_all(living)
    first, second, third = (claim(database) for _ in range(3))
    assert first is not None
    assert second is not None
    assert third is not None
    with database.writing() as session:
        note_sent(session, first, now=NOW)
        note_not_sent(session, second, problem="No such address.", is_final=True, now=NOW)
        note_not_sent(session, third, problem="Busy.", is_final=False, now=NOW)
    write_to_all(living, MessageKind.REMINDER, now=NOW + timedelta(days=2))
    with database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=1)
        last = last_messages_of_round(session, round_id=head.id)
    assert last.keys() == {(account, partner) for partner, account in living.partners.items()}
    facts = {(one.kind, one.state, one.problem, one.is_under_way) for one in last.values()}
    assert facts == {
        (MessageKind.REMINDER, MessageState.QUEUED, "", True),
        (MessageKind.INVITATION, MessageState.QUEUED, "Busy.", True),
    }


def test_a_round_without_messages_has_none(database: Database) -> None:
    a_living_round(database)
    with database.reading() as session:
        assert last_messages_of_round(session, round_id=1) == {}
