"""Matrix versions: listed without their content, read whole once per process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import read_matrix
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.round_row import RoundRow


class NoSuchMatrix(LookupError):
    """There is no matrix of this key and version."""


@dataclass(frozen=True, slots=True)
class MatrixEntry:
    """One line of the library."""

    id: int
    key: str
    version: str
    title: str
    content_hash: str


def list_matrices(session: Session) -> Sequence[MatrixEntry]:
    """Every matrix version, by title and newest version first."""
    rows = session.execute(
        select(
            MatrixVersion.id,
            MatrixVersion.key,
            MatrixVersion.version,
            MatrixVersion.title,
            MatrixVersion.content_hash,
        )
    ).all()
    entries = [MatrixEntry(*row) for row in rows]
    entries.sort(key=lambda e: _as_numbers(e.version), reverse=True)
    entries.sort(key=lambda e: e.title)
    return entries


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def find_matrix_entry(session: Session, *, key: str, version: str) -> MatrixEntry | None:
    """The library line of one version, if there is one."""
    row = session.execute(
        select(
            MatrixVersion.id,
            MatrixVersion.key,
            MatrixVersion.version,
            MatrixVersion.title,
            MatrixVersion.content_hash,
        ).where(MatrixVersion.key == key, MatrixVersion.version == version)
    ).one_or_none()
    return None if row is None else MatrixEntry(*row)


def get_matrix(session: Session, *, matrix_version: int, content_hash: str | None = None) -> Matrix:
    """A matrix by the id of its version; raises `NoSuchMatrix`. Each content is read once per process.

    A caller that already has the content hash spares the query for it.
    """
    if content_hash is None:
        content_hash = session.execute(
            select(MatrixVersion.content_hash).where(MatrixVersion.id == matrix_version)
        ).scalar_one_or_none()
        if content_hash is None:
            raise NoSuchMatrix
    known = _KEPT.get(content_hash)
    if known is None:
        content = session.execute(select(MatrixVersion.content).where(MatrixVersion.id == matrix_version)).scalar_one()
        known = _KEPT[content_hash] = read_matrix(content, name="database")
    return known


def get_matrix_content(session: Session, *, matrix_version: int) -> bytes:
    """The file of a version, byte for byte as it was added; raises `NoSuchMatrix`."""
    content = session.execute(
        select(MatrixVersion.content).where(MatrixVersion.id == matrix_version)
    ).scalar_one_or_none()
    if content is None:
        raise NoSuchMatrix
    return content


def count_rounds_using(session: Session, *, matrix_version: int) -> int:
    """How many rounds were made with a version, drafts that were discarded aside."""
    return session.execute(
        select(func.count())
        .select_from(RoundRow)
        .where(RoundRow.matrix_version_id == matrix_version, RoundRow.discarded_at.is_(None))
    ).scalar_one()


# The hash names the content, so what is kept here is never stale.
_KEPT: dict[str, Matrix] = {}
