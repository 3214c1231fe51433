"""Previews of a matrix for its author: the form that a respondent gets, and the report with sample answers."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from flask import Blueprint, abort, render_template, request, send_file, url_for

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import CriterionNotInMatrix, Matrix
from maturity.core.sample_round import most_asked_type, sample_report, types_asked
from maturity.persistence.queries.matrices import MatrixEntry, find_matrix_entry, get_matrix, get_matrix_content
from maturity.reports.pdf import ReportKind
from maturity.reports.safe_cell import download_name
from maturity.web.access import Answered, Needs, needs
from maturity.web.database import reading
from maturity.web.errors import error_answer
from maturity.web.preview.pages import criterion_page, form_page, report_preview_page
from maturity.web.preview.sample_press import SampleNotMade, sample_press
from maturity.web.share.report_body import kept_bodies, report_body

blueprint = Blueprint("preview", __name__, url_prefix="/matrices/<key>/<version>/preview")

_KINDS: Final = "<any(board, full):kind>"


@blueprint.get("/form")
@needs(Needs.AUTHOR)
def form(key: str, version: str) -> Answered:
    """Show what a respondent is asked."""
    entry, matrix = _matrix(key, version)
    return render_template("preview/form.html", page=form_page(entry, matrix))


@blueprint.get("/form/<criterion_id>")
@needs(Needs.AUTHOR)
def criterion(key: str, version: str, criterion_id: str) -> Answered:
    """Show one criterion as a respondent sees it. There is nowhere to send an answer to."""
    entry, matrix = _matrix(key, version)
    try:
        page = criterion_page(entry, matrix, matrix.criterion(criterion_id))
    except CriterionNotInMatrix:
        abort(404)
    return render_template("preview/criterion.html", page=page)


@blueprint.get("/report")
@needs(Needs.AUTHOR)
def report(key: str, version: str) -> Answered:
    """Show the report of sample answers."""
    entry, matrix = _matrix(key, version)
    asked_of = _asked_of(matrix)
    kept_as = f"sample {entry.content_hash} {asked_of.value}"
    body = kept_bodies().find(kept_as) or kept_bodies().keep(
        kept_as, report_body(sample_report(matrix, asked_of=asked_of))
    )
    page = report_preview_page(entry, matrix, asked_of=asked_of, body=body)
    return render_template("preview/report.html", page=page)


@blueprint.get(f"/report/{_KINDS}.pdf")
@needs(Needs.AUTHOR)
def pdf(key: str, version: str, kind: str) -> Answered:
    """Send the PDF of the same report."""
    entry, matrix = _matrix(key, version)
    asked_of = _asked_of(matrix)
    with reading() as session:
        content = get_matrix_content(session, matrix_version=entry.id)
    try:
        made = sample_press().pdf(content, content_hash=entry.content_hash, kind=ReportKind(kind), asked_of=asked_of)
    except SampleNotMade as problem:
        back = url_for("preview.report", key=key, version=version, type=asked_of.value)
        return error_answer(
            503,
            title="No PDF yet",
            what_happened=str(problem),
            what_to_do="",
            way_on=(back, "Read the sample as a page"),
        )
    name = download_name(entry.title, entry.version, f"sample {kind} report", ending="pdf")
    return send_file(BytesIO(made), mimetype="application/pdf", as_attachment=True, download_name=name)


def _matrix(key: str, version: str) -> tuple[MatrixEntry, Matrix]:
    with reading() as session:
        entry = find_matrix_entry(session, key=key, version=version)
        if entry is None:
            abort(404)
        return entry, get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)


def _asked_of(matrix: Matrix) -> CollaborativeType:
    """The type in the address, or the one that is asked the most."""
    wanted = request.args.get("type", "")
    if not wanted:
        return most_asked_type(matrix)
    found = next((kind for kind in types_asked(matrix) if kind.value == wanted), None)
    return found or abort(404)
