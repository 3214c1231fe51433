"""Adding a matrix: a file is checked, looked at, and only then joins the library, as a draft."""

from __future__ import annotations

import base64

from flask import flash, redirect, render_template

from maturity.core.matrix_file import MatrixFileErrors
from maturity.usecases.author import AddedMatrix, CheckedMatrix, DraftInUse, MatrixChanged, add_matrix, check_matrix
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.author.blueprint import blueprint
from maturity.web.author.findings import findings
from maturity.web.author.forms import AddMatrixForm, MatrixFileForm
from maturity.web.author.matrix_view import matrix_view
from maturity.web.author.pages import AddPage, CheckPage, matrix_address
from maturity.web.author.state_words import state_in_words
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer


@blueprint.get("/add")
@needs(Needs.AUTHOR)
def choose_file() -> str:
    """Show the page on which a file is chosen."""
    return render_template("author/add.html", form=MatrixFileForm(), page=AddPage())


@blueprint.post("/add")
@needs(Needs.AUTHOR)
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
    return render_template("author/check.html", page=check_page(checked, name, data))


@blueprint.post("")
@needs(Needs.AUTHOR)
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
    except (DraftInUse, MatrixChanged) as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Nothing was changed.")
    flash(_said(added))
    return redirect(matrix_address(added.matrix))


def _said(added: AddedMatrix) -> str:
    name = f"“{added.matrix.title}” {added.matrix.version}"
    if not added.is_new:
        return f"{name} was in the library already."
    return f"{name} is in the library as a draft. Publish it when it is ready."


def check_page(checked: CheckedMatrix, name: str, data: bytes) -> CheckPage:
    """A good file, to look at before it joins the library."""
    known = checked.known
    return CheckPage(
        matrix=matrix_view(checked.matrix),
        file_name=name,
        content=base64.b64encode(data).decode("ascii"),
        standing=checked.standing,
        known_address="" if known is None else matrix_address(known),
        known_said="" if known is None else state_in_words(known),
        found=findings(checked.content, overlay=data if checked.matrix.overlays else None),
        changes=checked.changes,
    )


def _show_mistakes(form: MatrixFileForm, name: str, mistakes: MatrixFileErrors) -> tuple[str, int]:
    number = len(mistakes.errors)
    has = "1 mistake" if number == 1 else f"{number} mistakes"
    form.file.errors = [f"{name} has {has}. Nothing was changed."]
    return render_template("author/add.html", form=form, page=AddPage(file_name=name, mistakes=mistakes.errors)), 422
