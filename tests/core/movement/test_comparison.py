"""Two rounds side by side: what heads the two short lists, and what a comparison rests on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from maturity.core.matrix import Matrix
from maturity.core.movement.by_chance import ByChance, by_chance
from maturity.core.movement.comparison import Comparison, Direction
from maturity.core.movement.moved import compare_rounds
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import ConsensusLike, a_round_record

FIVE = some_domains(1, 5)
IDS = tuple(c.id for d in FIVE for c in d.criteria)


def compared(
    before: Mapping[str, ConsensusLike], after: Mapping[str, ConsensusLike], *, matrix: Matrix | None = None
) -> Comparison:
    used = matrix or a_matrix(domains=FIVE)
    return compare_rounds(
        score_round(a_round_record(matrix=used, consensus=before)),
        score_round(a_round_record(matrix=used, consensus=after, number=2)),
    )


def by_id(*consensus: ConsensusLike) -> dict[str, ConsensusLike]:
    return dict(zip(IDS, consensus, strict=True))


def panel_of_six(matrix: Matrix, number: int, levels: Mapping[str, tuple[int, list[int]]]) -> Comparison:
    before = a_round_record(
        matrix=matrix,
        consensus=dict.fromkeys(levels, 2),
        positions={criterion: [2] * 6 for criterion in levels},
    )
    after = a_round_record(
        matrix=matrix,
        number=number,
        consensus={criterion: agreed for criterion, (agreed, _) in levels.items()},
        positions={criterion: positions for criterion, (_, positions) in levels.items()},
    )
    return compare_rounds(score_round(before), score_round(after))


def test_the_most_improved_are_likely_real_first_then_by_step_then_in_order() -> None:
    levels = {
        IDS[0]: (4, [2] * 6),  # two steps, within noise
        IDS[1]: (3, [3] * 6),  # one step, likely real
        IDS[2]: (4, [4] * 6),  # two steps, likely real
        IDS[3]: (3, [3] * 6),  # one step, likely real
        IDS[4]: (2, [4] * 6),  # the same
    }
    found = panel_of_six(a_matrix(domains=FIVE), 2, levels)
    assert [c.criterion_id for c in found.most_improved] == [IDS[2], IDS[1], IDS[3], IDS[0]]
    assert found.count_likely_real(Direction.UP) == 3
    assert found.most_concern == ()


def test_sorting_by_step_alone_would_put_noise_first() -> None:
    levels = {IDS[0]: (4, [2] * 6), IDS[1]: (3, [3] * 6)}
    found = panel_of_six(a_matrix(domains=FIVE), 2, levels)
    assert found.most_improved[0].criterion_id == IDS[1]
    careless = max(found.most_improved, key=lambda movement: movement.steps or 0)
    assert careless.criterion_id == IDS[0]


def test_a_comparison_says_how_many_criteria_would_be_likely_real_by_chance_alone() -> None:
    matrix = a_matrix(domains=some_domains(9, 3))
    levels = {c.id: (3, [3] * 6) if number < 3 else (2, [2] * 6) for number, c in enumerate(matrix.criteria)}
    found = panel_of_six(matrix, 2, levels)
    assert found.by_chance == ByChance(judged=27, expected=27 * Fraction(267, 10_000), found=3)
    assert (
        found.by_chance_in_words
        == "Of 27 criteria that could be judged, about 1 would be likely real by chance alone; 3 are."
    )


def test_control_counting_only_what_moved_would_promise_fewer_by_chance_than_there_are() -> None:
    levels = {each: (3, [3] * 6) if each == IDS[0] else (2, [2] * 6) for each in IDS}
    found = panel_of_six(a_matrix(domains=FIVE), 2, levels)
    moved = by_chance((c.chance for c in found.criteria if c.steps), 1)
    assert (found.by_chance.judged, moved.judged) == (5, 1)
    assert found.by_chance.expected == 5 * moved.expected


def test_where_nothing_can_be_judged_nothing_is_said_of_chance() -> None:
    together = compared(by_id(2, 2, 2, 2, 2), by_id(3, 3, 3, 3, 3))
    assert together.by_chance == ByChance(0, Fraction(0), 0)
    assert together.by_chance_in_words == ""


def test_concern_is_what_fell_then_what_stayed_at_the_lowest_level_then_what_was_not_agreed() -> None:
    found = compared(by_id("not-agreed", 1, 3, 4, 2), by_id("not-agreed", 1, 2, 1, 2))
    assert [c.criterion_id for c in found.most_concern] == [IDS[3], IDS[2], IDS[1], IDS[0]]


def test_each_list_has_at_most_five() -> None:
    matrix = a_matrix(domains=some_domains(2, 4))
    low, high = ({c.id: level for c in matrix.criteria} for level in (1, 2))
    assert len(compared(low, high, matrix=matrix).most_improved) == 5
    assert len(compared(high, low, matrix=matrix).most_concern) == 5
    assert compared(high, low, matrix=matrix).most_improved == ()


def test_no_criterion_is_in_the_list_of_concern_twice() -> None:
    found = compared(by_id(2, 2, 1, "not-agreed", 1), by_id(1, 1, 1, "not-agreed", 1))
    ids = [c.criterion_id for c in found.most_concern]
    assert len(ids) == len(set(ids)) == 5


def test_the_comparison_says_what_it_rests_on() -> None:
    assert compared(by_id(2, 2, 2, None, 2), by_id(2, 2, 2, 2, 2)).coverage_in_words == (
        "4 of 5 criteria can be compared."
    )
    two = a_round_record(consensus={"shared-purpose": 2}, positions={"shared-purpose": [2, 2]})
    assert compare_rounds(score_round(two), score_round(two)).coverage_in_words == (
        "1 of 1 criteria can be compared; 2 partners were in both rounds."
    )
    record = a_round_record(consensus={"shared-purpose": 2}, positions={"shared-purpose": [2]})
    assert compare_rounds(score_round(two), score_round(record)).coverage_in_words.endswith(
        "; 1 partner was in both rounds."
    )
    assert compare_rounds(score_round(record), score_round(record)).coverage_in_words == (
        "1 of 1 criteria can be compared; 1 partner was in both rounds."
    )


def test_each_direction_has_its_words() -> None:
    assert [d.value for d in Direction] == ["up", "down", "same", "new", "no-longer-asked", "not-comparable"]
    assert [d.label for d in Direction] == ["Up", "Down", "Same", "New", "No longer asked", "Not comparable"]
