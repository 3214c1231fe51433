"""What the pages of the matrix library show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileError
from maturity.usecases.author import Standing
from maturity.web.author.matrix_view import MatrixView, kept_matrix_view


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A version of a matrix that a newer one has replaced."""

    address: str
    version: str


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One matrix of the library, in its newest version."""

    address: str
    matrix: MatrixView
    earlier: tuple[EarlierVersion, ...]


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """Every matrix that there is."""

    lines: tuple[LibraryLine, ...]
    may_add: bool


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """One matrix to read, as a list or as a grid."""

    matrix: MatrixView
    is_grid: bool
    list_address: str
    grid_address: str
    blank_address: str
    file_address: str


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
    """A good file, to look at before it joins the library. `content` is the file in base64, byte for byte."""

    matrix: MatrixView
    file_name: str
    content: str
    standing: Standing
    rounds: int

    @property
    def may_be_added(self) -> bool:
        """Whether adding the file would change the library."""
        return self.standing in {Standing.NEW, Standing.REPLACES}


def library_page(matrices: Iterable[Matrix], *, may_add: bool) -> LibraryPage:
    """The library: one line for each matrix, its newest version first."""
    by_key: dict[str, list[Matrix]] = {}
    for matrix in matrices:
        by_key.setdefault(matrix.key, []).append(matrix)
    return LibraryPage(lines=tuple(_line(versions) for versions in by_key.values()), may_add=may_add)


def _line(versions: list[Matrix]) -> LibraryLine:
    newest, *earlier = sorted(versions, key=lambda m: tuple(map(int, m.version.split("."))), reverse=True)
    return LibraryLine(
        address=matrix_address(newest),
        matrix=kept_matrix_view(newest),
        earlier=tuple(EarlierVersion(address=matrix_address(m), version=m.version) for m in earlier),
    )


def matrix_page(matrix: Matrix, *, is_grid: bool) -> MatrixPage:
    """One matrix to read."""
    return MatrixPage(
        matrix=kept_matrix_view(matrix),
        is_grid=is_grid,
        list_address=matrix_address(matrix, view="list"),
        grid_address=matrix_address(matrix, view="grid"),
        blank_address=url_for("author.blank", key=matrix.key, version=matrix.version),
        file_address=url_for("author.download", key=matrix.key, version=matrix.version),
    )


def blank_page(matrix: Matrix) -> BlankPage:
    """A copy of a matrix to fill in on paper."""
    return BlankPage(matrix=kept_matrix_view(matrix), back_address=matrix_address(matrix))


def matrix_address(matrix: Matrix, *, view: str | None = None) -> str:
    """Where a matrix is read."""
    return url_for("author.matrix", key=matrix.key, version=matrix.version, view=view)
