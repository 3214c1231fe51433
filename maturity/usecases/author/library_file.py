"""A file that somebody brings to the library: a matrix, or a local overlay laid over a version that is there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import Overlay, is_overlay, read_matrix, read_overlay
from maturity.persistence.queries.matrices import find_matrix_entry, get_matrix


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """The matrix that a file makes. `content` is what rounds rest on.

    Of an overlay, `overlay` is the file as its author wrote it and `overlays` the id of the version below; else None.
    """

    matrix: Matrix
    content: bytes
    overlay: bytes | None = None
    overlays: int | None = None


def read_library_file(session: Session, *, data: bytes, name: str) -> LibraryFile:
    """The matrix in the bytes of a file, or what an overlay makes of a published one; raises `MatrixFileErrors`."""
    if not is_overlay(data):
        return LibraryFile(read_matrix(data, name=name), data)
    read = read_overlay_here(session, data=data, name=name)
    below = find_matrix_entry(session, key=read.below.key, version=read.below.version)
    return LibraryFile(read.matrix, read.content, data, None if below is None else below.id)


def read_overlay_here(session: Session, *, data: bytes, name: str, onto: Matrix | None = None) -> Overlay:
    """An overlay laid over the version of this library that it names, or over `onto`; raises `MatrixFileErrors`."""
    return read_overlay(data, name=name, find=lambda key, version: find_published(session, key, version), onto=onto)


def find_published(session: Session, key: str, version: str) -> Matrix | None:
    """A version of this library that never changes any more, None where there is none."""
    entry = find_matrix_entry(session, key=key, version=version)
    if entry is None or not entry.state.is_fixed:
        return None
    return get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
