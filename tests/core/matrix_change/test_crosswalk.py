"""How each criterion and level of an earlier version is read in a later one, over any number of versions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, LevelRule
from maturity.core.matrix import CriterionNotInMatrix, Matrix
from maturity.core.matrix_change.crosswalk import crosswalk
from maturity.core.matrix_change.same_words import asks_the_same
from tests.factories.any_matrix import any_matrix
from tests.factories.matrices import a_criterion, a_domain, some_levels
from tests.factories.versions import a_version, declared, reworded, some_changes

A, B, C = a_criterion("a"), a_criterion("b"), a_criterion("c")
FIRST = a_version("1.0.0", [a_domain("one", [A, B]), a_domain("two", [C])])


def second(*criteria: DeclaredChange) -> Matrix:
    """Version 2.0.0, which declares these changes and says the same."""
    return a_version("2.0.0", [a_domain("one", [A, B]), a_domain("two", [C])], some_changes(*criteria))


def with_words(change: Change | None, *, differ: bool) -> Matrix:
    """A second version whose first criterion has other words or the same, declared so."""
    first = reworded(A) if differ else A
    changes = some_changes(*([declared("a", change)] if change else []))
    return a_version("2.0.0", [a_domain("one", [first, B]), a_domain("two", [C])], changes)


@pytest.mark.parametrize(
    "change, differ, is_compared, is_flagged",
    [
        (None, False, True, False),
        (Change.SAME, False, True, False),
        (Change.SAME, True, False, False),
        (Change.REWORDED, True, True, False),
        (Change.REWORDED, False, True, False),
        (Change.AMENDED, True, True, True),
        (Change.MOVED, True, False, False),
        (Change.NEW, False, False, False),
    ],
)
def test_each_declared_class_has_its_comparability(
    change: Change | None, *, differ: bool, is_compared: bool, is_flagged: bool
) -> None:
    reading = crosswalk(FIRST, with_words(change, differ=differ)).of("a")
    assert (reading.is_comparable, reading.is_amended, bool(reading.flags)) == (is_compared, is_flagged, is_flagged)


def test_an_amended_criterion_carries_its_note_wherever_it_is_compared() -> None:
    later = second(declared("a", Change.AMENDED, note="Level 3 now asks for a budget."))
    assert crosswalk(FIRST, later).of("a").flags == (
        "Its meaning was amended in version 2.0.0. Level 3 now asks for a budget.",
    )


def test_a_moved_criterion_is_compared_and_known_to_have_moved() -> None:
    later = a_version(
        "2.0.0", [a_domain("one", [A]), a_domain("two", [C, B])], some_changes(declared("b", Change.MOVED))
    )
    reading = crosswalk(FIRST, later).of("b")
    assert (reading.is_comparable, reading.is_moved) == (True, True)
    assert not crosswalk(FIRST, later).of("a").is_moved


def split_version(rule: LevelRule) -> Matrix:
    """Criterion b split into two."""
    parts = [declared(each, Change.SPLIT, came_from=["b"], level=rule) for each in ("b1", "b2")]
    return a_version("2.0.0", [a_domain("one", [A, "b1", "b2"]), a_domain("two", [C])], some_changes(*parts))


def merged_version(rule: LevelRule) -> Matrix:
    """Criteria a and b merged into one."""
    changes = some_changes(declared("ab", Change.MERGED, came_from=["a", "b"], level=rule))
    return a_version("2.0.0", [a_domain("one", ["ab"]), a_domain("two", [C])], changes)


def test_the_parts_of_a_split_begin_at_the_level_of_the_whole_only_by_the_declared_rule() -> None:
    kept = crosswalk(FIRST, split_version(LevelRule.KEPT))
    assert [kept.level_before(each, {"b": 3}) for each in ("b1", "b2")] == [FIRST.level(3)] * 2
    assert kept.of("b1").flags == ("It was split from “B” in version 2.0.0; the level before is that of the whole.",)
    assert kept.level_before("b1", {}) is None
    left_open = crosswalk(FIRST, split_version(LevelRule.OPEN))
    assert left_open.level_before("b1", {"b": 3}) is None
    assert (
        left_open.of("b1").why_not == "It was split from “B” in version 2.0.0, and earlier levels are not read across."
    )


@pytest.mark.parametrize(
    "rule, given_levels, before",
    [
        (LevelRule.LOWEST, {"a": 3, "b": 2}, 2),
        (LevelRule.LOWEST, {"a": 3}, None),
        (LevelRule.SAME, {"a": 3, "b": 3}, 3),
        (LevelRule.SAME, {"a": 3, "b": 2}, None),
        (LevelRule.OPEN, {"a": 3, "b": 3}, None),
    ],
)
def test_a_merger_begins_where_its_rule_says_and_no_level_is_made_up(
    rule: LevelRule, given_levels: dict[str, int | None], before: int | None
) -> None:
    level = crosswalk(FIRST, merged_version(rule)).level_before("ab", given_levels)
    assert (level and level.value) == before


def test_what_was_split_or_merged_lives_on_by_other_names() -> None:
    assert [each.id for each in crosswalk(FIRST, split_version(LevelRule.OPEN)).became("b")] == ["b1", "b2"]
    assert [each.id for each in crosswalk(FIRST, merged_version(LevelRule.OPEN)).became("a")] == ["ab"]
    assert [each.id for each in crosswalk(FIRST, merged_version(LevelRule.OPEN)).became("c")] == ["c"]


FIVE = some_levels(5)
FOUR = some_levels(4)
OLD = a_version("1.0.0", [a_domain("one", ["a"], levels=FOUR)], levels=FOUR)


def mapped(mapping: dict[int, int] | None = None, broken: str | None = None) -> Matrix:
    """The same criterion on a scale of five."""
    changes = some_changes(declared("a", Change.REWORDED), mapping=mapping, broken=broken)
    return a_version("2.0.0", [a_domain("one", ["a"], levels=FIVE)], changes, levels=FIVE)


def test_a_mapped_scale_reads_each_level_as_the_level_it_became() -> None:
    walk = crosswalk(OLD, mapped({1: 1, 2: 2, 3: 4, 4: 5}))
    level = walk.level_before("a", {"a": 3})
    assert (level and level.value, walk.keeps_numbers, walk.broken_scale) == (4, False, "")


@pytest.mark.parametrize("mapping", [None, {1: 1, 2: 2}, {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}])
def test_a_scale_that_is_not_mapped_as_a_whole_is_not_read_across(mapping: dict[int, int] | None) -> None:
    walk = crosswalk(OLD, mapped(mapping))
    assert not walk.of("a").is_comparable
    assert walk.level_before("a", {"a": 1}) is None


def test_a_broken_scale_says_why() -> None:
    walk = crosswalk(OLD, mapped(broken="Level 3 was cut in two."))
    assert walk.of("a").why_not == "The scale of levels changed in version 2.0.0: Level 3 was cut in two."


def test_a_step_that_maps_one_level_onto_itself_and_keeps_the_scale_keeps_the_numbers() -> None:
    renamed = some_levels(4, names=("W", "X", "Y", "Z"))
    changes = some_changes(declared("a", Change.REWORDED), mapping={1: 1, 2: 2, 3: 3, 4: 4})
    later = a_version("2.0.0", [a_domain("one", ["a"], levels=renamed)], changes, levels=renamed)
    walk = crosswalk(OLD, later)
    assert (walk.keeps_numbers, walk.of("a").is_comparable) == (True, True)


def test_a_line_of_versions_is_read_step_by_step() -> None:
    middle = split_version(LevelRule.KEPT)
    parts = [a_criterion("b1"), reworded(a_criterion("b2"))]
    changes = some_changes(declared("b2", Change.AMENDED), since="2.0.0")
    last = a_version("3.0.0", [a_domain("one", [A, *parts]), a_domain("two", [C])], changes)
    walk = crosswalk(FIRST, last, [middle])
    assert walk.of("b2").sources == ("b",)
    assert walk.of("b2").is_amended
    assert len(walk.of("b2").flags) == 2
    assert walk.level_before("b2", {"b": 4}) == FIRST.level(4)
    assert [each.id for each in walk.became("b")] == ["b1", "b2"]
    assert len(walk.notes) == 2
    without = crosswalk(FIRST, last)
    assert not without.is_declared
    assert not without.of("b2").is_comparable, "without the version between nothing is known of the split"


def test_a_broken_step_breaks_the_whole_line() -> None:
    middle = mapped(broken="Another scale.")
    last = replace(middle, version="3.0.0", content_hash="3", changes=some_changes(since="2.0.0"))
    assert crosswalk(middle, last).of("a").is_comparable
    assert not crosswalk(OLD, last, [middle]).of("a").is_comparable


def test_another_matrix_and_a_line_backwards_have_nothing_declared() -> None:
    later = second(declared("a", Change.AMENDED))
    backwards = crosswalk(later, FIRST)
    assert not backwards.is_declared
    assert backwards.of("a").flags == ()
    other = replace(later, key="other")
    assert crosswalk(FIRST, other).of("a").why_not == "The two rounds used different matrices."


def test_a_criterion_that_the_later_version_lacks_has_no_reading() -> None:
    with pytest.raises(CriterionNotInMatrix):
        crosswalk(FIRST, second()).of("nowhere")


def test_what_is_declared_to_come_from_nowhere_is_not_read_across() -> None:
    changes = some_changes(declared("ab", Change.MERGED, came_from=["a", "x"], level=LevelRule.LOWEST))
    later = a_version("2.0.0", [a_domain("one", ["ab"])], changes)
    assert crosswalk(FIRST, later).of("ab").why_not == (
        "Version 2.0.0 says that it comes from “x”, which was not asked."
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_matrix())
def test_a_version_that_declares_everything_the_same_is_read_as_itself(matrix: Matrix) -> None:
    later = replace(
        matrix,
        version="9999.9999.9999",
        content_hash="later",
        changes=DeclaredChanges(matrix.version, "Nothing."),
    )
    for between in (
        crosswalk(matrix, matrix),
        crosswalk(matrix, later),
        crosswalk(matrix, replace(later, changes=None)),
    ):
        for criterion in matrix.criteria:
            reading = between.of(criterion.id)
            assert (reading.sources, reading.is_comparable, reading.flags) == ((criterion.id,), True, ())
            for level in matrix.levels:
                assert between.level_before(criterion.id, {criterion.id: level.value}) == level
        assert between.keeps_numbers


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_matrix(), st.data())
def test_without_declared_changes_only_the_same_words_and_scale_are_compared(
    matrix: Matrix, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(matrix.criteria))
    changed = reworded(chosen, "Other words.")
    domains = tuple(
        replace(d, criteria=tuple(changed if c.id == chosen.id else c for c in d.criteria)) for d in matrix.domains
    )
    walk = crosswalk(matrix, replace(matrix, domains=domains, content_hash="later", changes=None))
    for criterion in walk.later.criteria:
        assert walk.of(criterion.id).is_comparable == asks_the_same(matrix.criterion(criterion.id), criterion)
