"""One digest for one content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest

from maturity.core.record.canonical import content_digest
from maturity.core.round import Stage


@dataclass(frozen=True)
class Holder:
    value: object


def test_equal_content_has_one_digest() -> None:
    assert content_digest(Holder(value={"b": 1, "a": (2, 3)})) == content_digest(Holder(value={"a": [2, 3], "b": 1}))
    assert content_digest(Holder(value=frozenset({3, 1, 2}))) == content_digest(Holder(value=frozenset({2, 3, 1})))
    here, there = (datetime(2026, 7, 1, 8, tzinfo=UTC), datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(hours=1))))
    assert content_digest(Holder(value=here)) == content_digest(Holder(value=there))


@pytest.mark.parametrize(
    "first,second",
    [
        (None, ""),
        (1, "1"),
        (1, True),
        (Fraction(1, 2), Fraction(2, 3)),
        (date(2026, 1, 1), date(2026, 1, 2)),
        (datetime(2026, 1, 1, 8, tzinfo=UTC), datetime(2026, 1, 1, 8, 0, 0, 1, tzinfo=UTC)),
        (Stage.DRAFT, Stage.OPEN),
        ((1, 2), (2, 1)),
        (("a", "b"), ("ab",)),
        ({"a": 1}, {"a": 2}),
        (Holder(value=1), (1,)),
        ("é", "e"),
    ],
)
def test_different_content_has_another_digest(first: object, second: object) -> None:
    assert content_digest(Holder(value=first)) != content_digest(Holder(value=second))


@pytest.mark.parametrize("value", [0.5, object(), {1, 2}])
def test_a_value_without_a_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no canonical form"):
        content_digest(Holder(value=value))


def test_only_a_dataclass_has_a_digest() -> None:
    with pytest.raises(TypeError, match="no canonical form"):
        content_digest("text")
