"""The matrix library: read a matrix as a list or a grid, print a blank copy, take the file away."""

from __future__ import annotations

from typing import Final

from flask import Response, abort, render_template, request

from maturity.persistence.queries.matrices import (
    find_overlay_file,
    get_matrix,
    get_matrix_content,
    list_matrices,
    load_matrices,
)
from maturity.web.access import Needs, needs, visitor
from maturity.web.author import adding_routes, change_routes, import_routes, lint_routes, publish_routes, state_routes
from maturity.web.author.blueprint import blueprint, entry_in_address
from maturity.web.author.library_page import library_page, visible_states
from maturity.web.author.pages import blank_page, matrix_page
from maturity.web.database import reading

VIEWS: Final = (adding_routes, change_routes, import_routes, lint_routes, publish_routes, state_routes)
"""Modules whose views belong to these pages: importing one gives the blueprint its views."""


@blueprint.get("")
@needs(Needs.SIGN_IN)
def library() -> str:
    """Show every matrix, or the versions in one state."""
    states = visible_states(may_author=visitor().may_author)
    wanted = request.args.get("state", "")
    shown = next((state for state in states if state.value == wanted), None)
    if wanted and shown is None:
        abort(404)
    with reading() as session:
        found = load_matrices(session, list_matrices(session, states=states))
    page = library_page(found, shown=shown, may_author=visitor().may_author)
    return render_template("author/library.html", page=page)


@blueprint.get("/<key>/<version>")
@needs(Needs.SIGN_IN)
def matrix(key: str, version: str) -> str:
    """Show one matrix, as a list or as a grid."""
    with reading() as session:
        entry = entry_in_address(session, key, version)
        found = get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
    is_grid = request.args.get("view") == "grid"
    page = matrix_page(found, entry, is_grid=is_grid, may_author=visitor().may_author)
    return render_template("author/matrix.html", page=page)


@blueprint.get("/<key>/<version>/blank")
@needs(Needs.SIGN_IN)
def blank(key: str, version: str) -> str:
    """Show a copy to fill in on paper."""
    with reading() as session:
        entry = entry_in_address(session, key, version)
        found = get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
    return render_template("author/blank.html", page=blank_page(found))


@blueprint.get("/<key>/<version>/file")
@needs(Needs.SIGN_IN)
def download(key: str, version: str) -> Response:
    """Hand out the file, byte for byte as it is kept."""
    with reading() as session:
        entry = entry_in_address(session, key, version)
        content = get_matrix_content(session, matrix_version=entry.id)
    return _file(content, f"{entry.key}-{entry.version}.yaml")


@blueprint.get("/<key>/<version>/overlay")
@needs(Needs.SIGN_IN)
def download_overlay(key: str, version: str) -> Response:
    """Hand out the file of a local overlay, byte for byte as its author wrote it."""
    with reading() as session:
        entry = entry_in_address(session, key, version)
        content = find_overlay_file(session, matrix_version=entry.id)
    if content is None:
        abort(404)
    return _file(content, f"{entry.key}-{entry.version}-overlay.yaml")


def _file(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="application/yaml")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
