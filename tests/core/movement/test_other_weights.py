from __future__ import annotations

from fractions import Fraction

import pytest

from maturity.core.collaborative import PartnerType
from maturity.core.matrix_rules import AgreementRule
from maturity.core.movement.other_weights import weighs_otherwise, weights_in_words
from maturity.core.results import RoundResult
from maturity.core.round import WayOfScoring
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix
from tests.factories.rounds import a_round_record


def a_result(number: int, weight: int, way: WayOfScoring = WayOfScoring.PARTNERS_FIRST) -> RoundResult:
    weights = {} if weight == 1 else {PartnerType.ACUTE_TRUST: Fraction(weight)}
    matrix = a_matrix(agreement=AgreementRule(partner_weights=weights))
    return score_round(a_round_record(matrix=matrix, number=number, way=way))


@pytest.mark.parametrize(
    "weights, said",
    [
        ((2, 1), "Round 1 weighs partners by their type and round 2 does not, "),
        ((1, 2), "Round 2 weighs partners by their type and round 1 does not, "),
        ((2, 3), "Rounds 1 and 2 weigh partners differently, "),
    ],
)
def test_rounds_that_weigh_partners_differently_are_told_apart(weights: tuple[int, int], said: str) -> None:
    first, second = a_result(1, weights[0]), a_result(2, weights[1])
    assert weighs_otherwise(first, second)
    assert weights_in_words(first, second).startswith(said)


def test_the_same_weights_and_rounds_scored_together_have_nothing_to_say() -> None:
    assert not weighs_otherwise(a_result(1, 2), a_result(2, 2))
    assert not weighs_otherwise(a_result(1, 2), a_result(2, 1, WayOfScoring.TOGETHER))
