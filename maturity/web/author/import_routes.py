"""A matrix from a workbook or a table of Word: what was understood is looked at before anything is made of it."""

from __future__ import annotations

from flask import Response, render_template, request

from maturity.authoring.tables import (
    FileRefused,
    Understanding,
    grid_file_from,
    matrix_file_about,
    matrix_from,
    read_source,
    understand,
)
from maturity.authoring.tables.ids import ids_for
from maturity.core.matrix import FIDELITY_IN_WORDS
from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.usecases.author import check_matrix
from maturity.web.access import Answered, Needs, needs
from maturity.web.author.adding_routes import check_page
from maturity.web.author.blueprint import blueprint
from maturity.web.author.import_forms import AboutForm, Carried, TableFileForm
from maturity.web.author.import_pages import TablePage, table_page
from maturity.web.author.matrix_view import matrix_view
from maturity.web.database import reading
from maturity.web.errors import error_answer


@blueprint.get("/import")
@needs(Needs.AUTHOR)
def choose_table() -> str:
    """Show the page on which a workbook or a document is chosen."""
    return render_template("author/import.html", form=TableFileForm())


@blueprint.post("/import")
@needs(Needs.AUTHOR)
def read_table() -> Answered:
    """Show what a file says as a matrix, with everything to mend, and what was left out. Changes nothing."""
    form = TableFileForm()
    if not form.validate():
        return render_template("author/import.html", form=form), 422
    try:
        found = understand(read_source(form.read()))
    except FileRefused as refused:
        form.file.errors = [str(refused)]
        return render_template("author/import.html", form=form), 422
    matrix = matrix_view(matrix_from(found)) if found.domains else None
    page = table_page(form.file_name, found.notes, matrix)
    if not found.is_whole:
        return _show(page, None), 422
    try:
        carried = Carried(form.file_name, grid_file_from(found), found.notes)
    except MatrixFileErrors as mistakes:  # longer altogether than a matrix file can be
        form.file.errors = [f"{each.problem} {each.remedy}" for each in mistakes.errors]
        return render_template("author/import.html", form=form), 422
    return _show(page, _first_form(found, carried))


@blueprint.post("/import/make")
@needs(Needs.AUTHOR)
def make_of_table() -> Answered:
    """Make the matrix file: to download, or to look at before it joins the library. Changes nothing."""
    form = AboutForm()
    is_good = form.validate()
    if form.reading.errors:
        return error_answer(400, what_to_do="Choose the file again.")
    carried = Carried.unpacked(form.reading.data or "")
    if not is_good:
        return _show_again(carried, form)
    try:
        data = matrix_file_about(carried.grid, form.about)
    except MatrixFileErrors as mistakes:
        form.take(mistakes)
        return _show_again(carried, form)
    name = f"{form.about.key}-{form.about.version}.yaml"
    if request.form.get("do") == "download":
        answer = Response(data, mimetype="application/yaml")
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        return answer
    with reading() as session:
        checked = check_matrix(session, data=data, name=name)
    return render_template("author/check.html", page=check_page(checked, name, data))


def _first_form(found: Understanding, carried: Carried) -> AboutForm:
    """The form with what stands above the table as its title, and the first version."""
    key = ids_for([found.title], [""], "matrix")[0] if found.title else ""
    data = {"title": found.title, "key": key, "version": "1.0.0", "reading": carried.packed()}
    return AboutForm(formdata=None, data=data)


def _show_again(carried: Carried, form: AboutForm) -> tuple[str, int]:
    matrix = matrix_view(read_matrix(carried.grid, name="grid"))
    return _show(table_page(carried.name, carried.notes, matrix), form), 422


def _show(page: TablePage, form: AboutForm | None) -> str:
    hints = {each.value: words for each, words in FIDELITY_IN_WORDS.items()}
    return render_template("author/import_read.html", page=page, form=form, fidelity_hints=hints)
