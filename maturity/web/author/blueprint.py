"""The blueprint of the matrix library, and the version that an address names."""

from __future__ import annotations

from flask import Blueprint, abort
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import MatrixEntry, find_matrix_entry
from maturity.web.access import visitor

blueprint = Blueprint("author", __name__, url_prefix="/matrices")


def entry_in_address(session: Session, key: str, version: str) -> MatrixEntry:
    """The version in an address; not found where there is none, or where it is a draft and others than authors ask."""
    entry = find_matrix_entry(session, key=key, version=version)
    if entry is None or (entry.state is LibraryState.DRAFT and not visitor().may_author):
        abort(404)
    return entry
