"""Whether partners came closer to each other between two rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.collaborative import PartnerType
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import AgreementRule
from maturity.core.movement.convergence import Closer, Convergence, CriterionConvergence, convergence_of
from maturity.core.position import without_names
from maturity.core.results import RoundResult
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import PositionLike, a_round_record

Levels = Sequence[PositionLike]


def a_result(*criteria: Levels, number: int = 1, matrix: Matrix | None = None) -> RoundResult:
    """A round whose criteria d1-c1, d1-c2 … have these levels of partners."""
    used = matrix or a_matrix(domains=some_domains(1, len(criteria)))
    positions = dict(zip((c.id for c in used.criteria), criteria, strict=True))
    return score_round(a_round_record(matrix=used, positions=positions, number=number))


def between(before: Sequence[Levels], after: Sequence[Levels]) -> Convergence:
    """What became of the spread between round 1 and round 2."""
    return convergence_of(a_result(*before), a_result(*after, number=2))


def one(before: Levels, after: Levels) -> CriterionConvergence:
    """The same for one criterion."""
    return between([before], [after]).criteria[0]


@pytest.mark.parametrize(
    "before,after,closer",
    [
        ([1, 2, 4], [2, 2, 2], Closer.CLOSER),
        ([2, 2, 2], [1, 2, 4], Closer.WIDER),
        ([2, 2, 3], [3, 2, 2], Closer.SAME),
        ([2, 2, 3], [3, 3, 4], Closer.SAME),  # all one level up: progress, and as close as before
        ([1, 2, 3, 3, 3, 3], [1, 1, 2, 3, 3, 3], Closer.WIDER),  # the same range, and fewer agree
        ([1, 1, 1, 3, 3, 3], [1, 1, 1, 1, 1, 4], Closer.BOTH_WAYS),  # more agree, and one stands alone
    ],
)
def test_the_index_and_the_range_decide_together(before: Levels, after: Levels, closer: Closer) -> None:
    assert one(before, after).closer is closer


def test_a_lone_voice_is_not_hidden_behind_an_index_that_rose() -> None:
    found = one([1, 1, 1, 3, 3, 3], [1, 1, 1, 1, 1, 4])
    levels = a_matrix().levels
    assert found.earlier is not None
    assert found.later is not None
    was, now = found.earlier.index_on(levels), found.later.index_on(levels)
    assert was is not None
    assert now is not None
    assert now > was
    assert found.later.spread > found.earlier.spread
    assert found.closer is not Closer.CLOSER


def test_who_has_not_agreed_a_level_now_is_named_beside_what_became_of_the_others() -> None:
    assert one([2, 2, 2, "unsettled"], [2, 2, 2, "unsettled"]).basis == (
        "In both rounds all who gave a level gave the same one. Dunmere Trust has not agreed a level."
    )
    assert "not agreed" not in one([2, 2, 2, "unsettled"], [2, 2, 2, 2]).basis


def test_a_median_that_is_weighed_otherwise_is_not_said_to_have_stayed() -> None:
    plain = a_matrix(domains=some_domains(1, 1))
    weighed = replace(plain, agreement=AgreementRule(partner_weights={PartnerType.ACUTE_TRUST: Fraction(2)}))
    before, after = [1, 2, 3], [2, 2, 2]
    same = convergence_of(a_result(before, matrix=weighed), a_result(after, number=2, matrix=weighed))
    assert same.in_words[1:] == (
        "On 1 of them partners came closer while their weighted median stayed: progress in shared understanding.",
    )
    other = convergence_of(a_result(before, matrix=plain), a_result(after, number=2, matrix=weighed))
    assert other.criteria[0].closer is Closer.CLOSER, "how close partners are is counted by partner in both"
    (caution,) = other.in_words[1:]
    assert caution.startswith("Round 2 weighs partners by their type and round 1 does not, so their medians")


@pytest.mark.parametrize(
    "before,after,basis",
    [
        ([2, 2], [2, 2], "Too few partners gave a level in round 1."),
        ([2, 2, 2], [2, 2, None], "Too few partners gave a level in round 2."),
        ([1, 2, 2], [2, 2, 2], "From the lowest to the highest partner it was 1 level and is now 0."),
        ([2, 2, 2], [3, 3, 3], "In both rounds all who gave a level gave the same one."),
        ([1, 2, 3], [2, 3, 4], "From the lowest to the highest partner it is 2 levels, as before."),
        (
            [1, 1, 2, 2],
            [1, 2, 2, 2],
            "From the lowest to the highest partner it is 1 level, as before. More of them are alike.",
        ),
        (
            [1, 2, 2, 4, None],
            [None, 2, 2, 3, 1],
            (
                "Only the 3 partners that gave a level in both rounds are compared. "
                "1 gave one only in round 1 and 1 gave one only in round 2. "
                "From the lowest to the highest partner it was 2 levels and is now 1."
            ),
        ),
    ],
)
def test_each_verdict_says_what_it_rests_on(before: Levels, after: Levels, basis: str) -> None:
    assert one(before, after).basis == basis


def test_the_median_that_stayed_is_that_of_the_partners_that_are_compared() -> None:
    found = one([1, 2, 4, None, None], [2, 2, 3, 4, 4])
    assert found.closer is Closer.CLOSER
    assert found.median_stayed


def test_with_too_few_partners_in_both_rounds_nothing_can_be_said() -> None:
    found = one([1, 2, 2, None], [None, 2, 2, 2])
    assert (found.closer, found.basis) == (Closer.CANNOT_TELL, "Too few partners gave a level in both rounds.")


def test_without_names_partners_are_compared_only_where_that_tells_of_none_of_them() -> None:
    matrix = a_matrix(domains=some_domains(1, 1))

    def found(before: Levels, after: Levels) -> CriterionConvergence:
        record = a_round_record(matrix=matrix, number=2, positions={"d1-c1": after})
        nameless = replace(record, positions={"d1-c1": without_names(record.positions_on("d1-c1"))})
        return convergence_of(a_result(before, matrix=matrix), score_round(nameless)).criteria[0]

    some, others = found([1, 2, 4, None], [1, 2, 4, None]), found([1, 2, 4, None], [None, 1, 2, 4])
    assert some == others
    assert (some.closer, some.basis) == (
        Closer.CANNOT_TELL,
        (
            "Without names, partners are compared only where the same ones take part in both rounds and all of them "
            "gave a level."
        ),
    )
    assert (some.earlier, some.later) == (None, None)
    assert found([1, 2, 4], [2, 2, 2]).closer is Closer.CLOSER


def test_a_round_scored_together_has_no_spread_to_compare() -> None:
    together = score_round(a_round_record(matrix=a_matrix(domains=some_domains(1, 1)), consensus={"d1-c1": 2}))
    found = convergence_of(together, a_result([2, 2, 2], number=2)).criteria[0]
    assert (found.closer, found.basis) == (
        Closer.CANNOT_TELL,
        "Round 1 was scored together, so partners’ own levels are not known.",
    )


def test_what_is_new_or_means_something_else_is_not_compared() -> None:
    later = a_result([2, 2, 2], [2, 2, 2], number=2)
    new = convergence_of(a_result([2, 2, 2]), later).criteria[1]
    assert (new.closer, new.basis) == (Closer.CANNOT_TELL, "It was not asked in round 1.")
    other = a_result([2, 2, 2], matrix=a_matrix(key="other", domains=some_domains(1, 1)))
    changed = convergence_of(other, later).criteria[0]
    assert (changed.closer, changed.basis) == (Closer.CANNOT_TELL, "A level does not mean the same in both rounds.")


def test_coming_closer_at_the_same_median_is_told_as_shared_understanding() -> None:
    found = between([[1, 2, 4], [2, 2, 2], [1, 2, 3], [2, 2]], [[2, 2, 2], [1, 2, 3], [3, 3, 3], [2, 2]])
    assert (found.judged, found.closer_at_the_same_median) == (3, 1)
    assert found.in_words == (
        (
            "On 3 criteria the levels of the same partners can be compared for how close they are: "
            "2 closer together, 1 further apart."
        ),
        "On 1 of them partners came closer while their median stayed: progress in shared understanding.",
    )


def test_a_median_that_neither_round_has_did_not_stay() -> None:
    assert one([1, 2, 4], [2, 2, 2]).median_stayed
    assert not one([2, 2, 2], [3, 3, 3]).median_stayed
    assert not one([2, 2], [2, 2]).median_stayed, "two are too few for one"


def test_where_nothing_can_be_compared_that_is_said() -> None:
    assert between([[2, 2]], [[2, 2]]).in_words == (
        "Whether partners came closer cannot be told: on no criterion can the same ones be compared.",
    )


LEVELS = st.lists(st.integers(1, 4), min_size=4, max_size=4)
OPPOSITE = {Closer.CLOSER: Closer.WIDER, Closer.WIDER: Closer.CLOSER}


@given(LEVELS, LEVELS)
def test_the_way_back_is_the_opposite(before: list[int], after: list[int]) -> None:
    there, back = one(before, after).closer, one(after, before).closer
    assert back is OPPOSITE.get(there, there)


@given(LEVELS, st.integers(0, 3))
def test_a_level_that_rises_for_all_alike_changes_nothing(levels: list[int], seed: int) -> None:
    risen = [level + 1 for level in levels]
    if max(risen) <= 4:
        assert one(levels, risen).closer is Closer.SAME
