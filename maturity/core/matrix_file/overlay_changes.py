"""The `changes` of an overlay: what its author declares, and what the matrix below declares already."""

from __future__ import annotations

from collections.abc import Callable

from maturity.core.declared_changes import DeclaredChanges
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.carried_changes import with_carried
from maturity.core.matrix_change.crosswalk import crosswalk
from maturity.core.matrix_file.changes import read_changes
from maturity.core.matrix_file.grid import Grid
from maturity.core.matrix_file.parts import Part
from maturity.core.matrix_file.scale import Scale

FindMatrix = Callable[[str, str], Matrix | None]
"""The published matrix of a key and a version, None where there is none."""


def read_overlay_changes(part: Part, *, composed: Matrix, below: Matrix, find: FindMatrix) -> DeclaredChanges:
    """What an overlay declares since an earlier version of it; every mistake is noted.

    `composed` is what the overlay makes of `below`. The earlier version has to be published where `find` looks:
    without it nobody could tell what it changed of the matrix below.
    """
    described = tuple(each.level for each in composed.criteria[0].descriptors)
    scale = Scale(composed.levels, described, is_known=True)
    own = read_changes(part, composed.version, scale, Grid(domains=list(composed.domains)))
    if not own.since:
        return own
    earlier = find(composed.key, own.since)
    if earlier is None:
        part.refuse(
            f"There is no published version {own.since} of this overlay in the library.",
            "Write the version that this one was made from, or publish it first.",
            "from",
        )
        return own
    return _carried(own, earlier, composed, below, find)


def _carried(
    own: DeclaredChanges, earlier: Matrix, composed: Matrix, below: Matrix, find: FindMatrix
) -> DeclaredChanges:
    before = earlier.overlays
    if before is None or before.key != below.key:
        return own
    first = find(before.key, before.version)
    if first is None:
        return own
    between: list[Matrix] = []
    now: Matrix | None = below
    while now is not None and now.changes is not None and now.version != first.version:
        now = find(below.key, now.changes.since)
        if now is not None:
            between.append(now)
    return with_carried(own, earlier, composed, crosswalk(first, below, between))
