"""The state of a matrix version in words and colour, the same on every page of the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import MatrixEntry
from maturity.web.design_system.words import day

STATE_COLOURS: Final[Mapping[LibraryState, str]] = {
    LibraryState.DRAFT: "grey",
    LibraryState.PUBLISHED: "green",
    LibraryState.RETIRED: "yellow",
}


def state_in_words(entry: MatrixEntry) -> str:
    """Since when a version is in its state, and what that means."""
    if entry.state is LibraryState.DRAFT:
        return (
            f"A draft since {day(entry.added_at)}, which only authors of matrices see. It can be replaced by another "
            "file, or removed."
        )
    if entry.state is LibraryState.PUBLISHED:
        return f"Published on {day(entry.published_at)}. It never changes, and rounds can be set up with it."
    return (
        f"Published on {day(entry.published_at)} and retired on {day(entry.retired_at)}: it is offered for no new "
        "round. Rounds that have it keep it."
    )
