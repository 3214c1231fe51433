"""A published version is retired: no new round is offered it, and every round that has it keeps it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import MatrixEntry, NoSuchMatrix, find_matrix_entry
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.usecases.audit import record_event
from maturity.usecases.author.adding import subject_of


class NeverPublished(ValueError):
    """A draft was to be retired, or offered again."""

    def __init__(self, entry: MatrixEntry) -> None:
        super().__init__(f"{entry.name} is a draft, which no round is offered. Remove it, or publish it.")


def retire_matrix(session: Session, *, key: str, version: str, by: int | None, now: datetime) -> bool:
    """Offer a version for no new round; whether it was offered before. Raises `NoSuchMatrix` or `NeverPublished`."""
    return _set(session, key, version, LibraryState.RETIRED, by=by, now=now)


def offer_matrix_again(session: Session, *, key: str, version: str, by: int | None, now: datetime) -> bool:
    """Offer a retired version for new rounds; whether it was retired. Raises `NoSuchMatrix` or `NeverPublished`."""
    return _set(session, key, version, LibraryState.PUBLISHED, by=by, now=now)


def _set(session: Session, key: str, version: str, state: LibraryState, *, by: int | None, now: datetime) -> bool:
    entry = find_matrix_entry(session, key=key, version=version)
    if entry is None:
        raise NoSuchMatrix
    if entry.state is LibraryState.DRAFT:
        raise NeverPublished(entry)
    if entry.state is state:
        return False
    is_retired = state is LibraryState.RETIRED
    session.execute(
        update(MatrixVersion)
        .where(MatrixVersion.id == entry.id)
        .values(state=state, retired_at=now if is_retired else None)
    )
    action = "retire matrix" if is_retired else "offer matrix again"
    record_event(session, action=action, now=now, account=by, subject=subject_of(entry))
    return True
