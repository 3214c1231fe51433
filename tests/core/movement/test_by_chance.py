"""How many of many verdicts chance alone would bring, and what is said of it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.movement.by_chance import ByChance, by_chance

CHANCE = st.integers(1, 500).map(lambda ten_thousandths: Fraction(ten_thousandths, 10_000))
SOME = st.lists(CHANCE, max_size=30)


@given(SOME, st.integers(0, 9), st.randoms(use_true_random=False))
def test_the_order_plays_no_part(chances: list[Fraction], found: int, shuffle: random.Random) -> None:
    other = [*chances]
    shuffle.shuffle(other)
    assert by_chance(other, found) == by_chance(chances, found)


@given(SOME, CHANCE)
def test_one_more_that_is_judged_adds_its_own_chance(chances: list[Fraction], more: Fraction) -> None:
    before, after = by_chance(chances, 0), by_chance([*chances, more], 0)
    assert (after.judged, after.expected) == (before.judged + 1, before.expected + more)


def test_what_could_not_be_judged_is_not_counted() -> None:
    some = [Fraction(0), Fraction(1, 50), Fraction(0), Fraction(3, 100)]
    assert by_chance(some, 1) == ByChance(judged=2, expected=Fraction(1, 20), found=1)


@pytest.mark.parametrize("chances", [[], [Fraction(1, 50)], [Fraction(1, 50), Fraction(0)]])
def test_nothing_is_said_of_a_single_verdict(chances: list[Fraction]) -> None:
    assert by_chance(chances, len(chances[:1])).in_words("criteria") == ""


@pytest.mark.parametrize(
    "expected,found,said",
    [
        ("0.72", 0, "about 1 would be likely real by chance alone; none is."),
        ("0.72", 1, "about 1 would be likely real by chance alone; 1 is."),
        ("0.72", 3, "about 1 would be likely real by chance alone; 3 are."),
        ("0.39", 6, "fewer than 1 would be likely real by chance alone; 6 are."),
        ("0.5", 2, "about 1 would be likely real by chance alone; 2 are."),
        ("1.49", 9, "about 1 would be likely real by chance alone; 9 are."),
        ("1.5", 9, "about 2 would be likely real by chance alone; 9 are."),
    ],
)
def test_the_sentence_says_how_many_of_how_many(expected: str, found: int, said: str) -> None:
    of = by_chance([Fraction(expected) / 27] * 27, found)
    assert of.in_words("criteria") == f"Of 27 criteria that could be judged, {said}"


def test_what_is_more_than_there_would_be_is_said_to_be_the_most() -> None:
    of = by_chance([Fraction(1, 20)] * 20, 4)
    assert of.in_words("domains", is_most=True) == (
        "Of 20 domains that could be judged, at most about 1 would be likely real by chance alone; 4 are."
    )
    few = by_chance([Fraction(1, 20)] * 4, 2)
    assert few.in_words("domains", is_most=True) == few.in_words("domains")
