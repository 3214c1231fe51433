from __future__ import annotations

from dataclasses import replace

from maturity.core.movement.moved import compare_rounds
from maturity.core.scoring import score_round
from maturity.web.compare.comparison_body import comparison_body
from tests.factories.rounds import PositionLike, a_partner, a_round_record, goes_on, some_partners


def test_who_was_restated_is_said_among_the_cautions_and_not_again_beside_how_close_partners_are() -> None:
    merged = replace(a_partner(1), goes_on_in=goes_on(2))
    levels: dict[str, list[PositionLike]] = {"shared-purpose": [2] * 6}
    earlier = a_round_record(positions=levels, partners=[merged, *some_partners(6)[1:]])
    later = a_round_record(positions={"shared-purpose": [3] * 5}, partners=some_partners(6)[1:], number=2)
    comparison = compare_rounds(score_round(earlier), score_round(later))
    assert [said for said in comparison.cautions if said.startswith("Restated: ")]
    said = comparison_body(comparison).convergence.agreement
    assert said == (
        "On 1 criterion the levels of the same partners can be compared for how close they are: 1 as close as before.",
    )
