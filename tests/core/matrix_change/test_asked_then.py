from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from maturity.core.matrix import Matrix
from maturity.core.matrix_change.asked_then import AS_NOW, AskedThen, asked_then, stamp_of, wording_beside
from tests.factories.next_versions import FIRST, every_change
from tests.factories.versions import a_version, some_changes

SECOND: Final = every_change()
RESCALED: Final = every_change(mapping={1: 1, 2: 2, 3: 4, 4: 4})


def asked(criterion: str, then: Matrix, now: Matrix, *between: Matrix) -> AskedThen:
    return asked_then(criterion, stamp=stamp_of(then), now=now, versions=[then, *between, now])


@pytest.mark.parametrize("stamp", ["", "0123456789abcdef", stamp_of(FIRST)])
def test_a_round_that_never_moved_asks_what_it_always_asked(stamp: str) -> None:
    assert asked_then("d1-c1", stamp=stamp, now=FIRST, versions=[]) == AS_NOW


@pytest.mark.parametrize("then, now", [(FIRST, SECOND), (SECOND, FIRST)])
@pytest.mark.parametrize("criterion, is_other", [("d1-c1", False), ("d1-c2", True)])
def test_what_is_declared_to_mean_the_same_is_no_other_question_either_way_round(
    then: Matrix, now: Matrix, criterion: str, *, is_other: bool
) -> None:
    assert asked(criterion, then, now) == AskedThen(other_question=is_other, other_levels=False, matrix=then)


@pytest.mark.parametrize("criterion", ["d1-c3a", "d1-c3b", "d2-c12", "d2-new"])
def test_what_was_made_of_others_or_is_new_was_not_asked_then(criterion: str) -> None:
    assert asked(criterion, FIRST, SECOND).other_question


@pytest.mark.parametrize("then, now", [(FIRST, RESCALED), (RESCALED, FIRST)])
def test_a_scale_that_is_mapped_has_other_levels_either_way_round(then: Matrix, now: Matrix) -> None:
    found = asked("d1-c1", then, now)
    assert (found.other_question, found.other_levels) == (False, True)


def test_a_version_that_declares_no_scale_has_the_levels_of_the_one_before_though_that_one_mapped_its_own() -> None:
    third = a_version("2.1.0", RESCALED.domains, some_changes(since="2.0.0"))
    for then, now in ((RESCALED, third), (third, RESCALED)):
        assert not asked("d1-c1", then, now, FIRST).other_levels
    for then, now in ((FIRST, third), (third, FIRST)):
        assert asked("d1-c1", then, now, RESCALED).other_levels


def test_what_was_amended_on_the_way_is_another_question_over_several_versions() -> None:
    third = a_version("3.0.0", SECOND.domains, some_changes(since="2.0.0"))
    assert asked("d1-c2", FIRST, third, SECOND).other_question
    assert not asked("d1-c1", FIRST, third, SECOND).other_question
    assert not asked("d1-c2", SECOND, third, FIRST).other_question


def test_where_neither_version_declares_the_other_it_is_asked_again() -> None:
    beside = a_version("2.0.1", SECOND.domains, some_changes(since="1.0.0"))
    assert asked("d1-c1", SECOND, beside, FIRST).other_question


@pytest.mark.parametrize("stamp", ["", "0123456789abcdef"])
@pytest.mark.parametrize("second, other_levels", [(SECOND, False), (RESCALED, True)])
def test_a_page_of_no_known_version_may_have_asked_whatever_its_round_did(
    stamp: str, second: Matrix, *, other_levels: bool
) -> None:
    found = asked_then("d1-c1", stamp=stamp, now=second, versions=[FIRST, second])
    assert found == AskedThen(other_question=True, other_levels=other_levels)


def test_the_words_that_differ_stand_side_by_side() -> None:
    [words] = wording_beside("d1-c2", then=FIRST, now=SECOND)
    assert "Now with a budget." in words.new
    assert words.old
    assert "Now with a budget." not in words.old


def test_all_words_of_now_stand_there_where_none_of_then_are_known_or_none_differ() -> None:
    known = {words.about for words in wording_beside("d1-c2", then=None, now=SECOND)}
    assert {"Title", "1 Emerging", "4 Thriving"} <= known
    assert not {"Weight", "Asked of"} & known
    same = replace(FIRST, version="1.0.1", content_hash="f" * 64)
    for then in (None, same):
        found = wording_beside("d1-c1", then=then, now=FIRST)
        assert all(not words.old and words.new for words in found)
        assert "Title" in {words.about for words in found}
