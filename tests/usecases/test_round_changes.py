from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round, list_rounds
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.round_changes import note_round_changed
from tests.factories.installations import a_setting
from tests.factories.living_rounds import NOW, a_living_round


def test_a_change_of_a_round_is_noted_once_and_all_that_rests_on_it_is_older_than_it(database: Database) -> None:
    living = a_living_round(database)
    with database.writing() as session:
        before = get_round(session, collaborative=living.collaborative, number=living.number)
        note_round_changed(
            session, head=before, action="try", account=living.lead, now=NOW, subject="a place", meeting_minutes=90
        )
        after = get_round(session, collaborative=living.collaborative, number=living.number)
        assert (after.state_version, after.version) == (before.state_version + 1, before.version)
        assert after.meeting_minutes == 90
        events = session.execute(
            select(AuditEvent.account_id, AuditEvent.collaborative_id, AuditEvent.round_id, AuditEvent.subject).where(
                AuditEvent.action == "try"
            )
        ).all()
        assert [tuple(event) for event in events] == [(living.lead, living.collaborative, before.id, "a place")]


def test_another_round_stays_as_it_is(database: Database) -> None:
    setting = a_setting(database)
    setting.add_round()
    setting.add_round()
    with database.writing() as session:
        other, one = list_rounds(session, collaborative=setting.collaborative)
        note_round_changed(session, head=one, action="try", account=setting.lead, now=NOW)
        assert list_rounds(session, collaborative=setting.collaborative) == [
            other,
            replace(one, state_version=one.state_version + 1),
        ]
