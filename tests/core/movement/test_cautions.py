"""What differs between two rounds besides the levels, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.declared_changes import DeclaredChanges
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.crosswalk import crosswalk
from maturity.core.matrix_rules import AgreementRule
from maturity.core.movement.cautions import cautions_between
from maturity.core.movement.moved import compare_rounds
from maturity.core.overlaid import Overlaid
from maturity.core.round import Stage, WayOfScoring
from maturity.core.round_record import RoundPartner
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix
from tests.factories.rounds import a_partner, a_round_record, goes_on


def cautions(
    *,
    stages: tuple[Stage, Stage] = (Stage.CLOSED, Stage.CLOSED),
    ways: tuple[WayOfScoring, WayOfScoring] = (WayOfScoring.PARTNERS_FIRST, WayOfScoring.PARTNERS_FIRST),
    matrices: tuple[Matrix, Matrix] | None = None,
    partners: tuple[Sequence[RoundPartner], Sequence[RoundPartner]] = ((), ()),
    consensus: tuple[int | str | None, int | str | None] = (2, 2),
    types: tuple[CollaborativeType, CollaborativeType] = (CollaborativeType.ACUTE, CollaborativeType.ACUTE),
) -> tuple[str, ...]:
    used = matrices or (a_matrix(), a_matrix())
    results = [
        score_round(
            a_round_record(
                matrix=used[i],
                number=i + 1,
                stage=stages[i],
                way=ways[i],
                partners=partners[i],
                consensus={"shared-purpose": consensus[i]},
                collaborative_type=types[i],
            )
        )
        for i in (0, 1)
    ]
    return cautions_between(results[0], results[1])


def test_rounds_that_differ_in_nothing_but_levels_need_no_caution() -> None:
    assert cautions(consensus=(2, 4), partners=([a_partner(1)], [a_partner(1)])) == ()


def test_a_round_that_is_not_closed_is_named() -> None:
    assert cautions(stages=(Stage.CLOSED, Stage.AGREEING)) == (
        "Round 2 is not closed, so its levels may still change.",
    )


def weighed(weight: int) -> Matrix:
    """A matrix by which an acute trust weighs so much, and every other partner 1."""
    rule = AgreementRule(partner_weights={PartnerType.ACUTE_TRUST: Fraction(weight)} if weight != 1 else {})
    return a_matrix(agreement=rule)


@pytest.mark.parametrize(
    "weights, which",
    [
        ((1, 2), "Round 2 weighs partners by their type and round 1 does not"),
        ((2, 1), "Round 1 weighs partners by their type and round 2 does not"),
        ((2, 3), "Rounds 1 and 2 weigh partners differently"),
    ],
)
def test_rounds_that_weigh_partners_differently_have_medians_that_are_not_the_same(
    weights: tuple[int, int], which: str
) -> None:
    matrices = (weighed(weights[0]), weighed(weights[1]))
    said = f"{which}, so their medians and the words for agreement do not rest on the same count."
    assert said in cautions(matrices=matrices)
    together = (WayOfScoring.TOGETHER, WayOfScoring.TOGETHER)
    assert said not in cautions(matrices=matrices, ways=together)


def test_rounds_that_weigh_partners_alike_need_no_caution_for_it() -> None:
    assert cautions(matrices=(weighed(2), weighed(2))) == ()


def test_another_version_of_the_matrix_is_named() -> None:
    assert cautions(matrices=(a_matrix(), a_matrix(version="1.1.0"))) == (
        (
            "Round 1 used version 1.0.0 of the matrix and round 2 version 1.1.0. "
            "Only criteria with the same words and the same scale are compared."
        ),
    )


def _declaring(version: str, since: str) -> Matrix:
    return replace(a_matrix(version=version), changes=DeclaredChanges(since, "Why."))


def test_the_version_between_two_rounds_that_is_missing_is_named() -> None:
    first, *between, last = (
        a_matrix(),
        *(
            _declaring(version, since)
            for version, since in (("2.0.0", "1.0.0"), ("3.0.0", "2.0.0"), ("4.0.0", "3.0.0"))
        ),
    )
    earlier = score_round(a_round_record(matrix=first))
    later = score_round(a_round_record(matrix=last, number=2))
    for known, missing in ((between[:1], ("4.0.0", "3.0.0")), (between[1:], ("3.0.0", "2.0.0"))):
        comparison = compare_rounds(earlier, later, known)
        assert comparison.cautions[0] == (
            "Round 1 used version 1.0.0 of the matrix and round 2 version 4.0.0. "
            f"Version {missing[0]} declares its changes since version {missing[1]}, which is not here to be read. "
            "So only criteria with the same words and the same scale are compared."
        )
    assert "Only criteria" not in compare_rounds(earlier, later, between).cautions[0]
    assert "which is not here" not in " ".join(compare_rounds(earlier, later, between).cautions)


def test_another_matrix_is_named() -> None:
    other = a_matrix(key="other", title="Another matrix")
    assert cautions(matrices=(a_matrix(), other)) == (
        "Round 1 used “Example matrix” and round 2 “Another matrix”: different matrices cannot be compared.",
    )


def test_another_type_of_collaborative_is_named() -> None:
    found = cautions(types=(CollaborativeType.ACUTE, CollaborativeType.COMMUNITY))
    assert found == ("The type of the collaborative changed, so other criteria may apply to it.",)


def test_another_way_of_scoring_is_named() -> None:
    assert cautions(ways=(WayOfScoring.TOGETHER, WayOfScoring.PARTNERS_FIRST)) == (
        (
            "The rounds were scored in different ways. "
            "Round 1: the collaborative agrees levels together in one room. "
            "Round 2: each partner responds first, then the collaborative agrees."
        ),
    )


def test_partners_that_joined_and_left_are_named() -> None:
    first = [a_partner(1), a_partner(2)]
    second = [a_partner(2), a_partner(3), a_partner(4), a_partner(5)]
    assert cautions(partners=(first, second)) == (
        "Joined since round 1: Cedarwell Trust, Dunmere Trust and Elmstow Trust.",
        "Left since round 1: Alder Vale Trust.",
    )


def test_a_partner_that_responded_once_is_named() -> None:
    found = cautions(partners=([a_partner(1)], [a_partner(1, submitted=False)]))
    assert found == ("Responded in only one of the two rounds: Alder Vale Trust.",)


def test_partners_are_not_said_to_be_silent_in_a_round_that_was_scored_together() -> None:
    partners = ([a_partner(1)], [a_partner(1, submitted=False)])
    together = cautions(partners=partners, ways=(WayOfScoring.PARTNERS_FIRST, WayOfScoring.TOGETHER))
    assert not any("only one of the two rounds" in said for said in together)
    assert any("only one of the two rounds" in said for said in cautions(partners=partners))


def test_partners_with_other_people_answering_are_named() -> None:
    first = [a_partner(1, respondents=[1]), a_partner(2, respondents=[2])]
    second = [a_partner(1, respondents=[9]), a_partner(2, respondents=[2])]
    assert cautions(partners=(first, second)) == ("Answered by other people than in round 1: Alder Vale Trust.",)


def test_nothing_is_said_of_people_where_it_is_not_known_who_answered() -> None:
    first, second = [a_partner(1, respondents=[])], [a_partner(1, respondents=[9])]
    assert cautions(partners=(first, second)) == ()


def test_coverage_is_named_with_both_of_its_numbers() -> None:
    assert cautions(consensus=(None, 2)) == ("Round 1 has a level on 0 of 1 criteria and round 2 on 1 of 1.",)


def test_another_coverage_is_named() -> None:
    assert cautions(consensus=(2, "not-agreed")) == ("Round 1 has a level on 1 of 1 criteria and round 2 on 0 of 1.",)


def test_a_partner_that_goes_on_in_another_has_not_left_and_is_said_to_be_restated() -> None:
    merged = replace(a_partner(1), goes_on_in=goes_on(2))
    first = a_round_record(positions={}, partners=[merged, a_partner(2)])
    second = a_round_record(positions={}, partners=[a_partner(2, respondents=[101, 102])], number=2)
    assert list(cautions_between(score_round(first), score_round(second))) == [
        (
            "Restated: Alder Vale Trust has become part of Birchmoor Trust. What they were before is compared as one "
            "partner where all of them gave the same level, and left out elsewhere."
        )
    ]


def test_a_matrix_and_a_local_overlay_of_it_are_compared_and_that_is_said() -> None:
    below = a_matrix()
    overlay = replace(
        below, key="ours", title="Ours", content_hash="x", overlays=Overlaid(below.key, below.version, "T")
    )
    for matrices in ((below, overlay), (overlay, below)):
        (said,) = cautions(matrices=matrices)
        assert "one is a local overlay of the other" in said


def test_an_overlay_beside_a_later_version_of_the_matrix_below_says_what_both_rest_on() -> None:
    below = a_matrix()
    ours = replace(below, key="ours", title="Ours", content_hash="x", overlays=Overlaid(below.key, below.version, "T"))
    newer = replace(below, version="2.0.0", content_hash="y", changes=DeclaredChanges(below.version, "A review."))
    rounds = [score_round(a_round_record(matrix=each)) for each in (ours, newer)]
    said = list(cautions_between(rounds[0], rounds[1], crosswalk(ours, newer, [below])))
    assert "they rest on versions of one matrix. Criteria are compared as these declare" in said[0]
    assert "Version 2.0.0: A review." in said
    assert not any("different matrices" in each or "of the matrix and round" in each for each in said)
    (alone,) = cautions_between(rounds[0], rounds[1])
    assert "different matrices cannot be compared" in alone
