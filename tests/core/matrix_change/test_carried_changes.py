"""What is carried over from the matrix below into what a new version of an overlay declares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.core.declared_changes import Change, DeclaredChange, DeclaredChanges, LevelRule, ScaleChange
from maturity.core.matrix import Level, Matrix
from maturity.core.matrix_change.carried_changes import with_carried
from maturity.core.matrix_change.crosswalk import crosswalk
from maturity.core.overlaid import Overlaid
from tests.core.matrix_change.test_crosswalk import FIRST, merged_version, second, split_version

OWN = DeclaredChanges("1.0.0", "We go on.")


def over(below: Matrix, version: str) -> Matrix:
    overlaid = Overlaid(below.key, below.version, below.title)
    made = replace(below, key="ours", version=version, overlays=overlaid, changes=None)
    return replace(made, content_hash=f"ours {version}")


def carried(below: Matrix, own: DeclaredChanges = OWN) -> DeclaredChanges:
    return with_carried(own, over(FIRST, "1.0.0"), over(below, "2.0.0"), crosswalk(FIRST, below))


@pytest.mark.parametrize("rule", [LevelRule.KEPT, LevelRule.OPEN])
def test_a_split_below_is_a_split_here_with_its_rule(rule: LevelRule) -> None:
    below = split_version(rule)
    assert below.changes is not None
    assert carried(below).criteria == below.changes.criteria
    later = replace(over(below, "2.0.0"), changes=carried(below))
    read = crosswalk(over(FIRST, "1.0.0"), later)
    for part in ("b1", "b2"):
        assert read.of(part).sources == crosswalk(FIRST, below).of(part).sources
        assert read.level_before(part, {"b": 2}) == crosswalk(FIRST, below).level_before(part, {"b": 2})


def test_a_merger_below_is_a_merger_here_where_all_of_it_was_asked() -> None:
    below = merged_version(LevelRule.LOWEST)
    assert below.changes is not None
    assert carried(below).criteria == below.changes.criteria
    fewer = tuple(replace(d, criteria=tuple(c for c in d.criteria if c.id != "a")) for d in FIRST.domains)
    earlier = replace(over(FIRST, "1.0.0"), domains=fewer)
    found = with_carried(OWN, earlier, over(below, "2.0.0"), crosswalk(FIRST, below))
    assert found.of("ab").changes == (Change.NEW,)
    assert "b" in found.gone


def test_what_the_author_declares_stands_before_what_is_carried() -> None:
    own = replace(OWN, criteria=(DeclaredChange("a", (Change.AMENDED,), "Ours."),))
    found = carried(second(), own)
    assert found.of("a") == own.criteria[0]
    assert [each.criterion for each in found.criteria].count("a") == 1


def test_a_mapping_and_a_broken_line_of_the_scale_are_carried() -> None:
    longer = (*FIRST.levels, Level(FIRST.levels[-1].value + 1, "More", None))
    values = [level.value for level in FIRST.levels]
    for levels in (ScaleChange(tuple(zip(values, values, strict=True))), ScaleChange(broken="It was cut.")):
        changes = DeclaredChanges(FIRST.version, "x", levels=levels)
        below = replace(FIRST, version="2.0.0", levels=longer, changes=changes, content_hash="longer")
        assert carried(below).levels == levels
    assert carried(second()).levels is None


def test_only_versions_of_overlays_can_be_asked_of() -> None:
    with pytest.raises(ValueError, match="overlays"):
        with_carried(OWN, FIRST, second(), crosswalk(FIRST, second()))
