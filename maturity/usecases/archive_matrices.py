"""The matrices of a round in an archive: gathered from this library, and published in another.

A local overlay goes with its own file and all that it rests on, so that it is one where it is brought in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.core.record.archive import Archive, matrix_part, overlay_part
from maturity.core.record.archive_overlays import ArchivedMatrices, ArchivedMatrix, Version, lay_over, matrices_in
from maturity.core.record.round_state import RoundState
from maturity.persistence.queries.matrices import (
    MatrixEntry,
    find_matrix_entry,
    find_overlay_file,
    get_matrix,
    get_matrix_content,
    get_matrix_entry,
    version_order,
)
from maturity.persistence.queries.round_states import MATRIX
from maturity.usecases.author import ChangesNotDeclared, ContradictsLater, LibraryFile, find_published, publish_read


class ImportRefused(ValueError):
    """An archive cannot be brought in; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class UnnamedMatrix:
    """A version in an archive that its round does not name.

    `sha256` is that of the file as its author published it: of a local overlay its own, for the rest is listed too.
    """

    key: str
    version: str
    sha256: str


def gather_matrices(session: Session, *, matrix_versions: Iterable[int]) -> tuple[dict[str, bytes], bool]:
    """The parts with the file of each version; of a local overlay its own too, and all that it rests on.

    Says too whether there are overlays, and each with its own file.
    """
    parts: dict[str, bytes] = {}
    with_file: set[bool] = set()
    waiting = [get_matrix_entry(session, matrix_version=version) for version in matrix_versions]
    while waiting:
        entry = waiting.pop(0)
        name = matrix_part(entry.key, entry.version)
        if name in parts:
            continue
        parts[name] = get_matrix_content(session, matrix_version=entry.id)
        if get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash).overlays is not None:
            overlay, below = _overlay(session, entry)
            with_file.add(overlay is not None)
            if overlay is not None:
                parts[overlay_part(entry.key, entry.version)] = overlay
                waiting += below
    return parts, with_file == {True}


def _overlay(session: Session, entry: MatrixEntry) -> tuple[bytes | None, list[MatrixEntry]]:
    """The own file of an overlay and what it rests on; None where there is none that still makes the same matrix.

    That may be so of one that was made by another version of this product: no check could lay it over again.
    """
    overlay = find_overlay_file(session, matrix_version=entry.id)
    if overlay is None:
        return None, []
    try:
        made, asked = lay_over(
            overlay, name=entry.name, find=lambda key, version: find_published(session, key, version)
        )
    except MatrixFileErrors:
        return None, []
    if made.matrix.content_hash != entry.content_hash:
        return None, []
    found = [find_matrix_entry(session, key=key, version=version) for key, version in asked]
    return overlay, [each for each in found if each is not None]


def list_unnamed(session: Session, *, archive: Archive, state: RoundState) -> tuple[UnnamedMatrix, ...]:
    """What `publish_matrices` would publish that is not here, and that neither the state nor a signature binds.

    That is what an overlay rests on: words of it that local words stand before are in no hash of the round. Raises
    `ImportRefused`, also where a version is here with other content.
    """
    rows = _rows(state)
    held = _held(archive, rows)
    others = _others(held, rows)
    absent = {row for row in (*rows, *others) if _entry(session, row) is None}
    return tuple(
        UnnamedMatrix(row.key, row.version, _hash_of_file(held.found[row.name]))
        for row in sorted(absent.intersection(others), key=lambda row: (row.key, version_order(row.version)))
    )


def _hash_of_file(there: ArchivedMatrix) -> str:
    return sha256(there.content if there.overlay is None else there.overlay).hexdigest()


def publish_matrices(
    session: Session, *, archive: Archive, state: RoundState, by: int | None, now: datetime
) -> list[int]:
    """The id here of each version that the round names; what is not published here is published, the oldest first.

    What an overlay rests on comes before it, and nothing else in the archive binds that: see `list_unnamed`. Raises
    `ImportRefused`.
    """
    rows = _rows(state)
    held = _held(archive, rows)
    found: dict[Version, int] = {}
    for row in sorted(
        {*rows, *_others(held, rows)},
        key=lambda row: (_is_overlay(held, row), row.key, version_order(row.version)),
    ):
        found[row.name] = _matrix(session, row, _file_of(archive, held, row, found), by=by, now=now)
    return [found[row.name] for row in rows]


@dataclass(frozen=True, slots=True)
class _MatrixRow:
    """A version as a state names it."""

    key: str
    version: str
    content_hash: str

    @property
    def name(self) -> Version:
        return (self.key, self.version)


def _rows(state: RoundState) -> list[_MatrixRow]:
    return [
        _MatrixRow(str(row["key"]), str(row["version"]), str(row["content_hash"]))
        for row in state.parts[MATRIX].records()
    ]


def _held(archive: Archive, rows: Iterable[_MatrixRow]) -> ArchivedMatrices:
    held = matrices_in(archive.parts, [row.name for row in rows])
    if held.faults:
        raise ImportRefused(f"{held.faults[0]}. Nothing was changed.")
    return held


def _others(held: ArchivedMatrices, rows: Iterable[_MatrixRow]) -> list[_MatrixRow]:
    """What the versions of a state rest on, without those versions."""
    named = {row.name for row in rows}
    return [_MatrixRow(*name, there.matrix.content_hash) for name, there in held.found.items() if name not in named]


def _is_overlay(held: ArchivedMatrices, row: _MatrixRow) -> bool:
    return row.name in held.found and held.found[row.name].matrix.overlays is not None


def _file_of(archive: Archive, held: ArchivedMatrices, row: _MatrixRow, found: Mapping[Version, int]) -> LibraryFile:
    """The file of a version as a library has it; raises `ImportRefused` where it cannot be read or is another."""
    part = matrix_part(row.key, row.version)
    try:
        matrix = read_matrix(archive.parts[part], name=part)
    except MatrixFileErrors as problem:
        raise _cannot_be_published(problem) from None
    if (matrix.key, matrix.version, matrix.content_hash) != (row.key, row.version, row.content_hash):
        raise ImportRefused(
            f"The archive has “{matrix.key}” {matrix.version} in the place of “{row.key}” {row.version}. "
            "Nothing was changed."
        )
    overlay = held.found[row.name].overlay
    if overlay is None or matrix.overlays is None:
        return LibraryFile(matrix, archive.parts[part])
    return LibraryFile(matrix, archive.parts[part], overlay, found[matrix.overlays.key, matrix.overlays.version])


def _entry(session: Session, row: _MatrixRow) -> MatrixEntry | None:
    """The version as it is here; None where it is not. Raises `ImportRefused` for one with other content."""
    entry = find_matrix_entry(session, key=row.key, version=row.version)
    if entry is not None and entry.content_hash != row.content_hash:
        raise ImportRefused(
            f"The library of this installation has {entry.name} with other content than the archive has it. "
            "Nothing was changed: remove the draft here, or import into another installation."
        )
    return entry


def _matrix(session: Session, row: _MatrixRow, file: LibraryFile, *, by: int | None, now: datetime) -> int:
    entry = _entry(session, row)
    if entry is not None and entry.state.is_fixed:
        return entry.id
    try:
        return publish_read(session, file=file, by=by, now=now).matrix_version
    except (ChangesNotDeclared, ContradictsLater) as problem:
        raise _cannot_be_published(problem) from None


def _cannot_be_published(problem: Exception) -> ImportRefused:
    return ImportRefused(f"A matrix of the archive cannot be published here: {problem} Nothing was changed.")
