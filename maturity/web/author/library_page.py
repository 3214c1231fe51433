"""The matrix library: one line for each matrix, with the versions that are in the chosen state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from maturity.core.library import LibraryState
from maturity.core.matrix import Matrix
from maturity.persistence.queries.matrices import MatrixEntry, version_order
from maturity.web.author.matrix_view import MatrixView, kept_matrix_view
from maturity.web.author.pages import matrix_address
from maturity.web.author.state_words import STATE_COLOURS


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a matrix, and where it is read."""

    address: str
    version: str
    state: str
    state_colour: str


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One matrix of the library: its newest version, published if one is, and the others."""

    newest: VersionLine
    matrix: MatrixView
    others: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class StateFilter:
    """A part of the library that can be looked at, with how many versions are in it."""

    label: str
    address: str
    number: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The matrices that there are. `empty` says why there is none to see; empty where there are some."""

    lines: tuple[LibraryLine, ...]
    filters: tuple[StateFilter, ...]
    empty: str
    may_add: bool


def visible_states(*, may_author: bool) -> tuple[LibraryState, ...]:
    """The states whose versions a person sees: drafts are for authors."""
    return tuple(state for state in LibraryState if may_author or state is not LibraryState.DRAFT)


def library_page(
    found: Sequence[tuple[MatrixEntry, Matrix]], *, shown: LibraryState | None, may_author: bool
) -> LibraryPage:
    """The library, of which only the versions in the state `shown` are listed, or all of them."""
    by_key: dict[str, list[tuple[MatrixEntry, Matrix]]] = {}
    for entry, matrix in found:
        if shown in {None, entry.state}:
            by_key.setdefault(entry.key, []).append((entry, matrix))
    filters = _filters([entry for entry, _ in found], shown, may_author=may_author)
    return LibraryPage(
        lines=tuple(_line(versions) for versions in by_key.values()),
        filters=filters if len([one for one in filters if one.number]) > 2 or shown else (),
        empty="" if by_key else _empty(shown, may_author=may_author),
        may_add=may_author,
    )


def _filters(
    entries: Sequence[MatrixEntry], shown: LibraryState | None, *, may_author: bool
) -> tuple[StateFilter, ...]:
    states: tuple[LibraryState | None, ...] = (None, *visible_states(may_author=may_author))
    return tuple(
        StateFilter(
            label="All" if state is None else state.label,
            address=url_for("author.library", state=None if state is None else state.value),
            number=sum(1 for entry in entries if state in {None, entry.state}),
            is_here=state is shown,
        )
        for state in states
    )


def _line(versions: list[tuple[MatrixEntry, Matrix]]) -> LibraryLine:
    order = sorted(
        versions,
        key=lambda one: (one[0].state is LibraryState.PUBLISHED, version_order(one[0].version)),
        reverse=True,
    )
    (first, matrix), others = order[0], order[1:]
    others.sort(key=lambda one: version_order(one[0].version), reverse=True)
    return LibraryLine(
        newest=_version(first), matrix=kept_matrix_view(matrix), others=tuple(_version(entry) for entry, _ in others)
    )


def _version(entry: MatrixEntry) -> VersionLine:
    return VersionLine(
        address=matrix_address(entry),
        version=entry.version,
        state=entry.state.label,
        state_colour=STATE_COLOURS[entry.state],
    )


def _empty(shown: LibraryState | None, *, may_author: bool) -> str:
    if shown is LibraryState.DRAFT:
        return "There is no draft. A file that you add is a draft until you publish it."
    if shown is LibraryState.RETIRED:
        return "No version is retired."
    if shown is LibraryState.PUBLISHED:
        return "No version is published, so no round can be set up yet."
    return "There is no matrix in the library yet. " + (
        "Add one from a file." if may_author else "An author of matrices, or the administrator, can add one."
    )
