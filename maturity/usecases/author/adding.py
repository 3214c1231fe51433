"""A matrix file becomes a draft in the library: only authors see it, and until it is published it can be replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.core.london_time import day_in_words
from maturity.core.matrix import Matrix
from maturity.persistence.queries.matrices import (
    MatrixEntry,
    find_matrix_entry,
    find_overlay_file,
)
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.persistence.rows.round_row import RoundRow
from maturity.persistence.rows.version_move import VersionMove
from maturity.usecases.audit import record_event
from maturity.usecases.author.declared_truly import ChangesLookedAt, look_at_changes
from maturity.usecases.author.library_file import LibraryFile, read_library_file


class DraftInUse(ValueError):
    """Something rests on a draft that was to be replaced or removed. Nothing was changed."""


class MatrixChanged(ValueError):
    """A matrix version that was published came again with other content. Nothing was changed."""

    def __init__(self, entry: MatrixEntry) -> None:
        when = "" if entry.published_at is None else f" on {day_in_words(entry.published_at)}"
        super().__init__(
            f"{entry.name} was published{when} with other content, and a published version never changes: "
            "give the file a new version."
        )


@dataclass(frozen=True, slots=True)
class AddedMatrix:
    """A version of the library. `is_new` is whether it, its content or its state was not there before."""

    matrix: Matrix
    matrix_version: int
    is_new: bool
    state: LibraryState


class Standing(Enum):
    """What adding a matrix file would do to the library."""

    NEW = "new"
    SAME = "there already, byte for byte"
    REPLACES = "replaces a draft"
    PUBLISHED = "refused: this version was published with other content"


@dataclass(frozen=True, slots=True)
class CheckedMatrix:
    """A matrix file that could be read, and the content that it makes.

    `known` is its version as the library has it, None where it has none. `changes` is what would keep it from being
    published; of a version that was published there is nothing to say.
    """

    matrix: Matrix
    content: bytes
    standing: Standing
    known: MatrixEntry | None
    changes: ChangesLookedAt


def check_matrix(session: Session, *, data: bytes, name: str) -> CheckedMatrix:
    """Read a file and say what `add_matrix` would do with it. Changes nothing; raises `MatrixFileErrors`."""
    file = read_library_file(session, data=data, name=name)
    matrix = file.matrix
    known = find_matrix_entry(session, key=matrix.key, version=matrix.version)
    was_published = known is not None and known.state.is_fixed
    return CheckedMatrix(
        matrix=matrix,
        content=file.content,
        standing=_standing(session, file, known),
        known=known,
        changes=ChangesLookedAt() if was_published else look_at_changes(session, matrix=matrix),
    )


def _standing(session: Session, file: LibraryFile, known: MatrixEntry | None) -> Standing:
    if known is None:
        return Standing.NEW
    if is_there(session, file=file, known=known):
        return Standing.SAME
    return Standing.PUBLISHED if known.state.is_fixed else Standing.REPLACES


def add_matrix(session: Session, *, data: bytes, name: str, by: int | None, now: datetime) -> AddedMatrix:
    """Add the matrix, or the local overlay, in a file to the library as a draft; `name` is what errors call the file.

    The same content again changes nothing. Other content replaces a draft of the same version. Raises
    `MatrixFileErrors`, `MatrixChanged` for a version that was published, or `DraftInUse`, and then nothing was changed.
    """
    file = read_library_file(session, data=data, name=name)
    matrix = file.matrix
    known = find_matrix_entry(session, key=matrix.key, version=matrix.version)
    if known is not None and is_there(session, file=file, known=known):
        return AddedMatrix(matrix=matrix, matrix_version=known.id, is_new=False, state=known.state)
    version = keep_content(session, file=file, known=known, now=now)
    record_event(
        session,
        action="add matrix" if known is None else "replace matrix",
        now=now,
        account=by,
        subject=subject_of(matrix),
    )
    return AddedMatrix(matrix=matrix, matrix_version=version, is_new=True, state=LibraryState.DRAFT)


def is_there(session: Session, *, file: LibraryFile, known: MatrixEntry) -> bool:
    """Whether a version of the library has the bytes of a file: what it makes and, of an overlay, the file itself.

    Two overlays that differ in comments or order alone make the same matrix; who asks for the overlay is handed out the
    one that its author wrote last. A published version that came without its overlay's file needs none.
    """
    if known.content_hash != file.matrix.content_hash:
        return False
    if file.overlay is None:
        return True
    kept = find_overlay_file(session, matrix_version=known.id)
    return kept == file.overlay or (kept is None and known.state.is_fixed)


def keep_content(session: Session, *, file: LibraryFile, known: MatrixEntry | None, now: datetime) -> int:
    """Put a draft with this content in the library, in the place of `known`; returns its id.

    Records nothing: the act that it is part of does. Raises `MatrixChanged`, or `DraftInUse` where something rests on
    other content of `known`.
    """
    if known is not None and known.state.is_fixed:
        raise MatrixChanged(known)
    if known is not None and known.content_hash != file.matrix.content_hash:
        refuse_in_use(session, known)
    matrix = file.matrix
    kept = {
        "title": matrix.title,
        "content_hash": matrix.content_hash,
        "content": file.content,
        "overlay": file.overlay,
        "overlays_id": file.overlays,
        "added_at": now,
    }
    if known is not None:
        session.execute(update(MatrixVersion).where(MatrixVersion.id == known.id).values(**kept))
        return known.id
    version: int = session.execute(
        insert(MatrixVersion)
        .values(key=matrix.key, version=matrix.version, state=LibraryState.DRAFT, **kept)
        .returning(MatrixVersion.id)
    ).scalar_one()
    return version


def refuse_in_use(session: Session, draft: MatrixEntry) -> None:
    """Raises `DraftInUse` where a round or an overlay rests on a draft, such as one that an import left so."""
    over = session.scalar(select(MatrixVersion.title).where(MatrixVersion.overlays_id == draft.id).limit(1))
    if over is not None:
        raise DraftInUse(
            f"The overlay “{over}” lies over {draft.name}, so it stays as it is. Remove that overlay first."
        )
    rests = session.scalar(select(RoundRow.id).where(RoundRow.matrix_version_id == draft.id).limit(1))
    moved = session.scalar(
        select(VersionMove.id)
        .where(or_(VersionMove.from_version_id == draft.id, VersionMove.to_version_id == draft.id))
        .limit(1)
    )
    if rests is not None or moved is not None:
        raise DraftInUse(
            f"A round rests on {draft.name}, so it stays as it is. Publish it as it is, or give other content a new "
            "version."
        )


def subject_of(matrix: Matrix | MatrixEntry) -> str:
    """How an event names a version."""
    return f"{matrix.key} {matrix.version}"
