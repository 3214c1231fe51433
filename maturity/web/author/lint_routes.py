"""What an author could look at again in a version of the library."""

from __future__ import annotations

from flask import render_template

from maturity.persistence.queries.matrices import find_overlay_file, get_matrix, get_matrix_content
from maturity.web.access import Needs, needs
from maturity.web.author.blueprint import blueprint, entry_in_address
from maturity.web.author.lint_page import lint_page
from maturity.web.database import reading


@blueprint.get("/<key>/<version>/lint")
@needs(Needs.AUTHOR)
def lint(key: str, version: str) -> str:
    """Show what the linter finds."""
    with reading() as session:
        entry = entry_in_address(session, key, version)
        matrix = get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
        content = get_matrix_content(session, matrix_version=entry.id)
        overlay = find_overlay_file(session, matrix_version=entry.id)
    return render_template("author/lint.html", page=lint_page(matrix, content, overlay))
