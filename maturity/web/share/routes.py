"""The progress report of a round: as a page, as PDFs and as data."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.persistence.queries.rounds import NoSuchRound
from maturity.persistence.rows.account import Role
from maturity.reports.archive_file import archive_file
from maturity.reports.pdf import ReportKind
from maturity.reports.round_columns import data_dictionary
from maturity.reports.round_csv import round_csv as csv_of_round
from maturity.reports.safe_cell import download_name
from maturity.usecases.archive import gather_archive
from maturity.usecases.closed_rounds import NotClosedYet, RoundHeads, open_round_heads
from maturity.usecases.share import ReportFacts, find_pdf, load_report
from maturity.web.access import Answered, Needs, hide_draft, needs, visitor
from maturity.web.database import reading
from maturity.web.errors import error_answer, wants_json
from maturity.web.pdf import MakingPage, ask_for_pdf, find_file, send_pdf
from maturity.web.report_desk import order_reports, report_desk
from maturity.web.share.pages import (
    DictionaryPage,
    PdfLink,
    ReportWebPage,
    file_address,
    pdf_address,
    share_frame,
)
from maturity.web.share.report_body import kept_bodies, report_body

blueprint = Blueprint("share", __name__, url_prefix="/collaboratives/<int:collaborative>/rounds/<int:number>/report")

_KINDS: Final = "<any(board, full):kind>"


@blueprint.errorhandler(NotClosedYet)
def _no_report_yet(problem: NotClosedYet) -> Answered:
    return error_answer(409, what_happened=str(problem), what_to_do="Its report is here once a lead closes the round.")


@blueprint.get("")
@needs(Needs.MEMBER)
def report(collaborative: int, number: int) -> Answered:
    """Show the report, with ways to take it away."""
    desk = report_desk()
    with reading() as session:
        heads = _heads(session, collaborative, number)
        key = desk.key_of(session, heads)
        body = kept_bodies().find(key) or kept_bodies().keep(key, report_body(load_report(session, heads)))
        found = {kind: _found(session, heads, kind, key) for kind in ReportKind}
    head = heads.head
    if head.stage is Stage.CLOSED and None in found.values():
        order_reports(collaborative, number)  # closed without a page of ours, or laid out by an older edition
    ready = {kind: find_file(facts) is not None for kind, facts in found.items()}
    where: dict[str, Any] = {"collaborative": collaborative, "number": number}
    page = ReportWebPage(
        frame=share_frame(head),
        is_draft=head.stage is not Stage.CLOSED,
        pdfs=tuple(
            PdfLink(kind.label, file_address(head, kind) if ready[kind] else pdf_address(head, kind), ready[kind])
            for kind in ReportKind
        ),
        csv_address=url_for("share.round_csv", **where) if head.stage is Stage.CLOSED else "",
        archive_address=url_for("share.archive", **where)
        if head.stage is Stage.CLOSED and visitor().has_role(collaborative, Role.LEAD)
        else "",
        dictionary_address=url_for("share.columns", **where),
        body=body,
    )
    return render_template("share/report.html", page=page)


@blueprint.get(f"/{_KINDS}")
@needs(Needs.MEMBER)
def pdf(collaborative: int, number: int, kind: str) -> Answered:
    """Ask for a PDF. One that is there is sent; else the page waits for it.

    Asking changes nothing that anybody could see: a PDF is kept so that it need not be made twice. So this is
    a link and not a form.
    """
    heads, facts = _asked_for(collaborative, number, ReportKind(kind), again=False)
    if find_file(facts) and "waited" not in request.args and not wants_json():
        return redirect(file_address(heads.head, ReportKind(kind)), 303)
    return _making(heads, ReportKind(kind), facts)


@blueprint.post(f"/{_KINDS}")
@needs(Needs.MEMBER)
def pdf_again(collaborative: int, number: int, kind: str) -> Answered:
    """Try once more to make a PDF that could not be made."""
    heads, _ = _asked_for(collaborative, number, ReportKind(kind), again=True)
    return redirect(f"{pdf_address(heads.head, ReportKind(kind))}?waited=1", 303)


@blueprint.get(f"/{_KINDS}.pdf")
@needs(Needs.MEMBER)
def pdf_file(collaborative: int, number: int, kind: str) -> Answered:
    """Send a finished PDF."""
    desk = report_desk()
    with reading() as session:
        heads = _heads(session, collaborative, number)
        facts = _found(session, heads, ReportKind(kind), desk.key_of(session, heads))
    place = find_file(facts)
    if place is None:
        return redirect(pdf_address(heads.head, ReportKind(kind)), 303)
    return send_pdf(place, name=_name(heads, f"{kind} report", "pdf"))


@blueprint.get("/data.csv")
@needs(Needs.MEMBER)
def round_csv(collaborative: int, number: int) -> Answered:
    """Send the data of a closed round."""
    with reading() as session:
        heads = _heads(session, collaborative, number, closed_only=True)
        report = load_report(session, RoundHeads(heads.head, ()))
    return send_file(
        BytesIO(csv_of_round(report.result, sign_offs=report.sign_offs)),
        mimetype="text/csv",
        as_attachment=True,
        download_name=_name(heads, "data", "csv"),
    )


@blueprint.get("/archive.zip")
@needs(Needs.LEAD)
def archive(collaborative: int, number: int) -> Answered:
    """Send the archive of a closed round without the words of people and partners; its PDFs have to be made first."""
    desk = report_desk()
    with reading() as session:
        heads = _heads(session, collaborative, number, closed_only=True)
        key = desk.key_of(session, heads)
        places = {kind: find_file(_found(session, heads, kind, key)) for kind in ReportKind}
        pdfs = {kind: place.read_bytes() for kind, place in places.items() if place is not None}
        missing = next((kind for kind in ReportKind if kind not in pdfs), None)
        if missing is not None:
            flash("The archive holds both reports, and they are being made. Download it again once they are there.")
            return redirect(pdf_address(heads.head, missing), 303)
        contents, told = gather_archive(session, heads=heads, whole=False)
    return send_file(
        BytesIO(archive_file(contents, report=told, pdfs=pdfs)),
        mimetype="application/zip",
        as_attachment=True,
        download_name=_name(heads, "archive", "zip"),
    )


@blueprint.get("/columns")
@needs(Needs.MEMBER)
def columns(collaborative: int, number: int) -> Answered:
    """Say what each column of the data means."""
    with reading() as session:
        heads = _heads(session, collaborative, number)
    return render_template("share/columns.html", page=DictionaryPage(share_frame(heads.head), data_dictionary()))


def _heads(session: Session, collaborative: int, number: int, *, closed_only: bool = False) -> RoundHeads:
    may_see_draft = not closed_only and visitor().has_role(collaborative, Role.LEAD, Role.FACILITATOR, Role.RESPONDENT)
    try:
        return open_round_heads(session, collaborative=collaborative, number=number, may_see_draft=may_see_draft)
    except NoSuchRound:
        abort(404)
    except NotClosedYet as problem:
        hide_draft(collaborative, problem.head.stage)
        raise


def _found(session: Session, heads: RoundHeads, kind: ReportKind, key: str) -> ReportFacts | None:
    return find_pdf(session, round_id=heads.head.id, kind=kind.value, key=key)


def _asked_for(collaborative: int, number: int, kind: ReportKind, *, again: bool) -> tuple[RoundHeads, ReportFacts]:
    desk = report_desk()
    with reading() as session:
        heads = _heads(session, collaborative, number)
        key = desk.key_of(session, heads)
        facts = _found(session, heads, kind, key)
        if facts is None or again:
            key = desk.key_anew(session, heads)
            facts = _found(session, heads, kind, key)
    return heads, ask_for_pdf(facts, round_id=heads.head.id, kind=kind.value, key=key, again=again)


def _making(heads: RoundHeads, kind: ReportKind, facts: ReportFacts) -> Answered:
    frame = share_frame(heads.head)
    page = MakingPage(
        what="Your report",
        about=frame.round,
        kind=kind.label,
        facts=facts,
        poll_address=pdf_address(heads.head, kind),
        again_address=pdf_address(heads.head, kind),
        file_address=file_address(heads.head, kind),
        page_address=frame.report_address,
        read_on="Read the report as a page",
    )
    if wants_json():  # the script of the page looks whether it still has to wait
        return jsonify(is_waiting=page.is_waiting)
    return render_template("share/making.html", page=page, round_frame=frame)


def _name(heads: RoundHeads, what: str, ending: str) -> str:
    head = heads.head
    draft = "" if head.stage is Stage.CLOSED else "draft"
    return download_name(head.collaborative_name, head.label or f"Round {head.number}", draft, what, ending=ending)
