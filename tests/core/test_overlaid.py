"""Rounds on a matrix and on a local overlay of it, set side by side criterion by criterion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.crosswalk import crosswalk
from maturity.core.matrix_change.difference import Effect, NotOneMatrix, difference
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


def test_an_id_means_the_same_in_an_overlay_and_other_versions_below_unless_it_is_its_own() -> None:
    second = replace(BELOW, version="2.0.0")
    theirs = replace(OVERLAY, key="theirs")
    for other in (BELOW, second, theirs):
        assert OVERLAY.shares_id_with(other, SECOND.id)
        assert other.shares_id_with(OVERLAY, SECOND.id)
        assert not OVERLAY.shares_id_with(other, "our-extra"), "that another has this id is chance"
        assert not other.shares_id_with(OVERLAY, "our-extra")
    assert OVERLAY.shares_id_with(replace(OVERLAY, version="2.0.0"), "our-extra")
    assert not OVERLAY.shares_id_with(replace(BELOW, key="another"), SECOND.id)


def test_two_matrices_that_lie_over_each_other_can_be_set_side_by_side() -> None:
    found = {each.criterion_id: each for each in difference(BELOW, OVERLAY).criteria}
    assert found[FIRST.id].effect is Effect.FLAGGED
    assert found[SECOND.id].effect is Effect.COMPARED
    assert found["our-extra"].effect is Effect.NOT_COMPARED
    assert found[THIRD.id].later is None


def the_next(matrix: Matrix) -> Matrix:
    """A second version of the matrix below, in which one criterion of the overlay's rest is amended."""
    rest = matrix.criteria[4]
    domains = tuple(
        replace(each, criteria=tuple(replace(c, title="Asking more") if c.id == rest.id else c for c in each.criteria))
        for each in matrix.domains
    )
    changes = DeclaredChanges("1.0.0", "A review.", (DeclaredChange(rest.id, (Change.AMENDED,), "It asks more."),))
    return replace(matrix, version="2.0.0", domains=domains, changes=changes, content_hash="next")


NEXT = the_next(BELOW)
REST = BELOW.criteria[4]


def overlay_of(below: Matrix, key: str = "our-development") -> Matrix:
    text = FULL.replace('development, version: "1.0.0"}', f'development, version: "{below.version}"}}')
    text = text.replace("key: our-development", f"key: {key}")
    return read_overlay(text.encode(), name="ours.yaml", find=lambda *_: below).matrix


def test_an_overlay_is_read_over_the_matrices_below_to_a_later_version_of_them() -> None:
    walk = crosswalk(OVERLAY, NEXT, [BELOW])
    assert [each.later.version for each in walk.steps] == ["1.0.0", "2.0.0"]
    assert walk.of(SECOND.id).flags == ()
    assert walk.of(REST.id).flags == ("Its meaning was amended in version 2.0.0. It asks more.",)
    (flag,) = walk.of(FIRST.id).flags
    assert flag.startswith("One of the two rounds asked it in local words")
    assert not walk.of(THIRD.id).is_comparable
    assert walk.became("our-extra") == ()
    assert crosswalk(OVERLAY, NEXT).of(SECOND.id).why_not == "The two rounds used different matrices."


def test_a_matrix_is_read_in_an_overlay_of_its_later_version_and_one_overlay_in_another() -> None:
    later = overlay_of(NEXT)
    assert crosswalk(BELOW, later, [NEXT]).of(REST.id).is_amended
    assert crosswalk(BELOW, later, [NEXT]).of("our-extra").why_not == "It is new in “Our development” 1.0.0."
    other = overlay_of(NEXT, key="their-development")
    walk = crosswalk(OVERLAY, other, [BELOW, NEXT])
    assert len(walk.steps) == 3
    assert walk.of(SECOND.id).is_comparable
    assert walk.of(REST.id).is_amended
    assert not walk.of("our-extra").is_comparable, "an id of one’s own means nothing in another overlay"
    beside = crosswalk(OVERLAY, overlay_of(BELOW, key="their-development"), [BELOW])
    assert len(beside.steps) == 2
    assert beside.of(REST.id).flags == ()


def test_an_overlay_is_set_beside_a_later_version_below_only_where_what_is_declared_leads_there() -> None:
    found = difference(OVERLAY, NEXT, [BELOW])
    assert found.over == (f"Between the two lies “{BELOW.title}” 1.0.0. What each version declares is read on the way.")
    said = {each.criterion_id: each for each in found.criteria}
    assert said[REST.id].declared_in_words == "Amended in version 2.0.0"
    assert said[FIRST.id].effect is Effect.FLAGGED
    assert said["our-extra"].later is None
    ours = f"“{OVERLAY.title}” 1.0.0"
    assert said[FIRST.id].declared_in_words == f"Asked in local words in {ours}"
    assert said["our-extra"].declared_in_words == f"Only asked in {ours}"
    assert said[THIRD.id].declared_in_words == f"Not asked in {ours}"
    up = {each.criterion_id: each.declared_in_words for each in difference(BELOW, overlay_of(NEXT), [NEXT]).criteria}
    assert up[FIRST.id] == f"Asked in local words in {ours}"
    assert (up["our-extra"], up[THIRD.id]) == (f"Added in {ours}", f"Not asked in {ours}")
    with pytest.raises(NotOneMatrix, match="rest on versions of one matrix"):
        difference(OVERLAY, NEXT)


def test_two_versions_of_one_overlay_declare_themselves_what_changed() -> None:
    silent = replace(overlay_of(NEXT), version="2.0.0")
    walk = crosswalk(OVERLAY, silent, [BELOW, NEXT])
    assert not walk.is_declared
    assert walk.of(FIRST.id).is_comparable, "the same local words, letter for letter"
    assert not walk.of(REST.id).is_comparable
