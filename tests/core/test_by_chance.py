"""How many of many verdicts chance alone would bring, exactly, and what is said of it."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from maturity.core.by_chance import ByChance, by_chance

SOME = st.lists(st.floats(0.0001, 0.05), max_size=9)


def said(expected: float, found: int, *, of: int = 27) -> str:
    return by_chance([expected / of] * of, found).in_words("criterion", "criteria")


def test_chances_that_are_alike_have_the_binomial_distribution() -> None:
    for found in range(28):
        exact = float(binom.sf(found - 1, 27, 0.0267))
        assert by_chance([0.0267] * 27, found).chance_of_as_many == pytest.approx(exact, rel=1e-9, abs=1e-15)


@given(SOME, st.integers(0, 9))
def test_chances_that_differ_have_what_counting_every_case_gives(chances: list[float], found: int) -> None:
    exact = Fraction(0)
    for case in product((0, 1), repeat=len(chances)):
        if sum(case) >= found:
            exact += prod((Fraction(c) if hit else 1 - Fraction(c)) for c, hit in zip(chances, case, strict=True))
    assert by_chance(chances, found).chance_of_as_many == pytest.approx(float(exact), rel=1e-9, abs=1e-15)


@given(SOME, st.integers(0, 9), st.randoms(use_true_random=False))
def test_the_order_plays_no_part(chances: list[float], found: int, shuffle: random.Random) -> None:
    other = [*chances]
    shuffle.shuffle(other)
    assert by_chance(other, found) == by_chance(chances, found)


@given(SOME, st.integers(1, 8))
def test_more_found_are_never_more_to_be_expected_and_more_judged_never_less(chances: list[float], found: int) -> None:
    of = by_chance(chances, found)
    assert by_chance(chances, found + 1).chance_of_as_many <= of.chance_of_as_many
    assert by_chance(chances, found + 1).is_more >= of.is_more
    more = by_chance([*chances, 0.02], found)
    assert more.chance_of_as_many >= of.chance_of_as_many
    assert more.expected > of.expected


def test_what_could_not_be_judged_is_not_counted() -> None:
    of = by_chance([0.0, 0.02, 0.0, 0.03], 1)
    assert (of.judged, of.expected, of.found) == (2, pytest.approx(0.05), 1)


@given(st.floats(0.0001, 0.05))
def test_a_single_verdict_is_held_to_what_it_was_held_to_before(chance: float) -> None:
    assert ByChance((chance,), 1).is_more
    assert ByChance((chance,), 1).in_words("criterion", "criteria") == ""


def test_none_found_is_never_more_than_chance() -> None:
    assert not by_chance([0.02] * 27, 0).is_more
    assert not by_chance([], 0).is_more


@pytest.mark.parametrize(
    "expected,found,end",
    [
        (0.72, 0, "about 1 would be called likely real by chance alone if nothing had changed; none is."),
        (0.72, 1, "by chance alone if nothing had changed; 1 is. That is no more than chance may bring."),
        (0.72, 2, "by chance alone if nothing had changed; 2 are. That is no more than chance may bring."),
        (0.72, 3, "about 1 would be called likely real by chance alone if nothing had changed; 3 are."),
        (0.39, 1, "fewer than 1 would be called likely real by chance alone if nothing had changed; 1 is. That is no "),
        (
            0.39,
            6,
            "could be judged, fewer than 1 would be called likely real by chance alone if nothing had changed; 6",
        ),
        (1.27, 9, "about 1 would be called likely real by chance alone if nothing had changed; 9 are."),
    ],
)
def test_the_sentence_says_how_many_of_how_many(expected: float, found: int, end: str) -> None:
    sentence = said(expected, found)
    assert sentence.startswith("Each criterion is judged by itself. Of 27 criteria that could be judged, ")
    assert end in sentence


def test_larger_numbers_are_rounded() -> None:
    assert "Of 100 criteria that could be judged, about 3 would be" in said(3.4, 20, of=100)
    assert "about 4 would be" in said(3.5, 20, of=100)
