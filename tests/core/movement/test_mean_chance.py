from __future__ import annotations

from fractions import Fraction

import pytest

from maturity.core.movement.mean_chance import chance_of_mean_by_itself
from maturity.core.movement.mean_verdict import verdict_on_mean
from maturity.core.movement.verdict import Verdict
from maturity.core.noise.chances import chance_of_exceeding_mean
from maturity.core.noise.limits import Answered
from tests.core.movement.test_mean_verdict import some_criteria


def chance(steps: list[int], *, others: int = 0) -> Fraction:
    return chance_of_mean_by_itself(some_criteria(steps, others=others), levels=4, minimum=3)


def test_it_is_that_of_the_panel_and_of_nothing_that_moved() -> None:
    of_three = chance_of_exceeding_mean([Answered(3)] * 3, levels=4)
    assert chance([0, 0, 0]) == chance([1, 1, 1]) == of_three
    assert 0 < of_three <= Fraction(1, 20)
    assert chance([2, 2, 2], others=1) == chance_of_exceeding_mean([Answered(3)] * 2 + [Answered(0, 3)], levels=4)


@pytest.mark.parametrize("steps,others", [([], 0), ([2, 2], 0), ([2, 2, 2], 2)])
def test_what_cannot_be_called_likely_real_has_no_chance_of_it(steps: list[int], others: int) -> None:
    assert chance(steps, others=others) == 0
    criteria = some_criteria(steps, others=others)
    assert verdict_on_mean(Fraction(1), criteria, levels=4, minimum=3)[0] is Verdict.CANNOT_TELL


@pytest.mark.parametrize("steps,others", [([1, 1, 1], 0), ([2, 2, 2], 1), ([-1, -1, -1, -1], 0)])
def test_whatever_is_likely_real_had_a_chance_of_it(steps: list[int], others: int) -> None:
    criteria = some_criteria(steps, others=others)
    verdict, _ = verdict_on_mean(Fraction(steps[0]), criteria, levels=4, minimum=3)
    assert verdict is Verdict.LIKELY_REAL
    assert chance(steps, others=others) > 0
