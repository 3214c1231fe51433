"""Matrix versions: listed without their content; those that were used last are kept whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from maturity.core.library import LibraryState
from maturity.core.matrix import Matrix
from maturity.core.matrix_file import read_matrix
from maturity.core.recently_used import RecentlyUsed
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.round_row import RoundRow


class NoSuchMatrix(LookupError):
    """There is no matrix of this key and version."""


@dataclass(frozen=True, slots=True)
class MatrixEntry:
    """One line of the library. `published_at` is None for a draft, `retired_at` for what is not retired."""

    id: int
    key: str
    version: str
    title: str
    content_hash: str
    state: LibraryState
    added_at: datetime
    published_at: datetime | None
    retired_at: datetime | None

    @property
    def name(self) -> str:
        """How a version is named in a sentence."""
        return f"“{self.title}” {self.version}"


_ENTRY = select(
    MatrixVersion.id,
    MatrixVersion.key,
    MatrixVersion.version,
    MatrixVersion.title,
    MatrixVersion.content_hash,
    MatrixVersion.state,
    MatrixVersion.added_at,
    MatrixVersion.published_at,
    MatrixVersion.retired_at,
)


def list_matrices(session: Session, *, states: Collection[LibraryState] = tuple(LibraryState)) -> Sequence[MatrixEntry]:
    """Every matrix version in one of the states, by title and newest version first."""
    rows = session.execute(_ENTRY.where(MatrixVersion.state.in_(states))).all()
    entries = [MatrixEntry(*row) for row in rows]
    entries.sort(key=lambda e: version_order(e.version), reverse=True)
    entries.sort(key=lambda e: e.title)
    return entries


def version_order(version: str) -> tuple[int, ...]:
    """What sorts versions from the first to the last: 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def find_matrix_entry(session: Session, *, key: str, version: str) -> MatrixEntry | None:
    """The library line of one version, if there is one."""
    row = session.execute(_ENTRY.where(MatrixVersion.key == key, MatrixVersion.version == version)).one_or_none()
    return None if row is None else MatrixEntry(*row)


def get_matrix_entry(session: Session, *, matrix_version: int) -> MatrixEntry:
    """The library line of one version by its id; raises `NoSuchMatrix`."""
    row = session.execute(_ENTRY.where(MatrixVersion.id == matrix_version)).one_or_none()
    if row is None:
        raise NoSuchMatrix
    return MatrixEntry(*row)


def list_versions(session: Session, *, key: str) -> Sequence[MatrixEntry]:
    """Every version of one matrix, the newest first."""
    rows = session.execute(_ENTRY.where(MatrixVersion.key == key)).all()
    return sorted((MatrixEntry(*row) for row in rows), key=lambda e: version_order(e.version), reverse=True)


def list_versions_beside(session: Session, *, matrix_versions: Collection[int]) -> Sequence[MatrixEntry]:
    """Every version, drafts aside, of the matrices that these versions are of or lie over, the newest first."""
    over = aliased(MatrixVersion)
    keys = select(MatrixVersion.key).where(MatrixVersion.id.in_(matrix_versions))
    below = select(MatrixVersion.key).join(over, over.overlays_id == MatrixVersion.id).where(over.key.in_(keys))
    rows = session.execute(
        _ENTRY.where(
            MatrixVersion.key.in_(keys) | MatrixVersion.key.in_(below), MatrixVersion.state != LibraryState.DRAFT
        )
    ).all()
    return sorted((MatrixEntry(*row) for row in rows), key=lambda e: version_order(e.version), reverse=True)


def load_matrices(session: Session, entries: Sequence[MatrixEntry]) -> list[tuple[MatrixEntry, Matrix]]:
    """Some versions with what they say. However many have to be read for the first time, that is one query."""
    found = {entry.content_hash: _KEPT.find(entry.content_hash) for entry in entries}
    known = {content_hash: matrix for content_hash, matrix in found.items() if matrix is not None}
    unread = [entry.id for entry in entries if entry.content_hash not in known]
    if unread:
        rows = session.execute(
            select(MatrixVersion.content_hash, MatrixVersion.content).where(MatrixVersion.id.in_(unread))
        )
        for content_hash, content in rows.all():
            known[content_hash] = _KEPT.keep(content_hash, read_matrix(content, name="database"))
    return [(entry, known[entry.content_hash]) for entry in entries]


def get_matrix(session: Session, *, matrix_version: int, content_hash: str | None = None) -> Matrix:
    """A matrix by the id of its version; raises `NoSuchMatrix`. What was used last is not read again.

    A caller that already has the content hash spares the query for it.
    """
    if content_hash is None:
        content_hash = session.execute(
            select(MatrixVersion.content_hash).where(MatrixVersion.id == matrix_version)
        ).scalar_one_or_none()
        if content_hash is None:
            raise NoSuchMatrix
    known = _KEPT.find(content_hash)
    if known is None:
        content = session.execute(select(MatrixVersion.content).where(MatrixVersion.id == matrix_version)).scalar_one()
        known = _KEPT.keep(content_hash, read_matrix(content, name="database"))
    return known


def get_matrix_content(session: Session, *, matrix_version: int) -> bytes:
    """The file of a version, byte for byte as it was added; raises `NoSuchMatrix`."""
    content = session.execute(
        select(MatrixVersion.content).where(MatrixVersion.id == matrix_version)
    ).scalar_one_or_none()
    if content is None:
        raise NoSuchMatrix
    return content


def find_overlay_file(session: Session, *, matrix_version: int) -> bytes | None:
    """The file of a local overlay as its author wrote it; None for a matrix of its own."""
    return session.execute(select(MatrixVersion.overlay).where(MatrixVersion.id == matrix_version)).scalar_one_or_none()


def count_rounds_using(session: Session, *, matrix_version: int) -> int:
    """How many rounds were made with a version, drafts that were discarded aside."""
    return session.execute(
        select(func.count())
        .select_from(RoundRow)
        .where(RoundRow.matrix_version_id == matrix_version, RoundRow.discarded_at.is_(None))
    ).scalar_one()


# In criteria: some hundred matrices of the usual size. Drafts are replaced again and again, so not all can be kept.
_MOST_KEPT: Final = 10_000
# The hash names the content, so what is kept here is never stale.
_KEPT: Final[RecentlyUsed[Matrix]] = RecentlyUsed(_MOST_KEPT, weigh=lambda matrix: len(matrix.criteria))
