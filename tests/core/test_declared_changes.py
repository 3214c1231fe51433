"""What a version declares of its criteria, for those that it names and those that it does not."""

from __future__ import annotations

from maturity.core.declared_changes import (
    Change,
    DeclaredChange,
    DeclaredChanges,
    LevelRule,
    Retirement,
    ScaleChange,
    version_number,
)

MERGED = DeclaredChange("plan", (Change.MERGED,), None, ("plans", "budgets"), LevelRule.LOWEST)
CHANGES = DeclaredChanges("1.0.0", "Fewer criteria.", (MERGED,), (Retirement("estate", "Nobody owns it."),))


def test_a_criterion_that_is_not_named_is_declared_the_same() -> None:
    assert CHANGES.of("plan") is MERGED
    assert CHANGES.of("trust") == DeclaredChange("trust", (Change.SAME,))


def test_what_was_retired_split_or_merged_is_gone() -> None:
    assert CHANGES.gone == {"plans", "budgets", "estate"}


def test_a_mapping_gives_the_level_now_for_each_level_before() -> None:
    assert ScaleChange(((1, 1), (2, 3))).level_now == {1: 1, 2: 3}
    assert ScaleChange(broken="Other levels.").level_now == {}


def test_versions_are_in_the_order_of_their_numbers_and_not_of_their_letters() -> None:
    assert version_number("1.10.0") > version_number("1.9.9")


def test_every_change_has_a_word_of_its_own_to_be_shown_by() -> None:
    assert len({change.label for change in Change}) == len(Change)
