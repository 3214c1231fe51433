"""What changed between two versions of a matrix, side by side."""

from __future__ import annotations

from flask import abort, render_template, request

from maturity.core.declared_changes import version_number
from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import MatrixEntry, get_matrix, list_versions, load_matrices
from maturity.web.access import Needs, needs, visitor
from maturity.web.author.blueprint import blueprint, entry_in_address
from maturity.web.author.difference_page import difference_page, earlier_of
from maturity.web.database import reading


@blueprint.get("/<key>/<version>/changes")
@needs(Needs.SIGN_IN)
def changes(key: str, version: str) -> str:
    """Show what changed since an earlier version."""
    wanted = request.args.get("from")
    with reading() as session:
        entry = entry_in_address(session, key, version)
        found = [each for each in list_versions(session, key=key) if _may_be_seen(each.state)]
        matrix = get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
        earlier = earlier_of(matrix, found, wanted)
        if wanted is not None and earlier is None:
            abort(404)
        # The line from one version to another goes over versions between them, and over no other.
        between = [] if earlier is None else [each for each in found if _is_between(earlier, each, entry)]
        matrices = {each.version: one for each, one in load_matrices(session, between)}
    beside = None if earlier is None else matrices[earlier.version]
    page = difference_page(matrix, beside, tuple(matrices.values()), found)
    return render_template("author/changes.html", page=page)


def _is_between(earlier: MatrixEntry, entry: MatrixEntry, later: MatrixEntry) -> bool:
    """Whether a version is the earlier of two, or lies between them."""
    return version_number(earlier.version) <= version_number(entry.version) < version_number(later.version)


def _may_be_seen(state: LibraryState) -> bool:
    return state is not LibraryState.DRAFT or visitor().may_author
