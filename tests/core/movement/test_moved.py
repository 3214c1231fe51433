"""What moved between two rounds, criterion by criterion, and what heads the two short lists."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import AgreementRule
from maturity.core.movement.moved import Comparison, Direction, compare_rounds
from maturity.core.movement.verdict import Verdict
from maturity.core.scoring import score_round
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_domains
from tests.factories.rounds import ConsensusLike, a_full_record, a_round_record

FIVE = some_domains(1, 5)
IDS = tuple(c.id for d in FIVE for c in d.criteria)
LEVELS_OR_NOT = st.one_of(st.integers(1, 4), st.sampled_from(["not-agreed", "not-applicable", None]))


def compared(
    before: Mapping[str, ConsensusLike],
    after: Mapping[str, ConsensusLike],
    *,
    matrix: Matrix | None = None,
    later_matrix: Matrix | None = None,
) -> Comparison:
    first = matrix or a_matrix(domains=FIVE)
    return compare_rounds(
        score_round(a_round_record(matrix=first, consensus=before)),
        score_round(a_round_record(matrix=later_matrix or first, consensus=after, number=2)),
    )


def by_id(*consensus: ConsensusLike) -> dict[str, ConsensusLike]:
    return dict(zip(IDS, consensus, strict=True))


def test_each_criterion_goes_up_or_down_or_stays() -> None:
    found = compared(by_id(1, 2, 3, 4, 2), by_id(3, 1, 3, 4, 2))
    assert [(c.direction, c.steps) for c in found.criteria] == [
        (Direction.UP, 2),
        (Direction.DOWN, -1),
        (Direction.SAME, 0),
        (Direction.SAME, 0),
        (Direction.SAME, 0),
    ]
    assert [found.count(direction) for direction in Direction] == [1, 1, 3, 0, 0, 0]


def test_only_a_change_has_a_verdict() -> None:
    found = compared(by_id(1, 2, 3, 4, None), by_id(3, 1, 3, 4, 2))
    assert [c.verdict for c in found.criteria] == [Verdict.CANNOT_TELL, Verdict.CANNOT_TELL, None, None, None]


@pytest.mark.parametrize(
    "before,after,basis",
    [
        (None, 2, "No level was recorded in round 1."),
        (2, None, "No level was recorded in round 2."),
        (None, None, "No level was recorded in round 1. No level was recorded in round 2."),
        ("not-agreed", 2, "No level was agreed in round 1."),
        (2, "not-applicable", "It was not applicable in round 2."),
    ],
)
def test_a_round_without_a_level_cannot_be_compared_and_says_why(
    before: ConsensusLike, after: ConsensusLike, basis: str
) -> None:
    movement = compared(by_id(before, 2, 2, 2, 2), by_id(after, 2, 2, 2, 2)).criteria[0]
    assert (movement.direction, movement.steps, movement.basis) == (Direction.NOT_COMPARABLE, None, basis)


def test_a_split_that_left_no_level_cannot_be_compared_and_says_why() -> None:
    matrix = a_matrix(agreement=AgreementRule(split_decides=True))
    record = a_round_record(matrix=matrix, consensus={"shared-purpose": 2}, positions={"shared-purpose": [1, 1, 4, 4]})
    result = score_round(record)
    movement = compare_rounds(
        result, score_round(a_round_record(matrix=matrix, consensus={"shared-purpose": 2}, number=2))
    )
    assert movement.criteria[0].basis == "Partners were split in round 1, so it has no level there."


def test_a_criterion_is_new_or_no_longer_asked_by_its_id() -> None:
    first = a_matrix(domains=[a_domain("one", ["a", "b"]), a_domain("gone", ["c"])])
    second = a_matrix(version="2.0.0", domains=[a_domain("fresh", ["d"]), a_domain("one", ["a"])])
    found = compared({"a": 2, "b": 2, "c": 2}, {"a": 3, "d": 1}, matrix=first, later_matrix=second)
    assert [(d.domain_id, [(c.criterion_id, c.direction) for c in d.criteria]) for d in found.domains] == [
        ("fresh", [("d", Direction.NEW)]),
        ("one", [("a", Direction.UP), ("b", Direction.NO_LONGER_ASKED)]),
        ("gone", [("c", Direction.NO_LONGER_ASKED)]),
    ]
    assert [c.basis for c in found.criteria if c.steps is None] == [
        "It was not asked in round 1.",
        "It was not asked in round 2.",
        "It was not asked in round 2.",
    ]


def test_a_criterion_that_moved_to_another_domain_is_still_compared() -> None:
    first = a_matrix(domains=[a_domain("one", ["a", "b"]), a_domain("two", ["c"])])
    second = a_matrix(version="2.0.0", domains=[a_domain("one", ["a"]), a_domain("two", ["b", "c"])])
    found = compared({"a": 2, "b": 2, "c": 2}, {"a": 2, "b": 3, "c": 2}, matrix=first, later_matrix=second)
    movement = found.criterion("b")
    assert movement is not None
    assert (movement.direction, movement.domain_id) == (Direction.UP, "two")
    assert {domain.note for domain in found.domains} == {"The domain asks other criteria than before."}


def test_a_changed_descriptor_makes_a_criterion_another_one() -> None:
    first = a_matrix(domains=[a_domain("one", [a_criterion("a", title="Trust")])])
    second = a_matrix(version="1.1.0", domains=[a_domain("one", [a_criterion("a", title="Trusts")])])
    movement = compared({"a": 2}, {"a": 3}, matrix=first, later_matrix=second).criteria[0]
    assert movement.direction is Direction.NOT_COMPARABLE
    assert movement.basis == "Its wording changed between the two versions of the matrix."


def test_matching_by_place_instead_of_id_would_give_another_answer() -> None:
    first = a_matrix(domains=[a_domain("one", ["a", "b"])])
    second = a_matrix(version="2.0.0", domains=[a_domain("one", ["b", "a"])])
    found = compared({"a": 1, "b": 4}, {"a": 1, "b": 4}, matrix=first, later_matrix=second)
    assert [c.direction for c in found.criteria] == [Direction.SAME, Direction.SAME]
    by_place = [
        after.level != before.level for before, after in zip(found.earlier.criteria, found.later.criteria, strict=True)
    ]
    assert by_place == [True, True]


@given(st.lists(LEVELS_OR_NOT, min_size=5, max_size=5))
def test_a_round_compared_with_itself_is_all_the_same(consensus: list[ConsensusLike]) -> None:
    found = compared(by_id(*consensus), by_id(*consensus))
    for movement in found.criteria:
        expected = Direction.SAME if movement.later and movement.later.level else Direction.NOT_COMPARABLE
        assert movement.direction is expected
        assert movement.verdict is None
    assert not found.most_improved


SWAPPED = {
    Direction.UP: Direction.DOWN,
    Direction.DOWN: Direction.UP,
    Direction.SAME: Direction.SAME,
    Direction.NEW: Direction.NO_LONGER_ASKED,
    Direction.NO_LONGER_ASKED: Direction.NEW,
    Direction.NOT_COMPARABLE: Direction.NOT_COMPARABLE,
}


@given(
    st.lists(LEVELS_OR_NOT, min_size=5, max_size=5),
    st.lists(LEVELS_OR_NOT, min_size=5, max_size=5),
    st.sets(st.sampled_from(IDS), min_size=1),
    st.sets(st.sampled_from(IDS), min_size=1),
)
def test_swapping_the_rounds_swaps_up_and_down_new_and_no_longer_asked(
    before: list[ConsensusLike], after: list[ConsensusLike], asked_first: set[str], asked_second: set[str]
) -> None:
    first = a_matrix(domains=[a_domain("d1", sorted(asked_first))])
    second = a_matrix(version="2.0.0", domains=[a_domain("d1", sorted(asked_second))])
    there = compared(by_id(*before), by_id(*after), matrix=first, later_matrix=second)
    back = compared(by_id(*after), by_id(*before), matrix=second, later_matrix=first)
    assert {c.criterion_id: SWAPPED[c.direction] for c in there.criteria} == {
        c.criterion_id: c.direction for c in back.criteria
    }
    assert {c.criterion_id: c.verdict for c in there.criteria} == {c.criterion_id: c.verdict for c in back.criteria}


@given(st.lists(LEVELS_OR_NOT, min_size=5, max_size=5), st.lists(LEVELS_OR_NOT, min_size=5, max_size=5))
def test_every_criterion_goes_exactly_one_way(before: list[ConsensusLike], after: list[ConsensusLike]) -> None:
    found = compared(by_id(*before), by_id(*after))
    assert sum(found.count(direction) for direction in Direction) == len(found.criteria) == 5
    for movement in found.criteria:
        assert (movement.steps is None) == (movement.direction in _WITHOUT_STEPS)
        assert (movement.verdict is None) == (movement.direction not in {Direction.UP, Direction.DOWN})


_WITHOUT_STEPS = {Direction.NEW, Direction.NO_LONGER_ASKED, Direction.NOT_COMPARABLE}


def test_a_criterion_that_neither_round_asked_is_not_there() -> None:
    assert compared(by_id(1, 1, 1, 1, 1), by_id(1, 1, 1, 1, 1)).criterion("unknown") is None


def test_two_full_rounds_give_a_movement_for_every_criterion() -> None:
    matrix = a_matrix(domains=some_domains(9, 3))
    found = compare_rounds(
        score_round(a_full_record(matrix=matrix)), score_round(a_full_record(matrix=matrix, number=2, shift=1))
    )
    assert [c.criterion_id for c in found.criteria] == [c.id for c in matrix.criteria]
    assert {domain.note for domain in found.domains} == {""}
    assert found.count(Direction.DOWN) == 0
