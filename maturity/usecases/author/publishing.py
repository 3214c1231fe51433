"""A draft is published: from then on its content never changes, and rounds can be begun with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileError, MatrixFileErrors, read_matrix
from maturity.persistence.queries.matrices import (
    MatrixEntry,
    NoSuchMatrix,
    find_matrix_entry,
    get_matrix,
    version_order,
)
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.usecases.audit import record_event
from maturity.usecases.author.adding import AddedMatrix, is_there, keep_content, subject_of
from maturity.usecases.author.declared_truly import check_changes
from maturity.usecases.author.library_file import LibraryFile, read_library_file


class DraftChanged(ValueError):
    """A draft is no longer what the person saw who wanted to publish or remove it. Nothing was changed."""

    def __init__(self, entry: MatrixEntry) -> None:
        super().__init__(
            f"The draft of {entry.name} was changed after you opened this page: look at it as it is now. "
            "Nothing was done."
        )


class MatrixIsRetired(ValueError):
    """A retired version was to be published as if it were a draft. Nothing was changed."""

    def __init__(self, entry: MatrixEntry) -> None:
        super().__init__(f"{entry.name} was published before and is retired. Offer it again instead.")


class DraftInTheWay(ValueError):
    """A matrix that comes with the product has the key and version of a draft with other content."""

    def __init__(self, entry: MatrixEntry) -> None:
        super().__init__(
            f"The library has a draft of {entry.name}, and the matrix that comes with the product under this key and "
            "version says something else. Remove the draft, or publish it under another version, and try again."
        )


def publish_matrix(
    session: Session, *, key: str, version: str, by: int | None, now: datetime, seen: str | None = None
) -> AddedMatrix:
    """Publish a draft. One that is published already stays as it is, with its date.

    `seen` is the content hash of what the person saw. Raises `NoSuchMatrix`, `DraftChanged`, `MatrixIsRetired`,
    `ChangesNotDeclared` for what does not say truly what it changes since the version before, or `ContradictsLater`
    for what a later version, published first, does not say truly what it changes.
    """
    entry = find_matrix_entry(session, key=key, version=version)
    if entry is None:
        raise NoSuchMatrix
    if entry.state is LibraryState.DRAFT and seen not in {None, entry.content_hash}:
        raise DraftChanged(entry)
    matrix = get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
    return _publish(session, matrix=matrix, matrix_version=entry.id, known=entry, by=by, now=now)


def publish_file(session: Session, *, data: bytes, name: str, by: int | None, now: datetime) -> AddedMatrix:
    """Publish the matrix in the bytes of a file, which replaces a draft of the same version.

    Raises `MatrixFileErrors`, `MatrixChanged`, `MatrixIsRetired`, `ChangesNotDeclared` or `ContradictsLater`, and then
    the caller's transaction must not be committed.
    """
    file = read_library_file(session, data=data, name=name)
    return publish_read(session, file=file, by=by, now=now)


def sync_shipped_matrices(session: Session, folder: Path, now: datetime) -> tuple[AddedMatrix, ...]:
    """Publish every `*.yaml` file of a folder; says of each whether it was new. What was retired stays so.

    Every file is read before the first is kept. Raises `MatrixFileErrors` with the mistakes of all files,
    `MatrixChanged`, `ChangesNotDeclared`, `ContradictsLater` or `DraftInTheWay`, and then the caller's transaction must
    not be committed.
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
    read.sort(key=lambda one: (one[0].key, version_order(one[0].version)))
    return tuple(_sync(session, matrix=matrix, data=data, now=now) for matrix, data in read)


def _sync(session: Session, *, matrix: Matrix, data: bytes, now: datetime) -> AddedMatrix:
    known = find_matrix_entry(session, key=matrix.key, version=matrix.version)
    if known is not None:
        is_same = known.content_hash == matrix.content_hash
        if is_same and known.state is LibraryState.RETIRED:
            return AddedMatrix(matrix=matrix, matrix_version=known.id, is_new=False, state=known.state)
        if not is_same and not known.state.is_fixed:
            raise DraftInTheWay(known)
    return publish_read(session, file=LibraryFile(matrix, data), by=None, now=now)


def publish_read(session: Session, *, file: LibraryFile, by: int | None, now: datetime) -> AddedMatrix:
    """Publish what was read of a file; raises what `publish_file` does, but for mistakes in a file."""
    matrix = file.matrix
    known = find_matrix_entry(session, key=matrix.key, version=matrix.version)
    if known is not None and is_there(session, file=file, known=known):
        version = known.id
    else:
        version = keep_content(session, file=file, known=known, now=now)
    return _publish(session, matrix=matrix, matrix_version=version, known=known, by=by, now=now)


def _publish(
    session: Session,
    *,
    matrix: Matrix,
    matrix_version: int,
    known: MatrixEntry | None,
    by: int | None,
    now: datetime,
) -> AddedMatrix:
    if known is not None and known.state is LibraryState.RETIRED:
        raise MatrixIsRetired(known)
    is_new = known is None or known.state is LibraryState.DRAFT
    if is_new:
        check_changes(session, matrix=matrix)
        session.execute(
            update(MatrixVersion)
            .where(MatrixVersion.id == matrix_version)
            .values(state=LibraryState.PUBLISHED, published_at=now)
        )
        record_event(session, action="publish matrix", now=now, account=by, subject=subject_of(matrix))
    return AddedMatrix(matrix=matrix, matrix_version=matrix_version, is_new=is_new, state=LibraryState.PUBLISHED)
