from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from maturity.persistence.engine import Database
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.collaborative import Collaborative
from maturity.usecases.audit import record_event
from tests.conftest import NOW
from tests.factories.installations import Setting, a_setting
from tests.factories.living_rounds import a_living_round, level
from tests.factories.two_worlds import two_worlds
from tests.factories.worlds import canaries_in

SAME = "happened_at, account_id, collaborative_id, round_id, action, subject"


def events(database: Database) -> list[AuditEvent]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))


def test_an_event_says_who_did_what_to_what_and_when(database: Database) -> None:
    setting = a_setting(database)
    with database.writing() as session:
        record_event(
            session,
            action="change partner",
            now=NOW,
            account=setting.lead,
            collaborative=setting.collaborative,
            subject="partner 1",
        )
    last = events(database)[-1]
    assert (last.action, last.account_id, last.collaborative_id, last.subject) == (
        "change partner",
        setting.lead,
        setting.collaborative,
        "partner 1",
    )
    assert last.happened_at == NOW


@pytest.mark.parametrize("action", ["sign in", "publish matrix"])
def test_what_administrators_read_is_of_no_collaborative(database: Database, action: str) -> None:
    setting = a_setting(database)
    with database.writing() as session, pytest.raises(ValueError, match="of no collaborative"):
        record_event(session, action=action, now=NOW, account=None, collaborative=setting.collaborative)


def test_what_waits_to_be_written_is_written_first(session: Session) -> None:
    account = Account(
        email="ada@example.org", email_key="ada@example.org", name="Ada Brook", is_disabled=False, created_at=NOW
    )
    session.add(account)
    record_event(session, action="any", now=NOW, account=None)
    assert account.id is not None


def test_an_event_goes_with_the_change_that_it_tells_of(database: Database) -> None:
    setting = a_setting(database)
    before = len(events(database))

    def fail_after_a_change() -> None:
        with database.writing() as session:
            session.get_one(Collaborative, setting.collaborative).name = "Another name"
            record_event(session, action="any", now=NOW, account=setting.lead)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_a_change()
    assert len(events(database)) == before
    with database.reading() as session:
        assert session.get_one(Collaborative, setting.collaborative).name == "Three Rivers Collaborative"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET action = 'nothing'",
        "DELETE FROM audit_event",
        "REPLACE INTO audit_event SELECT * FROM audit_event WHERE id = 1",
        "UPDATE OR REPLACE audit_event SET id = 2 WHERE id = 1",
        "INSERT INTO audit_event SELECT * FROM audit_event WHERE id = 1 ON CONFLICT DO UPDATE SET action = 'nothing'",
        # Past the end, at the end without following, and at the end a second time.
        f"INSERT INTO audit_event SELECT id + 1000, {SAME}, hash, 'new' FROM audit_event ORDER BY id DESC LIMIT 1",  # noqa: S608  (fixed names)
        f"INSERT INTO audit_event SELECT id + 1, {SAME}, 'other', 'new' FROM audit_event ORDER BY id DESC LIMIT 1",  # noqa: S608  (fixed names)
    ],
)
def test_no_event_is_ever_changed_or_removed(database: Database, statement: str) -> None:
    a_setting(database)
    before = [(each.id, each.action, each.hash) for each in events(database)]
    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(text(statement))
    assert [(each.id, each.action, each.hash) for each in events(database)] == before


def test_each_change_of_a_round_leaves_exactly_one_event(database: Database) -> None:
    living = a_living_round(database)
    changes: list[Callable[[], object]] = [
        lambda: living.answer(level(2, "Seen.")),
        living.submit,
        lambda: living.move("close-responding"),
        lambda: living.move("close"),
        lambda: living.move("reopen", reason="A mistake."),
    ]
    for change in changes:
        living.set_the_rest_aside()
        before = len(events(database))
        change()
        assert len(events(database)) == before + 1


def test_a_save_that_changes_nothing_is_no_event(database: Database) -> None:
    living = a_living_round(database)
    living.answer(level(2, "Seen."))
    before = len(events(database))
    living.answer(level(2, "Seen."), based_on=1, key="another")
    assert len(events(database)) == before


@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\x1b", "\x85", "\u2028", "\u202e"])
@pytest.mark.parametrize("column", ["action", "subject"])
def test_no_event_has_a_character_that_does_not_print(database: Database, column: str, character: str) -> None:
    before = len(events(database))
    words = {"action": "any", "subject": "partner 1"} | {column: f"partner{character} 1"}
    with pytest.raises(ValueError, match="one line"), database.writing() as session:
        record_event(session, now=NOW, account=None, action=words["action"], subject=words["subject"])
    assert len(events(database)) == before


def test_the_record_says_nothing_of_what_anybody_wrote(database: Database) -> None:
    two_worlds(database)
    recorded = events(database)
    assert len(recorded) > 100
    assert canaries_in(repr([(each.action, each.subject) for each in recorded])) == set()


def test_a_record_that_repeats_what_was_written_would_be_noticed(database: Database) -> None:
    setting: Setting = a_setting(database)
    with database.writing() as session:
        record_event(session, action="any", now=NOW, account=setting.lead, subject="reason Zqa1p1x001q")
    assert canaries_in(repr([(each.action, each.subject) for each in events(database)])) == {"a1p1"}
