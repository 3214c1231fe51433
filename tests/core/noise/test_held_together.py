"""Two ways to hold many verdicts to one rate: published examples, and what has to be so of all of them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from maturity.core.noise.held_together import Held, beyond_chance

FIFTEEN = (
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
)
"""The p-values of the example in section 3.2 of Benjamini and Hochberg (1995), from a trial with 15 hypotheses."""

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=30)
RATES = st.floats(0.001, 0.5)
TOGETHER = st.sampled_from([Held.HOLM, Held.BENJAMINI_HOCHBERG])


@pytest.mark.parametrize("held,found", [(Held.BY_ITSELF, 9), (Held.HOLM, 3), (Held.BENJAMINI_HOCHBERG, 4)])
def test_the_example_of_benjamini_and_hochberg_is_repeated(held: Held, found: int) -> None:
    assert beyond_chance(FIFTEEN, held, rate=0.05) == (True,) * found + (False,) * (15 - found)


def test_the_example_of_the_r_package_hdlsskst_is_repeated() -> None:
    chances = (0.50, 0.01, 0.001, 0.69, 0.02, 0.05, 0.0025)
    assert beyond_chance(chances, Held.BENJAMINI_HOCHBERG, rate=0.05) == (False, True, True, False, True, False, True)


def test_of_none_none_is_beyond_chance() -> None:
    assert all(beyond_chance((), held, rate=0.05) == () for held in Held)


@given(CHANCES, TOGETHER, RATES, st.randoms(use_true_random=False))
def test_the_order_plays_no_part(chances: list[float], held: Held, rate: float, shuffle: random.Random) -> None:
    places = list(range(len(chances)))
    shuffle.shuffle(places)
    found = beyond_chance(chances, held, rate=rate)
    assert beyond_chance([chances[place] for place in places], held, rate=rate) == tuple(
        found[place] for place in places
    )


@given(CHANCES, RATES)
def test_neither_finds_more_than_each_by_itself_and_holm_no_more_than_the_other(
    chances: list[float], rate: float
) -> None:
    alone, holm, share = (
        beyond_chance(chances, held, rate=rate) for held in (Held.BY_ITSELF, Held.HOLM, Held.BENJAMINI_HOCHBERG)
    )
    assert all(b <= a for a, b in zip(alone, share, strict=True))
    assert all(b <= a for a, b in zip(share, holm, strict=True))


@given(CHANCES, TOGETHER, RATES, st.data())
def test_a_smaller_chance_never_takes_a_verdict_away(
    chances: list[float], held: Held, rate: float, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chances) - 1))
    less = [*chances]
    less[place] = data.draw(st.floats(0, chances[place]))
    before, after = (beyond_chance(each, held, rate=rate) for each in (chances, less))
    assert all(a <= b for a, b in zip(before, after, strict=True))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_the_false_share_is_that_of_scipy(thousandths: list[int]) -> None:
    chances = [each / 1000 for each in thousandths]
    adjusted = false_discovery_control(chances, method="bh")
    found = beyond_chance(chances, Held.BENJAMINI_HOCHBERG, rate=0.0501)
    assert found == tuple(bool(each <= 0.0501) for each in adjusted)


def test_control_a_rate_that_is_shared_out_once_for_all_would_be_caught_by_the_example() -> None:
    once = [chance <= 0.05 / len(FIFTEEN) for chance in FIFTEEN]
    assert tuple(once) != beyond_chance(FIFTEEN, Held.BENJAMINI_HOCHBERG, rate=0.05)
