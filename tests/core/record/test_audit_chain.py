from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from maturity.core.record.audit_chain import BEFORE_THE_FIRST, Event, chained_hash

EVENT = Event(
    number=7,
    happened_at=datetime(2026, 3, 4, 10, 30, 0, 123456, tzinfo=UTC),
    account=1,
    collaborative=2,
    round_id=None,
    action="open round",
    subject="round 3",
)


def test_the_hash_is_that_of_a_list_that_anybody_can_write_by_hand() -> None:
    # printf '["%064d",7,"2026-03-04T10:30:00.123456Z",1,2,null,"open round","round 3"]' 0 | sha256sum
    assert chained_hash(EVENT, BEFORE_THE_FIRST) == "ed9fec11124efa6d63745620888b0f39745ee0a1a4247635a98524bda14391a5"


@pytest.mark.parametrize(
    "changed",
    [
        replace(EVENT, number=8),
        replace(EVENT, happened_at=EVENT.happened_at + timedelta(microseconds=1)),
        replace(EVENT, account=None),
        replace(EVENT, account=12, collaborative=None),
        replace(EVENT, collaborative=3),
        replace(EVENT, round_id=2),
        replace(EVENT, action="open  round"),
        replace(EVENT, subject=""),
    ],
)
def test_any_changed_field_gives_another_hash(changed: Event) -> None:
    assert chained_hash(changed, BEFORE_THE_FIRST) != chained_hash(EVENT, BEFORE_THE_FIRST)


def test_another_hash_before_gives_another_hash() -> None:
    assert chained_hash(EVENT, "1" * 64) != chained_hash(EVENT, BEFORE_THE_FIRST)


def test_the_same_moment_in_another_zone_gives_the_same_hash() -> None:
    summer = EVENT.happened_at.astimezone(timezone(timedelta(hours=1)))
    assert chained_hash(replace(EVENT, happened_at=summer), BEFORE_THE_FIRST) == chained_hash(EVENT, BEFORE_THE_FIRST)
