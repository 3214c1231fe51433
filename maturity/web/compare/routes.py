"""The pages of results: one round, two beside each other, and all of them."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from maturity.core.matrix import Matrix
from maturity.core.movement.viewed import View
from maturity.persistence.queries.rounds import NoSuchRound
from maturity.persistence.rows.account import Role
from maturity.reports.comparison_csv import comparison_csv
from maturity.reports.safe_cell import download_name
from maturity.usecases.closed_rounds import NotClosedYet
from maturity.usecases.compare import (
    NotTwoClosedRounds,
    OpenedResult,
    Progress,
    TwoRounds,
    compare_two,
    open_progress,
    open_results,
    result_key,
)
from maturity.web.access import Needs, hide_draft, needs, visitor
from maturity.web.compare.comparison_body import FinishedComparison, finished_comparison
from maturity.web.compare.comparison_page import choose_again_page, compare_page
from maturity.web.compare.drawn import finished
from maturity.web.compare.frame import compare_address
from maturity.web.compare.progress_body import ProgressBody, progress_body
from maturity.web.compare.progress_page import progress_page
from maturity.web.compare.result_body import result_body
from maturity.web.compare.result_page import not_yet_page, results_page
from maturity.web.compare.shelves import shelves
from maturity.web.compare.views_body import views_body
from maturity.web.database import reading
from maturity.web.kept_sign_offs import sign_offs_to_tell

blueprint = Blueprint("compare", __name__, url_prefix="/collaboratives/<int:collaborative>")

Answered = str | tuple[str, int]


@blueprint.get("/rounds/<int:number>/results")
@needs(Needs.MEMBER)
def results(collaborative: int, number: int) -> Answered:
    """Show what one round came to."""
    takes_part = visitor().has_role(collaborative, Role.LEAD, Role.FACILITATOR, Role.RESPONDENT)
    with reading() as session:
        try:
            opened = open_results(
                session,
                shelf=shelves().results,
                collaborative=collaborative,
                number=number,
                may_see_draft=takes_part,
            )
        except NoSuchRound:
            abort(404)
        except NotClosedYet as problem:
            hide_draft(collaborative, problem.head.stage)
            return render_template("compare/not_yet.html", page=not_yet_page(problem)), 409
        signed = None if opened.result.is_draft else sign_offs_to_tell(session, opened.head)
    page = results_page(
        opened, _result_body(opened), sign_off="" if signed is None else signed.in_words, may_see_positions=takes_part
    )
    return render_template("compare/results.html", page=page)


@blueprint.get("/compare")
@needs(Needs.MEMBER)
def compare(collaborative: int) -> Answered:
    """Show two closed rounds beside each other."""
    earlier, later = _asked_for("from"), _asked_for("to")
    with reading() as session:
        try:
            two = compare_two(
                session, shelf=shelves().results, collaborative=collaborative, earlier=earlier, later=later
            )
        except NotTwoClosedRounds as problem:
            page = choose_again_page(problem.closed, earlier=earlier, later=later, problem=str(problem))
            return render_template("compare/compare.html", page=page), 422
    return render_template("compare/compare.html", page=compare_page(two, _comparison_body(two), _views_body(two)))


@blueprint.get("/compare.csv")
@needs(Needs.MEMBER)
def comparison_data(collaborative: int) -> Response:
    """Send the comparison of two closed rounds as data; the page says what is wrong with any other choice."""
    earlier, later = _asked_for("from"), _asked_for("to")
    where: dict[str, Any] = {"from": earlier, "to": later}
    instead = redirect(url_for("compare.compare", collaborative=collaborative, **where), 303)
    with reading() as session:
        try:
            two = compare_two(
                session, shelf=shelves().results, collaborative=collaborative, earlier=earlier, later=later
            )
        except NotTwoClosedRounds:
            return instead
    if two.comparison is None or two.earlier is None or two.later is None:
        return instead
    return send_file(
        BytesIO(comparison_csv(two.comparison)),
        mimetype="text/csv",
        as_attachment=True,
        download_name=download_name(
            two.later.collaborative_name, f"{two.earlier.label} to {two.later.label}", "comparison", ending="csv"
        ),
    )


@blueprint.get("/progress")
@needs(Needs.MEMBER)
def progress(collaborative: int) -> Answered:
    """Show all closed rounds as a trend."""
    with reading() as session:
        opened = open_progress(session, shelf=shelves().results, collaborative=collaborative)
    return render_template("compare/progress.html", page=progress_page(opened, _progress_body(opened)))


def _asked_for(name: str) -> int | None:
    """The number of a round in the address, None where none is named; 0, which no round has, for what is no number."""
    sent = request.args.get(name, "")
    if not sent:
        return None
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _result_body(opened: OpenedResult) -> Markup:
    kept = shelves().result_bodies
    between = () if opened.comparison is None else _hashes(opened.comparison.between)
    key = (result_key(opened.head), opened.before and result_key(opened.before), between)
    known = kept.find(key)
    if known is not None:
        return known
    made = finished("compare/parts/result.html", "result", result_body(opened.result, opened.comparison))
    return made if opened.result.is_draft else kept.keep(key, made)


def _comparison_body(two: TwoRounds) -> FinishedComparison | None:
    if two.comparison is None or two.earlier is None or two.later is None:
        return None
    kept = shelves().comparison_bodies
    key = (result_key(two.earlier), result_key(two.later), _hashes(two.comparison.between))
    known = kept.find(key)
    if known is not None:
        return known
    return kept.keep(key, finished_comparison(two.comparison))


def _views_body(two: TwoRounds) -> Markup | None:
    if two.comparison is None or two.earlier is None or two.later is None:
        return None
    view = _view_asked_for()
    kept = shelves().view_bodies
    key = (result_key(two.earlier), result_key(two.later), _hashes(two.comparison.between), view)
    known = kept.find(key)
    if known is not None:
        return known
    addresses = {each: compare_address(two.earlier, two.later, each) for each in View}
    return kept.keep(key, finished("compare/parts/views.html", "views", views_body(two.comparison, view, addresses)))


def _view_asked_for() -> View:
    """The view in the address; as scored where none is named, or none that there is."""
    sent = request.args.get("view", "")
    return View(sent) if sent in set(View) else View.AS_SCORED


def _progress_body(opened: Progress) -> ProgressBody | None:
    if opened.trend is None:
        return None
    kept = shelves().progress_bodies
    key = (*(result_key(head) for head in opened.closed.heads), _hashes(opened.trend.between))
    return kept.find(key) or kept.keep(key, progress_body(opened.trend))


def _hashes(between: Iterable[Matrix]) -> tuple[str, ...]:
    """What tells which versions of a matrix were known when rounds were compared over them."""
    return tuple(matrix.content_hash for matrix in between)
