from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.given_otherwise import Asked, GivenOtherwise, said_of_given, version_at
from tests.factories.next_versions import FIRST, every_change
from tests.factories.versions import a_version

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = every_change()
ASKED = FIRST.criterion("d1-c2")
MONEY = "And with which money?"
ANOTHER_MEANING = "version 2.0.0 meant something else by it."


@pytest.mark.parametrize(
    "moment, version", [(-HOUR, 1), (timedelta(), 1), (HOUR, 2), (2 * HOUR, 1), (3 * HOUR, 1), (4 * HOUR, 3)]
)
def test_what_is_said_at_the_moment_of_a_move_is_said_to_the_version_before_and_at_undoing_to_the_one_after(
    moment: timedelta, version: int
) -> None:
    asked = (Asked(2, NOW, after=True), Asked(1, NOW + 2 * HOUR, after=False), Asked(3, NOW + 3 * HOUR, after=True))
    assert version_at(NOW + moment, first=1, asked=asked) == version


def otherwise(criterion: Criterion) -> Matrix:
    """The first version with another second criterion."""

    def changed(each: Criterion) -> Criterion:
        return criterion if each.id == criterion.id else each

    domains = (replace(each, criteria=tuple(map(changed, each.criteria))) for each in FIRST.domains)
    return a_version("2.0.0", tuple(domains))


@pytest.mark.parametrize(
    "then, in_words, briefly",
    [
        (
            otherwise(replace(ASKED, question=MONEY)),
            "version 2.0.0 asked: “And with which money?”",
            "version 2.0.0 asked: “And with which money?”",
        ),
        (
            otherwise(replace(ASKED, title="Money")),
            "version 2.0.0 had for the title “Money”",
            "version 2.0.0 had other words for the title.",
        ),
        (
            otherwise(replace(ASKED, question=MONEY, title="Money")),
            "version 2.0.0 asked: “And with which money?”, and had for the title “Money”",
            "version 2.0.0 asked: “And with which money?”",
        ),
        (
            SECOND,
            "version 2.0.0 had for 1 Emerging “Now with a budget.”",
            "version 2.0.0 had other words for 1 Emerging.",
        ),
        (
            otherwise(replace(ASKED, guidance="More help.")),
            ANOTHER_MEANING,
            ANOTHER_MEANING,
        ),
    ],
)
def test_it_is_said_what_was_asked_then(then: Matrix, in_words: str, briefly: str) -> None:
    given = GivenOtherwise("d1-c2", FIRST, positions=(then,), agreed=then)
    assert given.title == FIRST.criterion("d1-c2").title
    assert given.in_words == (f"Agreed when {in_words}", f"Positions were given when {in_words}")
    assert given.briefly == (f"Agreed when {briefly}", f"Positions were given when {briefly}")


def test_what_another_version_did_not_ask_has_no_words_of_then() -> None:
    given = GivenOtherwise("d1-c3a", SECOND, agreed=FIRST)
    assert given.in_words == ("Agreed when version 1.0.0 asked other criteria in its place.",)


def test_a_sentence_names_the_criteria() -> None:
    both = GivenOtherwise("d1-c2", FIRST, positions=(SECOND,), agreed=SECOND)
    level = GivenOtherwise("d1-c1", FIRST, agreed=SECOND)
    assert said_of_given([]) == ""
    assert said_of_given([both]) == "the agreed level on “D1 c2” and positions on “D1 c2”"
    assert said_of_given([level, both]) == "agreed levels on “D1 c1” and “D1 c2” and positions on “D1 c2”"
