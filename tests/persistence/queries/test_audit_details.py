from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from maturity.core.record.audit_words import MoreKnown
from maturity.persistence.engine import Database
from maturity.persistence.queries.audit_details import more_known, partners_in
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.usecases.audit import record_event
from tests.conftest import NOW
from tests.factories.living_rounds import LivingRound, a_living_round
from tests.factories.next_versions import FIRST, every_change, publish_and_move, without


@pytest.mark.parametrize(
    "subject, partners",
    [
        ("partner 12", (12,)),
        ("partner 12 merged 7", (12, 7)),
        ("partner 12 succeeded 7", (12, 7)),
        ("partner 12 alone", (12,)),
        (f"partner 12 {'a' * 64}", (12,)),
        ("partner 12 merged", (12,)),
        ("account 12", ()),
        ("", ()),
    ],
)
def test_an_event_is_about_one_partner_or_about_the_other_one_too(subject: str, partners: tuple[int, ...]) -> None:
    assert partners_in(subject) == partners


def known_of(living: LivingRound, action: str) -> list[MoreKnown]:
    """What is known of all events of one action, the first one first."""
    with living.database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)).all()
        known: Mapping[int, MoreKnown] = more_known(session, events=events, partners={})
        return [known.get(event.id, MoreKnown()) for event in events]


def test_of_two_reopenings_at_one_moment_no_reason_is_told_because_none_is_certain(database: Database) -> None:
    living = a_living_round(database)
    for reason in ("One level was wrong.", "Another was."):
        living.move("close-responding")
        living.move("reopen-responding", reason=reason)
    assert known_of(living, "reopen-responding round") == [MoreKnown(), MoreKnown()]


def test_a_criterion_that_is_asked_no_more_keeps_the_title_that_it_had(database: Database) -> None:
    living = a_living_round(database, matrix=FIRST)
    living.move("close-responding")
    agree_on(living, "d1-c1")
    publish_and_move(living, without(FIRST, "d1-c1"))
    assert known_of(living, "agree level") == [MoreKnown("named", {"criterion": f"“{FIRST.criterion('d1-c1').title}”"})]


def test_a_criterion_that_only_the_later_version_has_is_named_after_the_move_was_made(database: Database) -> None:
    living = a_living_round(database, matrix=FIRST)
    later = every_change()
    new = next(each for each in later.criteria if each.id not in {before.id for before in FIRST.criteria})
    publish_and_move(living, later)
    agree_on(living, new.id)
    agree_on(living, "no-such-criterion")
    assert known_of(living, "agree level") == [
        MoreKnown("named", {"criterion": f"“{new.title}”"}),
        MoreKnown(),
    ]


def agree_on(living: LivingRound, criterion: str) -> None:
    with living.database.writing() as session:
        record_event(
            session,
            action="agree level",
            now=NOW,
            account=living.lead,
            collaborative=living.collaborative,
            round_id=1,
            subject=criterion,
        )
