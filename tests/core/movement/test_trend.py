"""The domains over all rounds, with the line broken where two rounds cannot be compared."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from maturity.core.matrix import Matrix
from maturity.core.movement.trend import picture_of, trend_of
from maturity.core.results import RoundResult
from maturity.core.scoring import score_round
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_levels
from tests.factories.rounds import ConsensusLike, a_round_record
from tests.factories.versions import some_changes

FIRST = a_matrix(domains=[a_domain("one", ["a"]), a_domain("two", ["b"])])


def a_result(number: int, a: ConsensusLike, *, matrix: Matrix = FIRST) -> RoundResult:
    return score_round(
        a_round_record(matrix=matrix, number=number, label=f"R{number}", consensus={"a": a, "b": 1, "c": 4})
    )


def test_a_line_has_a_value_for_each_round_in_order_of_number() -> None:
    trend = trend_of([a_result(3, 4), a_result(1, 2), a_result(2, 3)])
    assert [(p.round_number, p.label) for p in trend.points] == [(1, "R1"), (2, "R2"), (3, "R3")]
    assert list(trend.lines[0].values) == [2, 3, 4]
    assert trend.lines[0].breaks == (False, False, False)
    assert trend.points[0].result.record.number == 1


def test_a_line_is_broken_on_both_sides_of_a_round_without_a_value() -> None:
    line = trend_of([a_result(1, 2), a_result(2, "not-agreed"), a_result(3, 4)]).lines[0]
    assert line.values == (Fraction(2), None, Fraction(4))
    assert line.breaks == (False, True, True)


def test_a_line_is_broken_where_the_wording_changed_and_only_there() -> None:
    second = a_matrix(
        version="2.0.0", domains=[a_domain("one", [a_criterion("a", question="How?")]), a_domain("two", ["b"])]
    )
    trend = trend_of([a_result(1, 2), a_result(2, 2, matrix=second), a_result(3, 2, matrix=second)])
    assert [line.breaks for line in trend.lines] == [(False, True, False), (False, False, False)]


def test_the_domains_of_the_latest_round_come_first_and_dropped_ones_follow() -> None:
    second = a_matrix(version="2.0.0", domains=[a_domain("new", ["c"]), a_domain("two", ["b"], title="Two now")])
    trend = trend_of([a_result(1, 2), a_result(2, 2, matrix=second)])
    assert [(line.domain_id, line.title) for line in trend.lines] == [
        ("new", "New"),
        ("two", "Two now"),
        ("one", "One"),
    ]
    assert list(trend.lines[0].values) == [None, 4]
    assert list(trend.lines[2].values) == [2, None]
    assert trend.lines[2].breaks == (False, True)


def test_one_round_is_a_point_and_no_rounds_are_nothing() -> None:
    assert trend_of([a_result(1, 2)]).lines[0].breaks == (False,)
    assert trend_of([]).lines == trend_of([]).points == ()


def test_a_picture_holds_the_rounds_on_the_matrix_and_the_scale_of_the_latest_and_names_the_others() -> None:
    other = a_matrix(key="other", domains=[a_domain("one", ["a"])])
    longer = a_matrix(version="0.9.0", levels=some_levels(6), domains=[a_domain("one", ["a"])])
    results = [a_result(1, 6, matrix=longer), a_result(2, 2, matrix=other), a_result(3, 2), a_result(4, 3)]
    picture = picture_of(trend_of(results))
    assert [point.label for point in picture.left_out] == ["R1", "R2"]
    assert picture.trend is not None
    assert [point.label for point in picture.trend.points] == ["R3", "R4"]
    assert list(picture.trend.lines[0].values) == [2, 3]


def test_there_is_no_picture_of_one_round_on_a_scale_nor_of_rounds_without_a_value() -> None:
    other = a_matrix(key="other", domains=[a_domain("one", ["a"])])
    assert picture_of(trend_of([a_result(1, 2, matrix=other), a_result(2, 2)])).trend is None
    nothing = [score_round(a_round_record(matrix=FIRST, number=number)) for number in (1, 2)]
    assert picture_of(trend_of(nothing)).trend is None
    assert picture_of(trend_of([])) == (None, ())


def test_a_scale_whose_levels_were_only_renamed_leaves_no_round_out_of_the_picture() -> None:
    def renamed(*, is_declared: bool) -> RoundResult:
        levels = tuple(replace(level, name=f"Step {level.value}") for level in FIRST.levels)
        later = a_matrix(version="2.0.0", domains=FIRST.domains, levels=levels)
        changes = some_changes(mapping={level.value: level.value for level in levels})
        return a_result(2, 3, matrix=replace(later, changes=changes if is_declared else None))

    picture = picture_of(trend_of([a_result(1, 2), renamed(is_declared=True)]))
    assert picture.left_out == ()
    assert picture.trend is not None
    assert (list(picture.trend.lines[0].values), picture.trend.lines[0].breaks) == ([2, 3], (False, False))
    assert picture_of(trend_of([a_result(1, 2), renamed(is_declared=False)])).trend is None, "nothing says so"
