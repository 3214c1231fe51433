from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from maturity.core.matrix_change.crosswalk_step import Reading
from maturity.core.movement.mean_verdict import verdict_on_mean
from maturity.core.movement.paired_criteria import Pair, PairedCriterion
from maturity.core.movement.verdict import Verdict
from maturity.core.scoring import score_round
from tests.factories.matrices import a_domain, a_matrix
from tests.factories.rounds import a_partner, a_round_record

[RESULT] = score_round(a_round_record(matrix=a_matrix(domains=[a_domain("d1", ["a"])]), consensus={"a": 2})).criteria


def some_criteria(
    steps: Sequence[int], *, criteria: int = 3, others: int = 0, is_kept_back: bool = False
) -> list[PairedCriterion]:
    """So many criteria on which the partners 1, 2, 3 … all took these steps, the first `others` with other people."""
    pairs = tuple(Pair(a_partner(number), 2, 2 + step, number > others) for number, step in enumerate(steps, start=1))
    return [
        PairedCriterion(
            f"c{n}", RESULT, Reading(("a",)), Fraction(2), Fraction(3), pairs=pairs, is_kept_back=is_kept_back
        )
        for n in range(criteria)
    ]


@pytest.mark.parametrize(
    "steps, others, change, verdict, said",
    [
        ([1, 1, 1], 0, 1, Verdict.LIKELY_REAL, "up to 0.56 of a level can be chance."),
        ([-1, -1, -1], 0, -1, Verdict.LIKELY_REAL, "moved down by 1 level on average"),
        ([1, 0, 0], 0, 1, Verdict.WITHIN_NOISE, "moved up by 0.33 of a level on average"),
        ([0, 0, 0], 0, 1, Verdict.WITHIN_NOISE, "did not move on average"),
        ([1, 1, 1], 0, -1, Verdict.CANNOT_TELL, "What was agreed went the other way."),
        ([2, 2], 0, 1, Verdict.CANNOT_TELL, "At least 3 partners are needed."),
        ([2, 2, 2], 2, 1, Verdict.CANNOT_TELL, "Other people answered for most of them than before."),
        ([2, 2, 2], 1, 1, Verdict.LIKELY_REAL, "The levels that 3 partners gave in both rounds, 9 in all,"),
        ([], 0, 1, Verdict.CANNOT_TELL, "An agreed level is a judgement; it has no computable error."),
    ],
)
def test_the_verdict_rests_on_what_partners_gave_in_both_rounds(
    steps: list[int], others: int, change: int, verdict: Verdict, said: str
) -> None:
    found, basis = verdict_on_mean(Fraction(change), some_criteria(steps, others=others), levels=4, minimum=3)
    assert (found, said in basis) == (verdict, True), basis


def test_more_criteria_leave_less_to_chance() -> None:
    steps = [1, 0, 0, 0]
    few = verdict_on_mean(Fraction(1), some_criteria(steps, criteria=2), levels=4, minimum=3)
    many = verdict_on_mean(Fraction(1), some_criteria(steps, criteria=27), levels=4, minimum=3)
    assert (few[0], many[0]) == (Verdict.WITHIN_NOISE, Verdict.LIKELY_REAL)


def test_what_is_kept_back_in_a_round_without_names_says_so() -> None:
    found, basis = verdict_on_mean(Fraction(1), some_criteria([], is_kept_back=True), levels=4, minimum=3)
    assert found is Verdict.CANNOT_TELL
    assert basis.startswith("In a round without names")
