"""A partner's pre-read, as a page and as a PDF that is made in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, jsonify, redirect, render_template, request, url_for

from maturity.core.meeting.pre_read import NoSuchPartner, PreRead
from maturity.core.round import Naming, WayOfScoring
from maturity.persistence.queries.rounds import NoSuchRound, RoundHead, get_round
from maturity.reports.pre_read_page import PreReadPage, pre_read_page
from maturity.reports.safe_cell import download_name
from maturity.usecases.pre_read import open_pre_read, pre_read_key, pre_read_kind
from maturity.usecases.share import ReportFacts, find_pdf
from maturity.web.access import Answered, Needs, facilitates, hide_draft, needs, visitor
from maturity.web.database import reading
from maturity.web.errors import wants_json
from maturity.web.pdf import MakingPage, ask_for_pdf, find_file, is_on_its_way, send_pdf
from maturity.web.prepare.blueprint import blueprint
from maturity.web.report_desk import report_desk


@dataclass(frozen=True, slots=True)
class PreReadWebPage:
    """A pre-read with the ways from it."""

    round_address: str
    prepare_address: str
    pdf_address: str
    body: PreReadPage


def may_read_pre_read(collaborative: int, partner: int, naming: Naming) -> bool:
    """Whether the person responds for the partner, or leads or facilitates a round that is not anonymous.

    In an anonymous round a pre-read would tell whose position is whose.
    """
    person = visitor()
    is_open = naming is not Naming.ANONYMOUS and facilitates(collaborative)
    return is_open or person.responds_for(collaborative, partner)


@blueprint.get("/pre-read/<int:partner>")
@needs(Needs.PARTICIPANT)
def pre_read(collaborative: int, number: int, partner: int) -> Answered:
    """Show a partner its own position beside the spread, with the agenda."""
    _, made = _open(collaborative, number, partner)
    where: dict[str, Any] = {"collaborative": collaborative, "number": number}
    page = PreReadWebPage(
        round_address=url_for("set_up.round_page", **where),
        prepare_address=url_for("prepare.overview", **where),
        pdf_address=url_for("prepare.pre_read_pdf", partner=partner, **where),
        body=pre_read_page(made),
    )
    return render_template("prepare/pre_read.html", page=page)


@blueprint.get("/pre-read/<int:partner>/pdf")
@needs(Needs.PARTICIPANT)
def pre_read_pdf(collaborative: int, number: int, partner: int) -> Answered:
    """Ask for the PDF. One that is there is sent; else the page waits for it, which changes nothing anybody sees."""
    if wants_json():  # the script of the page looks whether it still has to wait for what was asked for
        head = _head(collaborative, number, partner)
        return jsonify(is_waiting=_is_waiting(head, partner, request.args.get("key", "")))
    head, made = _open(collaborative, number, partner)
    facts = _asked_for(head, made, again=False)
    if find_file(facts) and "waited" not in request.args:
        return redirect(_address(head, partner, "pre_read_file"), 303)
    page = MakingPage(
        what="Your PDF",
        about=made.partner_name,
        kind="",
        facts=facts,
        poll_address=_address(head, partner, "pre_read_pdf", key=_key(made)),
        again_address=_address(head, partner, "pre_read_pdf"),
        file_address=_address(head, partner, "pre_read_file"),
        page_address=_address(head, partner, "pre_read"),
        read_on="Read it as a page",
    )
    return render_template("prepare/making.html", page=page)


@blueprint.post("/pre-read/<int:partner>/pdf")
@needs(Needs.PARTICIPANT)
def pre_read_pdf_again(collaborative: int, number: int, partner: int) -> Answered:
    """Try once more to make a PDF that could not be made."""
    head, made = _open(collaborative, number, partner)
    _asked_for(head, made, again=True)
    return redirect(f"{_address(head, partner, 'pre_read_pdf')}?waited=1", 303)


@blueprint.get("/pre-read/<int:partner>.pdf")
@needs(Needs.PARTICIPANT)
def pre_read_file(collaborative: int, number: int, partner: int) -> Answered:
    """Send the finished PDF."""
    head, made = _open(collaborative, number, partner)
    with reading() as session:
        facts = find_pdf(session, round_id=head.id, kind=pre_read_kind(partner), key=_key(made))
    place = find_file(facts)
    if place is None:
        return redirect(_address(head, partner, "pre_read_pdf"), 303)
    name = download_name(
        made.partner_name, made.round_label or f"Round {made.round_number}", "before the meeting", ending="pdf"
    )
    return send_pdf(place, name=name)


def _head(collaborative: int, number: int, partner: int) -> RoundHead:
    with reading() as session:
        try:
            head = get_round(session, collaborative=collaborative, number=number)
        except NoSuchRound:
            abort(404)
    hide_draft(collaborative, head.stage)
    if head.way is WayOfScoring.TOGETHER:
        abort(404)  # nobody has given a level before such a meeting
    if not may_read_pre_read(collaborative, partner, head.naming):
        abort(404)  # another partner's pre-read is not there
    return head


def _open(collaborative: int, number: int, partner: int) -> tuple[RoundHead, PreRead]:
    _head(collaborative, number, partner)
    with reading() as session:
        try:
            return open_pre_read(session, collaborative=collaborative, number=number, partner=partner)
        except NoSuchPartner:
            abort(404)


def _address(head: RoundHead, partner: int, view: str, **more: Any) -> str:
    return url_for(f"prepare.{view}", collaborative=head.collaborative, number=head.number, partner=partner, **more)


def _key(made: PreRead) -> str:
    return pre_read_key(made, edition=report_desk().edition)


def _is_waiting(head: RoundHead, partner: int, key: str) -> bool:
    """Whether the PDF under this key is still being made. Asked every two seconds, so nothing is made out for it."""
    with reading() as session:
        facts = find_pdf(session, round_id=head.id, kind=pre_read_kind(partner), key=key)
    if facts is None or not is_on_its_way(facts):
        return False
    report_desk().maker.wake()  # it may have ended since this was asked for
    return True


def _asked_for(head: RoundHead, made: PreRead, *, again: bool) -> ReportFacts:
    kind, key = pre_read_kind(made.partner), _key(made)
    with reading() as session:
        found = find_pdf(session, round_id=head.id, kind=kind, key=key)
    return ask_for_pdf(found, round_id=head.id, kind=kind, key=key, again=again)
