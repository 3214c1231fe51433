"""What the pages on which a matrix is read and added show."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from maturity.core.library import LibraryState
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileError
from maturity.persistence.queries.matrices import MatrixEntry
from maturity.usecases.author import ChangesLookedAt, ContradictsLater, Standing
from maturity.web.author.findings import Findings
from maturity.web.author.matrix_view import MatrixView, kept_matrix_view
from maturity.web.author.state_words import STATE_COLOURS, state_in_words


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that an author can do with a version."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """One matrix to read, as a list or as a grid. `deeds` are what an author can do with it, empty for others.

    `changes_address` is empty where the version declares no changes, of which `changes_since` is the earlier version.
    """

    matrix: MatrixView
    state: str
    state_colour: str
    state_said: str
    shows_state: bool
    is_grid: bool
    list_address: str
    grid_address: str
    blank_address: str
    file_address: str
    changes_address: str
    changes_since: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class BlankPage:
    """A copy of a matrix to fill in on paper."""

    matrix: MatrixView
    back_address: str


@dataclass(frozen=True, slots=True)
class AddPage:
    """The page on which a file is chosen, with the mistakes of the one that was sent."""

    file_name: str = ""
    mistakes: tuple[MatrixFileError, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A good file, to look at before it joins the library. `content` is the file in base64, byte for byte.

    `known_address` is where the version is read that the library has, empty where it has none. `changes` is what would
    keep it from being published, and `remedy` what to do where a later version says otherwise of it.
    """

    matrix: MatrixView
    file_name: str
    content: str
    standing: Standing
    known_address: str
    known_said: str
    found: Findings
    changes: ChangesLookedAt
    remedy: str = ContradictsLater.REMEDY

    @property
    def may_be_added(self) -> bool:
        """Whether adding the file would change the library."""
        return self.standing in {Standing.NEW, Standing.REPLACES}


def matrix_page(matrix: Matrix, entry: MatrixEntry, *, is_grid: bool, may_author: bool) -> MatrixPage:
    """One matrix to read."""
    return MatrixPage(
        matrix=kept_matrix_view(matrix),
        state=entry.state.label,
        state_colour=STATE_COLOURS[entry.state],
        state_said=state_in_words(entry),
        shows_state=may_author or entry.state is not LibraryState.PUBLISHED,
        is_grid=is_grid,
        list_address=matrix_address(matrix, view="list"),
        grid_address=matrix_address(matrix, view="grid"),
        blank_address=url_for("author.blank", key=matrix.key, version=matrix.version),
        file_address=url_for("author.download", key=matrix.key, version=matrix.version),
        changes_address=url_for("author.changes", key=matrix.key, version=matrix.version) if matrix.changes else "",
        changes_since=matrix.changes.since if matrix.changes else "",
        deeds=_deeds(entry) if may_author else (),
    )


def _deeds(entry: MatrixEntry) -> tuple[Deed, ...]:
    def deed(text: str, endpoint: str) -> Deed:
        return Deed(text, url_for(endpoint, key=entry.key, version=entry.version))

    looks = (
        deed("Compare with an earlier version", "author.changes"),
        deed("See what the linter finds", "author.lint"),
        deed("Preview the form", "preview.form"),
        deed("Preview the report with sample answers", "preview.report"),
    )
    if entry.state is LibraryState.DRAFT:
        publish, remove = "author.confirm_publish", "author.confirm_remove"
        return (*looks, deed("Publish this version", publish), deed("Remove this draft", remove))
    if entry.state is LibraryState.PUBLISHED:
        return (*looks, deed("Retire this version", "author.confirm_retire"))
    return (*looks, deed("Offer this version again", "author.confirm_offer"))


def blank_page(matrix: Matrix) -> BlankPage:
    """A copy of a matrix to fill in on paper."""
    return BlankPage(matrix=kept_matrix_view(matrix), back_address=matrix_address(matrix))


def matrix_address(matrix: Matrix | MatrixEntry, *, view: str | None = None) -> str:
    """Where a matrix is read."""
    return url_for("author.matrix", key=matrix.key, version=matrix.version, view=view)
