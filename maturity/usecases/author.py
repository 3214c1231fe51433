"""The matrix library: matrix files become versions that rounds can be made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileError, MatrixFileErrors, read_matrix
from maturity.persistence.queries.matrices import MatrixEntry, count_rounds_using, find_matrix_entry
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.usecases.audit import record_event


class MatrixChanged(ValueError):
    """A matrix version that rounds were made with came again with other content. Nothing was changed."""

    def __init__(self, matrix: Matrix, rounds: int) -> None:
        used = "1 round" if rounds == 1 else f"{rounds} rounds"
        super().__init__(
            f"“{matrix.title}” {matrix.version} is used by {used} and its file has changed: give it a new version."
        )


@dataclass(frozen=True, slots=True)
class AddedMatrix:
    """A version of the library. `is_new` is whether it, or its content, was not there before."""

    matrix: Matrix
    matrix_version: int
    is_new: bool


class Standing(Enum):
    """What adding a matrix file would do to the library."""

    NEW = "new"
    SAME = "there already, byte for byte"
    REPLACES = "replaces a version that no round was made with"
    IN_USE = "refused: rounds were made with other content of this version"


@dataclass(frozen=True, slots=True)
class CheckedMatrix:
    """A matrix file that could be read. `rounds` is how many were made with its version as the library has it."""

    matrix: Matrix
    standing: Standing
    rounds: int


def check_matrix(session: Session, *, data: bytes, name: str) -> CheckedMatrix:
    """Read a file and say what `add_matrix` would do with it. Changes nothing; raises `MatrixFileErrors`."""
    matrix = read_matrix(data, name=name)
    known = find_matrix_entry(session, key=matrix.key, version=matrix.version)
    if known is None:
        return CheckedMatrix(matrix=matrix, standing=Standing.NEW, rounds=0)
    rounds = count_rounds_using(session, matrix_version=known.id)
    if known.content_hash == matrix.content_hash:
        return CheckedMatrix(matrix=matrix, standing=Standing.SAME, rounds=rounds)
    return CheckedMatrix(matrix=matrix, standing=Standing.IN_USE if rounds else Standing.REPLACES, rounds=rounds)


def add_matrix(session: Session, *, data: bytes, name: str, by: int | None, now: datetime) -> AddedMatrix:
    """Add the matrix in the bytes of a file to the library; `name` is how the file is called in errors.

    The same content again changes nothing. Other content under a version that is there replaces it as long as
    no round was made with it. Raises `MatrixFileErrors` or `MatrixChanged`, and then nothing was changed.
    """
    return _keep(session, matrix=read_matrix(data, name=name), data=data, by=by, now=now)


def sync_shipped_matrices(session: Session, folder: Path, now: datetime) -> tuple[AddedMatrix, ...]:
    """Bring the library up to date with every `*.yaml` file of a folder; says of each whether it was new.

    Every file is read before the first is kept. Raises `MatrixFileErrors` with the mistakes of all files, or
    `MatrixChanged`, and then the caller's transaction must not be committed.
    """
    read: list[tuple[Matrix, bytes]] = []
    mistakes: list[MatrixFileError] = []
    for path in sorted(folder.glob("*.yaml")):
        data = path.read_bytes()
        try:
            read.append((read_matrix(data, name=path.name), data))
        except MatrixFileErrors as found:
            mistakes.extend(found.errors)
    if mistakes:
        raise MatrixFileErrors(mistakes)
    return tuple(_keep(session, matrix=matrix, data=data, by=None, now=now) for matrix, data in read)


def _keep(session: Session, *, matrix: Matrix, data: bytes, by: int | None, now: datetime) -> AddedMatrix:
    known = find_matrix_entry(session, key=matrix.key, version=matrix.version)
    if known is not None and known.content_hash == matrix.content_hash:
        return AddedMatrix(matrix=matrix, matrix_version=known.id, is_new=False)
    kept = {"title": matrix.title, "content_hash": matrix.content_hash, "content": data, "added_at": now}
    if known is None:
        version: int = session.execute(
            insert(MatrixVersion)
            .values(key=matrix.key, version=matrix.version, state=LibraryState.DRAFT, **kept)
            .returning(MatrixVersion.id)
        ).scalar_one()
    else:
        version = known.id
        _check_unused(session, matrix=matrix, known=known)
        session.execute(update(MatrixVersion).where(MatrixVersion.id == version).values(**kept))
    record_event(
        session,
        action="add matrix" if known is None else "replace matrix",
        now=now,
        account=by,
        subject=f"{matrix.key} {matrix.version}",
    )
    return AddedMatrix(matrix=matrix, matrix_version=version, is_new=True)


def _check_unused(session: Session, *, matrix: Matrix, known: MatrixEntry) -> None:
    rounds = count_rounds_using(session, matrix_version=known.id)
    if rounds:
        raise MatrixChanged(matrix, rounds)
