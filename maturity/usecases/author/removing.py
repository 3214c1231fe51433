"""A draft is removed from the library. What was published once stays for ever."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from maturity.persistence.queries.matrices import MatrixEntry, NoSuchMatrix, find_matrix_entry
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.usecases.audit import record_event
from maturity.usecases.author.adding import refuse_in_use, subject_of
from maturity.usecases.author.publishing import DraftChanged


class MatrixIsFixed(ValueError):
    """What is not a draft was to be removed."""


def remove_draft(session: Session, *, key: str, version: str, seen: str, by: int | None, now: datetime) -> MatrixEntry:
    """Remove a draft; `seen` is the content hash of what the person saw.

    Raises `NoSuchMatrix`, `DraftChanged`, `MatrixIsFixed` for what was published, or `DraftInUse` for what a round or
    an overlay rests on.
    """
    entry = find_matrix_entry(session, key=key, version=version)
    if entry is None:
        raise NoSuchMatrix
    if entry.state.is_fixed:
        raise MatrixIsFixed(f"{entry.name} was published, so it stays in the library. You can retire it.")
    if entry.content_hash != seen:
        raise DraftChanged(entry)
    refuse_in_use(session, entry)
    session.execute(delete(MatrixVersion).where(MatrixVersion.id == entry.id))
    record_event(session, action="remove matrix", now=now, account=by, subject=subject_of(entry))
    return entry
