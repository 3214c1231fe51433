"""The pages of a collaborative whose matrix and whose partners changed between its rounds."""

from __future__ import annotations

from collections.abc import Iterator

from tests.journeys.example import LEAD, Example
from tests.journeys.visit import Visit


def pages_over_versions(example: Example) -> Iterator[Visit]:
    """What was split, reworded, amended and merged, wherever it is told."""
    place = f"/collaboratives/{example.evolving}"
    compare = f"{place}/compare?from=1&to=3"
    yield Visit("compare.compare", "versions-compare", LEAD, compare)
    yield Visit("compare.compare", "versions-compare-like-for-like", LEAD, f"{compare}&view=like-for-like")
    yield Visit("compare.compare", "versions-compare-constant-panel", LEAD, f"{compare}&view=constant-panel")
    yield Visit("compare.progress", "versions-progress", LEAD, f"{place}/progress")
    yield Visit("share.report", "versions-report", LEAD, f"{place}/rounds/3/report")
    yield Visit("sign_off.overview", "versions-sign-off", LEAD, f"{place}/rounds/3/sign-off")
    yield Visit("set_up.membership", "versions-membership", LEAD, f"{place}/partners/over-time")
    yield Visit("author.changes", "versions-changes", LEAD, "/matrices/rehabilitation-together/2.0.0/changes")
