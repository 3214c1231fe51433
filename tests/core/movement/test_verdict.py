"""Likely real, within noise, or cannot tell: what may be said of a level that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.movement.moved import CriterionMovement, compare_rounds
from maturity.core.movement.verdict import Verdict, are_the_same_people
from maturity.core.noise.limits import noise_limit
from maturity.core.position import PositionOrigin, without_names
from maturity.core.round import WayOfScoring
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix
from tests.factories.rounds import PositionLike, a_partner, a_position, a_round_record, some_positions

CRITERION = "shared-purpose"
Levels = Sequence[PositionLike]


def moved(
    before: Levels,
    after: Levels,
    *,
    agreed: tuple[int, int] = (2, 3),
    replaced: int = 0,
    listed: int = 6,
    ways: tuple[WayOfScoring, WayOfScoring] = (WayOfScoring.PARTNERS_FIRST, WayOfScoring.PARTNERS_FIRST),
) -> CriterionMovement:
    """One criterion in two rounds; the first `replaced` partners are answered for by somebody else in the second.

    Only the first `listed` partners of those with a position are among those that take part.
    """
    matrix = a_matrix()
    records = []
    for number, levels in enumerate((before, after), start=1):
        others = replaced if number == 2 else 0
        partners = [
            a_partner(n, respondents=[900 + n] if n <= others else [100 + n]) for n in range(1, len(levels) + 1)
        ]
        records.append(
            a_round_record(
                matrix=matrix,
                number=number,
                consensus={CRITERION: agreed[number - 1]},
                positions={CRITERION: levels},
                partners=partners[:listed],
                way=ways[number - 1],
            )
        )
    found = compare_rounds(score_round(records[0]), score_round(records[1])).criterion(CRITERION)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "before,after,replaced,chance",
    [
        ([2] * 6, [3] * 6, 0, "0.0267"),
        ([2] * 6, [2] * 6, 0, "0.0267"),  # whether it moved plays no part
        ([2] * 6, [3] * 6, 1, "0.0469"),
        ([2] * 6, [3] * 6, 4, "0"),
        ([2] * 3, [3] * 3, 0, "0.0146"),
        ([2] * 2, [3] * 2, 0, "0"),
        ([2] * 6, [3, 3, 3, 3, None, None], 0, "0.0337"),
        ([], [], 0, "0"),
    ],
)
def test_the_chance_of_being_called_likely_real_is_that_of_the_panel_that_is_judged(
    before: Levels, after: Levels, replaced: int, chance: str
) -> None:
    assert moved(before, after, replaced=replaced).chance == Fraction(chance)
    assert moved(before, after, replaced=replaced, agreed=(2, 2)).chance == Fraction(chance)


def test_a_round_scored_together_could_not_be_called_likely_real() -> None:
    ways = (WayOfScoring.TOGETHER, WayOfScoring.PARTNERS_FIRST)
    assert moved([2] * 6, [3] * 6, ways=ways).chance == 0


def test_six_partners_that_all_moved_up_a_level_are_likely_real() -> None:
    found = moved([2] * 6, [3] * 6)
    assert found.verdict is Verdict.LIKELY_REAL
    assert found.is_likely_real
    assert found.basis == (
        "The 6 partners that gave a level in both rounds moved up by 1 level on average. "
        "With 6 partners up to 0.67 of a level can be chance."
    )


def test_a_change_that_only_reaches_the_limit_is_within_noise() -> None:
    assert moved([2] * 6, [3, 3, 3, 3, 2, 2]).verdict is Verdict.WITHIN_NOISE
    assert moved([2] * 6, [3, 3, 3, 3, 3, 2]).verdict is Verdict.LIKELY_REAL


def test_one_partner_that_moved_one_level_is_noise() -> None:
    found = moved([2], [3])
    assert found.verdict is Verdict.WITHIN_NOISE
    assert found.basis == (
        "The partner that gave a level in both rounds moved up by 1 level. "
        "With one partner up to 2 levels can be chance."
    )


def test_one_partner_alone_never_makes_a_change_likely_real() -> None:
    found = moved([1], [4])
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.basis.endswith("At least 3 partners are needed.")


@pytest.mark.parametrize("partners,verdict", [(2, Verdict.CANNOT_TELL), (3, Verdict.LIKELY_REAL)])
def test_as_many_partners_are_needed_as_the_matrix_needs_to_judge_agreement(partners: int, verdict: Verdict) -> None:
    assert moved([1] * partners, [3] * partners).verdict is verdict


def test_partners_that_did_not_move_leave_an_agreed_change_within_noise() -> None:
    found = moved([2] * 6, [2] * 6)
    assert found.verdict is Verdict.WITHIN_NOISE
    assert found.basis.startswith("The 6 partners that gave a level in both rounds did not move on average. With 6")


def test_partners_that_moved_the_other_way_do_not_bear_a_change_out() -> None:
    found = moved([3] * 6, [2] * 6)
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.basis == (
        "The 6 partners that gave a level in both rounds moved down by 1 level on average. "
        "With 6 partners up to 0.67 of a level can be chance. The agreed level went the other way."
    )


def test_a_fall_is_judged_as_a_rise_is() -> None:
    assert moved([3] * 6, [2] * 6, agreed=(3, 2)).verdict is Verdict.LIKELY_REAL


def test_other_people_for_most_partners_cannot_be_told_from_a_change() -> None:
    found = moved([2] * 6, [4] * 6, replaced=4)
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.basis.endswith("Other people answered for most of them than before.")


def test_other_people_for_half_the_partners_widen_the_limit() -> None:
    before, after = [2] * 4, [3] * 4
    assert moved(before, after).verdict is Verdict.LIKELY_REAL
    found = moved(before, after, replaced=2)
    assert found.verdict is Verdict.WITHIN_NOISE
    assert found.basis.endswith("With 4 partners, some with other people answering, up to 1 level can be chance.")
    assert moved([2] * 6, [4] * 6, replaced=3).verdict is Verdict.LIKELY_REAL


@pytest.mark.parametrize("ways", [(1, 0), (0, 1), (1, 1)])
def test_an_agreed_level_without_positions_has_no_computable_error(ways: tuple[int, int]) -> None:
    both = (WayOfScoring.PARTNERS_FIRST, WayOfScoring.TOGETHER)
    found = moved([2] * 6, [3] * 6, ways=(both[ways[0]], both[ways[1]]))
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.basis == (
        f"Round {1 if ways[0] else 2} was scored together. An agreed level is a judgement; it has no computable error."
    )


@pytest.mark.parametrize(
    "before,after",
    [
        ([], []),
        ([2, 2, None, None], ["dont-know", "not-applicable", 3, 3]),
    ],
)
def test_without_a_partner_in_both_rounds_nothing_can_be_told(before: Levels, after: Levels) -> None:
    found = moved(before, after)
    assert (found.verdict, found.basis) == (Verdict.CANNOT_TELL, "No partner gave a level in both rounds.")


def test_a_partner_is_paired_by_its_id_and_not_by_its_place() -> None:
    matrix = a_matrix()
    before = a_round_record(matrix=matrix, consensus={CRITERION: 2}, positions={CRITERION: [2, 2, 2, 4]})
    after = a_round_record(
        matrix=matrix,
        number=2,
        consensus={CRITERION: 3},
        positions={CRITERION: tuple(reversed(some_positions(3, 3, 3, 4)))},
    )
    found = compare_rounds(score_round(before), score_round(after)).criterion(CRITERION)
    assert found is not None
    assert found.basis.startswith("The 4 partners that gave a level in both rounds moved up by 0.75 of a level")


LEVELS = st.lists(st.integers(1, 4), min_size=6, max_size=6)


@given(LEVELS, LEVELS, st.integers(0, 6))
def test_likely_real_always_means_beyond_the_limit_in_the_agreed_direction(
    before: list[int], after: list[int], replaced: int
) -> None:
    found = moved(before, after, replaced=replaced)
    change = (sum(after) - sum(before)) / 6
    limit = noise_limit(6, levels=4, all_the_same_people=not replaced)
    expected = change > limit and replaced <= 3
    assert (found.verdict is Verdict.LIKELY_REAL) == expected
    assert (found.chance > 0) == (replaced <= 3), "whoever could be judged is counted, and nobody else"


def test_calling_every_step_real_would_be_caught_by_that_property() -> None:
    def careless(steps: int) -> bool:
        return steps > 0

    found = moved([2, 2, 2, 2, 2, 2], [3, 2, 2, 2, 2, 2])
    assert found.steps is not None
    assert careless(found.steps)
    assert not found.is_likely_real


@pytest.mark.parametrize(
    "before,after,same",
    [
        ({1}, {1}, True),
        ({1}, {2}, False),
        ({1, 2}, {1, 3}, False),  # one of three
        ({1, 2}, {1, 2, 3}, True),
        ({1, 2}, {2}, True),
        (set(), set(), False),
        (set(), {1}, False),
    ],
)
def test_the_same_people_answer_when_half_of_all_of_them_answered_twice(
    before: set[int], after: set[int], same: bool
) -> None:
    assert are_the_same_people(before, after) is same


def shared(before: Mapping[str, int], after: Mapping[str, int], *, on_behalf: int = 0) -> Verdict | None:
    """The verdict on six partners that moved two levels up, and in each of which two people submitted both times.

    `before` and `after` say by domain who alone was asked it; `on_behalf` is the round in which all were entered.
    """
    matrix = a_matrix()
    records = [
        a_round_record(
            matrix=matrix,
            number=number,
            consensus={CRITERION: level},
            positions={
                CRITERION: [
                    replace(p, origin=PositionOrigin.FACILITATOR if on_behalf == number else p.origin)
                    for p in some_positions(*[level] * 6)
                ]
            },
            partners=[
                replace(
                    a_partner(n, respondents=[100 + n, 200 + n]),
                    handed={domain: frozenset({who + n}) for domain, who in handed.items()},
                )
                for n in range(1, 7)
            ],
        )
        for number, level, handed in ((1, 2, before), (2, 4, after))
    ]
    found = compare_rounds(score_round(records[0]), score_round(records[1])).criterion(CRITERION)
    assert found is not None
    return found.verdict


def test_in_a_handed_domain_the_one_person_who_is_asked_it_answers() -> None:
    domain = a_matrix().domain_of(CRITERION).id
    assert shared({}, {}) is Verdict.LIKELY_REAL
    assert shared({domain: 100}, {domain: 100}) is Verdict.LIKELY_REAL
    assert shared({domain: 100}, {domain: 200}) is Verdict.CANNOT_TELL
    assert shared({domain: 100}, {"another": 200}) is Verdict.LIKELY_REAL, "one of the two answered it twice"
    assert shared({"another": 100}, {"another": 200}) is Verdict.LIKELY_REAL


@pytest.mark.parametrize("number", [1, 2])
def test_what_was_entered_on_behalf_of_a_partner_is_not_from_the_same_people(number: int) -> None:
    assert shared({}, {}, on_behalf=number) is Verdict.CANNOT_TELL


Gave = Mapping[int, PositionLike]


def verdict_without_names(before: Gave, after: Gave) -> tuple[Verdict | None, str]:
    """Of a round with names and one without, whose partners are those that have an entry; None left it open."""
    records = []
    for number, gave in enumerate((before, after), start=1):
        given = [a_position(value, partner=partner) for partner, value in gave.items()]
        records.append(
            a_round_record(
                matrix=a_matrix(),
                number=number,
                consensus={CRITERION: 1 + number},
                positions={CRITERION: without_names(given) if number == 2 else given},
                partners=[a_partner(partner, respondents=[100 + partner]) for partner in gave],
            )
        )
    first, second = (score_round(record) for record in records)
    movement = compare_rounds(first, second).criterion(CRITERION)
    assert movement is not None
    return movement.verdict, movement.basis


def test_beside_a_round_without_names_nothing_tells_which_partner_left_a_criterion_open() -> None:
    before: Gave = {1: 1, 2: 2, 3: 4}
    told = {verdict_without_names(before, after) for after in ({1: 2, 2: 3, 3: None}, {1: 2, 2: None, 3: 3})}
    assert len(told) == 1
    [(verdict, basis)] = told
    assert verdict is Verdict.CANNOT_TELL
    assert basis.startswith("In a round without names the partners’ own changes are told only where")
    assert verdict_without_names(before, {1: 2, 2: 3, 3: 4})[1].startswith("The 3 partners that gave a level in both")


def test_nor_the_level_of_a_partner_that_is_new() -> None:
    told = {verdict_without_names({1: 1, 2: 2}, after) for after in ({1: 2, 2: 3, 3: 4}, {1: 4, 2: 3, 3: 2})}
    assert len(told) == 1


def test_a_partner_that_is_not_listed_does_not_count() -> None:
    found = moved([2] * 6, [4] * 6, listed=2)
    assert found.basis.startswith("The 2 partners that gave a level in both rounds")


def test_each_verdict_has_its_words() -> None:
    assert [v.value for v in Verdict] == ["likely-real", "within-noise", "cannot-tell"]
    assert [v.label for v in Verdict] == ["Likely real", "Within noise", "Cannot tell"]
