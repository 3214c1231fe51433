"""Rounds on a matrix and on a local overlay of it, set side by side criterion by criterion."""

from __future__ import annotations

from dataclasses import replace

from maturity.core.crosswalk import crosswalk
from maturity.core.matrix import Matrix
from maturity.core.matrix_change import Effect, difference
from maturity.core.matrix_file import read_matrix, read_overlay, write_matrix
from tests.core.matrix_file.test_overlay import BELOW, FIRST, FULL, HEAD, SECOND, THIRD

OVERLAY = read_overlay(FULL.encode(), name="ours.yaml", find=lambda *_: BELOW).matrix


def why_not(earlier: Matrix, later: Matrix, criterion_id: str) -> str:
    return crosswalk(earlier, later).of(criterion_id).why_not


def test_what_the_overlay_leaves_as_it_is_is_compared_without_a_flag() -> None:
    for earlier, later in ((BELOW, OVERLAY), (OVERLAY, BELOW)):
        walk = crosswalk(earlier, later)
        assert walk.broken_scale == ""
        for criterion in BELOW.criteria:
            if criterion.id not in {FIRST.id, THIRD.id}:
                reading = walk.of(criterion.id)
                assert (reading.sources, reading.why_not, reading.flags) == ((criterion.id,), "", ())
                assert walk.level_before(criterion.id, {criterion.id: 2}) == BELOW.level(2)


def test_guidance_of_ones_own_changes_nothing_of_what_is_asked() -> None:
    assert crosswalk(BELOW, OVERLAY).of(SECOND.id).flags == ()


def test_local_words_are_compared_with_a_flag_that_says_whose_they_are() -> None:
    for earlier, later in ((BELOW, OVERLAY), (OVERLAY, BELOW)):
        reading = crosswalk(earlier, later).of(FIRST.id)
        assert reading.is_comparable
        assert reading.is_amended
        (flag,) = reading.flags
        assert flag.startswith("One of the two rounds asked it in local words, those of “Our development” 1.0.0. ")
        assert flag.endswith(" Level 1 names our boards.")


def test_local_words_that_mean_the_same_are_compared_without_a_flag() -> None:
    text = f"{HEAD}wording:\n  {FIRST.id}: {{title: Ours, is: reworded}}\n"
    reworded = read_overlay(text.encode(), name="ours.yaml", find=lambda *_: BELOW).matrix
    reading = crosswalk(BELOW, reworded).of(FIRST.id)
    assert (reading.why_not, reading.flags) == ("", ())


def test_an_extra_criterion_is_new_and_one_that_is_not_asked_has_no_level() -> None:
    assert why_not(BELOW, OVERLAY, "our-extra") == "It is new in “Our development” 1.0.0."
    assert why_not(OVERLAY, BELOW, THIRD.id) == f"It is new in “{BELOW.title}” 1.0.0."
    assert crosswalk(OVERLAY, BELOW).became("our-extra") == ()
    assert crosswalk(BELOW, OVERLAY).became(THIRD.id) == ()


def test_an_overlay_says_nothing_about_another_version_of_the_matrix_below() -> None:
    other = read_matrix(write_matrix(replace(BELOW, version="1.1.0")).encode(), name="other")
    assert why_not(other, OVERLAY, SECOND.id) == "The two rounds used different matrices."


def test_words_that_the_overlay_does_not_mark_as_local_are_not_believed() -> None:
    changed = tuple(
        replace(d, criteria=tuple(replace(c, title="Other") if c.id == SECOND.id else c for c in d.criteria))
        for d in OVERLAY.domains
    )
    assert "which does not declare it" in why_not(BELOW, replace(OVERLAY, domains=changed, content_hash="x"), SECOND.id)


def test_ids_mean_the_same_in_a_matrix_and_its_overlay_and_in_no_other() -> None:
    other = replace(BELOW, key="another")
    assert BELOW.shares_ids_with(OVERLAY)
    assert OVERLAY.shares_ids_with(BELOW)
    assert BELOW.shares_ids_with(replace(BELOW, version="2.0.0"))
    assert not OVERLAY.shares_ids_with(replace(BELOW, version="2.0.0"))
    assert not BELOW.shares_ids_with(other)


def test_two_matrices_that_lie_over_each_other_can_be_set_side_by_side() -> None:
    found = {each.criterion_id: each for each in difference(BELOW, OVERLAY).criteria}
    assert found[FIRST.id].effect is Effect.FLAGGED
    assert found[SECOND.id].effect is Effect.COMPARED
    assert found["our-extra"].effect is Effect.NOT_COMPARED
    assert found[THIRD.id].later is None
