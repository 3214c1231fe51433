"""The blueprint of the matrix library, the version that an address names, and what is said where it does not fit."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import MatrixEntry, find_matrix_entry
from maturity.web.access import visitor
from maturity.web.errors import error_answer

blueprint = Blueprint("author", __name__, url_prefix="/matrices")


def entry_in_address(session: Session, key: str, version: str) -> MatrixEntry:
    """The version in an address; not found where there is none, or where it is a draft and others than authors ask."""
    entry = find_matrix_entry(session, key=key, version=version)
    if entry is None or (entry.state is LibraryState.DRAFT and not visitor().may_author):
        abort(404)
    return entry


def not_now(what_happened: str, key: str, version: str) -> Response:
    """The answer where what was asked does not fit the state of a version."""
    return error_answer(
        409,
        what_happened=what_happened,
        what_to_do="Its page says what can be done with it.",
        way_on=(url_for("author.matrix", key=key, version=version), "Go to the matrix"),
    )
