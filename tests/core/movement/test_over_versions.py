"""What is compared, flagged or left apart between rounds that were made with different versions of a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.core.declared_changes import Change, LevelRule
from maturity.core.matrix import Matrix
from maturity.core.movement.comparability import is_same_measure
from maturity.core.movement.convergence import Closer, convergence_of
from maturity.core.movement.moved import Comparison, CriterionMovement, Direction, compare_rounds
from maturity.core.movement.trend import picture_of, trend_of
from maturity.core.movement.verdict import Verdict
from maturity.core.results import RoundResult
from maturity.core.scoring import score_round
from tests.factories.matrices import a_criterion, a_domain, some_domains, some_levels
from tests.factories.rounds import ConsensusLike, a_round_record, some_partners
from tests.factories.versions import a_version, declared, reworded, some_changes

A, B, C = a_criterion("a"), a_criterion("b"), a_criterion("c")
FIRST = a_version("1.0.0", [a_domain("one", [A, B]), a_domain("two", [C])])
ONE_AND_TWO = [a_domain("one", [A, B]), a_domain("two", [C])]


def a_result(matrix: Matrix, number: int, consensus: Mapping[str, ConsensusLike]) -> RoundResult:
    return score_round(a_round_record(matrix=matrix, number=number, consensus=consensus))


def compared(
    later: Matrix,
    after: Mapping[str, ConsensusLike],
    before: Mapping[str, ConsensusLike] | None = None,
    earlier: Matrix = FIRST,
) -> Comparison:
    levels = before or {"a": 2, "b": 3, "c": 4}
    return compare_rounds(a_result(earlier, 1, levels), a_result(later, 2, after))


def on(found: Comparison, criterion_id: str) -> CriterionMovement:
    movement = found.criterion(criterion_id)
    assert movement is not None
    return movement


@pytest.mark.parametrize("change, is_flagged", [(Change.REWORDED, False), (Change.AMENDED, True)])
def test_a_criterion_with_other_words_is_compared_as_it_is_declared(change: Change, *, is_flagged: bool) -> None:
    domains = [a_domain("one", [reworded(A), B]), a_domain("two", [C])]
    later = a_version("2.0.0", domains, some_changes(declared("a", change, note="Less is asked.")))
    found = compared(later, {"a": 3, "b": 3, "c": 4})
    movement = on(found, "a")
    assert (movement.direction, movement.steps, bool(movement.flags)) == (Direction.UP, 1, is_flagged)
    assert movement.basis.startswith("Its meaning was amended") is is_flagged
    assert found.cautions[:2] == (
        (
            "Round 1 used version 1.0.0 of the matrix and round 2 version 2.0.0. "
            "Criteria are compared as the later version declares."
        ),
        "Version 2.0.0: What changed since 1.0.0.",
    )
    flag = "Compared although the meaning was amended: “A”."
    rests = "It rests on a criterion whose meaning was amended: “A”."
    assert (flag in found.cautions, found.domains[0].note == rests) == (is_flagged, is_flagged)
    assert is_same_measure(FIRST, later, "a") is not is_flagged
    assert (movement.verdict is Verdict.CANNOT_TELL) or not is_flagged
    undeclared = compared(replace(later, changes=None), {"a": 3, "b": 3, "c": 4})
    assert on(undeclared, "a").direction is Direction.NOT_COMPARABLE, "the control: without a word it is not compared"


def test_what_was_only_reworded_is_told_and_what_was_amended_as_well_is_not_called_so() -> None:
    shown = "Asked in other words with the same meaning, and so compared as before: “A”."
    for changes, is_told in (([Change.REWORDED], True), ([Change.AMENDED], False), ([Change.SAME], False)):
        later = a_version("2.0.0", FIRST.domains, some_changes(declared("a", *changes)))
        assert (shown in compared(later, {"a": 3, "b": 3, "c": 4}).cautions) is is_told


def test_whether_partners_came_closer_is_told_over_the_versions_between() -> None:
    domains = [a_domain("one", [reworded(A), B]), a_domain("two", [C])]
    middle = a_version("2.0.0", domains, some_changes(declared("a", Change.REWORDED)))
    latest = a_version("3.0.0", domains, some_changes(since="2.0.0"))
    first, second = (
        score_round(a_round_record(matrix=matrix, number=number, partners=some_partners(3), positions={"a": levels}))
        for number, matrix, levels in ((1, FIRST, [1, 2, 4]), (2, latest, [2, 2, 3]))
    )
    assert convergence_of(first, second, [middle]).by_criterion["a"].closer is Closer.CLOSER
    without = convergence_of(first, second).by_criterion["a"]
    assert (without.closer, without.basis) == (Closer.CANNOT_TELL, "A level does not mean the same in both rounds.")


def test_a_criterion_that_moved_is_compared_and_the_values_of_both_domains_are_not() -> None:
    domains = [a_domain("one", [A]), a_domain("two", [C, B])]
    found = compared(a_version("2.0.0", domains, some_changes(declared("b", Change.MOVED))), {"a": 2, "b": 4, "c": 4})
    assert [(m.criterion_id, m.direction) for m in found.criteria] == [
        ("a", Direction.SAME),
        ("c", Direction.SAME),
        ("b", Direction.UP),
    ]
    assert {domain.note for domain in found.domains} == {"The domain asks other criteria than before."}


def split_in_two(rule: LevelRule) -> Matrix:
    parts = [declared(each, Change.SPLIT, came_from=["b"], level=rule) for each in ("b1", "b2")]
    return a_version("2.0.0", [a_domain("one", [A, "b1", "b2"]), a_domain("two", [C])], some_changes(*parts))


def test_a_split_is_compared_only_by_the_declared_rule_and_never_judged_by_partners_levels() -> None:
    after: dict[str, ConsensusLike] = {"a": 2, "b1": 4, "b2": 2, "c": 4}
    found = compared(split_in_two(LevelRule.KEPT), after)
    assert [(on(found, each).direction, on(found, each).verdict) for each in ("b1", "b2")] == [
        (Direction.UP, Verdict.CANNOT_TELL),
        (Direction.DOWN, Verdict.CANNOT_TELL),
    ]
    assert on(found, "b1").flags == ("It was split from “B” in version 2.0.0; the level before is that of the whole.",)
    took = "“B1” and “B2” took the place of “B” and are compared with the level agreed there."
    assert {took, "The scale of levels is the same in both versions."} <= set(found.cautions)
    gone = on(found, "b")
    assert (gone.direction, gone.basis) == (Direction.NO_LONGER_ASKED, "It lives on in “B1” and “B2”.")
    left_open = compared(split_in_two(LevelRule.OPEN), after)
    assert (on(left_open, "b1").direction, on(left_open, "b1").steps) == (Direction.NEW, None)
    assert on(left_open, "b1").basis.endswith("and earlier levels are not read across.")


@pytest.mark.parametrize(
    "rule, a, direction, basis",
    [
        (LevelRule.LOWEST, 2, Direction.UP, None),
        (LevelRule.LOWEST, "not-agreed", Direction.NOT_COMPARABLE, "“A”: No level was agreed in round 1."),
        (LevelRule.SAME, 3, Direction.SAME, ""),
        (
            LevelRule.SAME,
            2,
            Direction.NOT_COMPARABLE,
            "The criteria that it took the place of had different levels in round 1.",
        ),
        (LevelRule.OPEN, 3, Direction.NEW, None),
    ],
)
def test_a_merger_is_compared_by_its_rule_and_no_level_is_made_up(
    rule: LevelRule, a: ConsensusLike, direction: Direction, basis: str | None
) -> None:
    changes = some_changes(declared("ab", Change.MERGED, came_from=["a", "b"], level=rule))
    later = a_version("2.0.0", [a_domain("one", ["ab"]), a_domain("two", [C])], changes)
    movement = on(compared(later, {"ab": 3, "c": 4}, {"a": a, "b": 3, "c": 4}), "ab")
    assert movement.direction is direction
    assert basis is None or movement.basis == basis


def test_a_new_criterion_and_one_that_is_gone_are_not_compared() -> None:
    changes = some_changes(declared("d", Change.NEW), retired={"b": "Nobody has one."})
    found = compared(a_version("2.0.0", [a_domain("one", [A, "d"]), a_domain("two", [C])], changes), {"d": 4})
    assert (on(found, "d").direction, on(found, "b").direction) == (Direction.NEW, Direction.NO_LONGER_ASKED)


FOUR, FIVE = some_levels(4), some_levels(5)
OLD = a_version("1.0.0", [a_domain("one", ["a"], levels=FOUR)], levels=FOUR)


def on_five(mapping: Mapping[int, int] | None = None, broken: str | None = None) -> Matrix:
    changes = some_changes(declared("a", Change.REWORDED), mapping=mapping, broken=broken)
    return a_version("2.0.0", [a_domain("one", ["a"], levels=FIVE)], changes, levels=FIVE)


def test_a_mapped_scale_is_compared_by_the_level_that_the_earlier_one_became_and_says_so() -> None:
    found = compared(on_five({1: 1, 2: 2, 3: 4, 4: 5}), {"a": 5}, {"a": 3}, OLD)
    movement = on(found, "a")
    assert (movement.steps, movement.level_before, movement.verdict) == (1, FIVE[3], Verdict.CANNOT_TELL)
    assert movement.flags == ("Level 3 of version 1.0.0 is read as Level 4.",)
    assert (
        found.domains[0].note == "The scale of levels changed, and the value of a domain is not read on another scale."
    )
    assert any("Level 3 as Level 4" in caution for caution in found.cautions)


def test_a_broken_scale_compares_nothing_and_breaks_the_line_of_the_trend() -> None:
    later = on_five(broken="Level 3 was cut in two.")
    found = compared(later, {"a": 5}, {"a": 3}, OLD)
    assert (on(found, "a").direction, found.compared) == (Direction.NOT_COMPARABLE, 0)
    assert "Level 3 was cut in two." in found.cautions[-1]
    trend = trend_of([a_result(OLD, 1, {"a": 3}), a_result(later, 2, {"a": 5})])
    assert trend.lines[0].breaks == (False, True)
    assert trend.lines[0].why_broken[1].endswith("Level 3 was cut in two.")


def test_a_declared_broken_line_is_not_drawn_even_where_the_scales_look_alike() -> None:
    later = a_version("2.0.0", ONE_AND_TWO, some_changes(broken="The levels mean something else."))
    levels: dict[str, ConsensusLike] = {"a": 2, "b": 2, "c": 2}
    picture = picture_of(trend_of([a_result(FIRST, 1, levels), a_result(later, 2, levels)]))
    assert picture.trend is not None
    assert [line.breaks for line in picture.trend.lines] == [(False, True), (False, True)]


def test_rounds_with_versions_between_them_are_compared_over_what_these_declare() -> None:
    middle = split_in_two(LevelRule.KEPT)
    last = replace(middle, version="3.0.0", content_hash="3", changes=some_changes(since="2.0.0"))
    first = a_result(FIRST, 1, {"a": 2, "b": 3, "c": 4})
    third = a_result(last, 3, {"a": 2, "b1": 4, "b2": 3, "c": 4})
    assert on(compare_rounds(first, third, [middle]), "b1").direction is Direction.UP
    assert on(compare_rounds(first, third), "b1").direction is Direction.NEW
    assert trend_of([first, third], [middle]).between == (middle,)


LEVELS = st.one_of(st.integers(1, 4), st.sampled_from(["not-agreed", "not-applicable", None]))
SIX = some_domains(2, 3)
IDS = [criterion.id for domain in SIX for criterion in domain.criteria]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries(dict.fromkeys(IDS, LEVELS)), st.fixed_dictionaries(dict.fromkeys(IDS, LEVELS)))
def test_a_version_that_changes_nothing_changes_nothing_in_a_comparison(
    before: Mapping[str, ConsensusLike], after: Mapping[str, ConsensusLike]
) -> None:
    first = a_version("1.0.0", SIX)
    same = compared(first, after, before, first)
    silent = compared(a_version("2.0.0", SIX), after, before, first)
    told = compared(a_version("2.0.0", SIX, some_changes()), after, before, first)
    for other in (silent, told):
        assert [replace(m, earlier=None, later=None) for m in other.criteria] == [
            replace(m, earlier=None, later=None) for m in same.criteria
        ]
        assert [domain.note for domain in other.domains] == [domain.note for domain in same.domains]


CLASSES = st.sampled_from([Change.SAME, Change.REWORDED, Change.AMENDED, Change.NEW])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries(dict.fromkeys(IDS, st.tuples(CLASSES, st.booleans()))))
def test_every_class_has_its_comparability_whatever_stands_beside_it(
    classes: Mapping[str, tuple[Change, bool]],
) -> None:
    first = a_version("1.0.0", SIX)
    domains = [
        replace(d, criteria=tuple(reworded(c) if classes[c.id][1] else c for c in d.criteria)) for d in first.domains
    ]
    later = a_version("2.0.0", domains, some_changes(*(declared(each, classes[each][0]) for each in IDS)))
    levels: dict[str, ConsensusLike] = dict.fromkeys(IDS, 2)
    found = compared(later, levels, levels, first)
    for criterion_id, (change, differs) in classes.items():
        movement = on(found, criterion_id)
        is_compared = change is not Change.NEW and not (change is Change.SAME and differs)
        assert (movement.steps is not None) == is_compared
        assert bool(movement.flags) == (change is Change.AMENDED)
    for domain in found.domains:
        inside = [classes[each.criterion_id] for each in domain.criteria]
        is_broken = any(change is Change.NEW or (change is Change.SAME and differs) for change, differs in inside)
        amended = any(change is Change.AMENDED for change, _ in inside)
        assert domain.note.startswith("It rests on ") == (amended and not is_broken)
        assert bool(domain.note) == (is_broken or amended)
