"""The matrix library: read a matrix as a list or a grid, print a blank copy, add one."""

from __future__ import annotations

import base64

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileErrors
from maturity.persistence.queries.matrices import (
    find_matrix_entry,
    get_matrix,
    get_matrix_content,
    list_matrices,
)
from maturity.usecases.author import MatrixChanged, add_matrix, check_matrix
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.author.forms import AddMatrixForm, MatrixFileForm
from maturity.web.author.matrix_view import matrix_view
from maturity.web.author.pages import AddPage, CheckPage, blank_page, library_page, matrix_address, matrix_page
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer

blueprint = Blueprint("author", __name__, url_prefix="/matrices")


@blueprint.get("")
@needs(Needs.SIGN_IN)
def library() -> str:
    """Show every matrix."""
    with reading() as session:
        matrices = [
            get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
            for entry in list_matrices(session)
        ]
    return render_template("author/library.html", page=library_page(matrices, may_add=visitor().is_administrator))


@blueprint.get("/<key>/<version>")
@needs(Needs.SIGN_IN)
def matrix(key: str, version: str) -> str:
    """Show one matrix, as a list or as a grid."""
    with reading() as session:
        found = _find(session, key, version)
    page = matrix_page(found, is_grid=request.args.get("view") == "grid")
    return render_template("author/matrix.html", page=page)


@blueprint.get("/<key>/<version>/blank")
@needs(Needs.SIGN_IN)
def blank(key: str, version: str) -> str:
    """Show a copy to fill in on paper."""
    with reading() as session:
        found = _find(session, key, version)
    return render_template("author/blank.html", page=blank_page(found))


@blueprint.get("/<key>/<version>/file")
@needs(Needs.SIGN_IN)
def download(key: str, version: str) -> Response:
    """Hand out the file, byte for byte as it is kept."""
    with reading() as session:
        entry = find_matrix_entry(session, key=key, version=version)
        if entry is None:
            abort(404)
        content = get_matrix_content(session, matrix_version=entry.id)
    answer = Response(content, mimetype="application/yaml")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{entry.key}-{entry.version}.yaml")
    return answer


@blueprint.get("/add")
@needs(Needs.ADMINISTRATOR)
def choose_file() -> str:
    """Show the page on which a file is chosen."""
    return render_template("author/add.html", form=MatrixFileForm(), page=AddPage())


@blueprint.post("/add")
@needs(Needs.ADMINISTRATOR)
def check_file() -> Answered:
    """Show a good file as people would read it, or every mistake of a bad one. Changes nothing."""
    form = MatrixFileForm()
    if not form.validate():
        return render_template("author/add.html", form=form, page=AddPage()), 422
    name, data = form.file_name, form.read()
    try:
        with reading() as session:
            checked = check_matrix(session, data=data, name=name)
    except MatrixFileErrors as mistakes:
        return _show_mistakes(form, name, mistakes)
    page = CheckPage(
        matrix=matrix_view(checked.matrix),
        file_name=name,
        content=base64.b64encode(data).decode("ascii"),
        standing=checked.standing,
        rounds=checked.rounds,
    )
    return render_template("author/check.html", page=page)


@blueprint.post("")
@needs(Needs.ADMINISTRATOR)
def add() -> Answered:
    """Add a file that has been checked."""
    form = AddMatrixForm()
    if not form.validate():
        return error_answer(400, what_to_do="Choose the file again.")
    try:
        with writing() as session:
            added = add_matrix(session, data=form.read(), name=form.name, by=visitor().account, now=now())
    except MatrixFileErrors as mistakes:
        return _show_mistakes(MatrixFileForm(formdata=None), form.name, mistakes)
    except MatrixChanged as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Nothing was changed.")
    title = f"“{added.matrix.title}” {added.matrix.version}"
    flash(f"{title} is in the library." if added.is_new else f"{title} was in the library already.")
    return redirect(matrix_address(added.matrix))


def _find(session: Session, key: str, version: str) -> Matrix:
    entry = find_matrix_entry(session, key=key, version=version)
    if entry is None:
        abort(404)
    return get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)


def _show_mistakes(form: MatrixFileForm, name: str, mistakes: MatrixFileErrors) -> tuple[str, int]:
    number = len(mistakes.errors)
    has = "1 mistake" if number == 1 else f"{number} mistakes"
    form.file.errors = [f"{name} has {has}. Nothing was changed."]
    return render_template("author/add.html", form=form, page=AddPage(file_name=name, mistakes=mistakes.errors)), 422
