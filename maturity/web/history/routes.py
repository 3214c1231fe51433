"""The record: leads read that of their collaborative, administrators that of the installation."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file

from maturity.core.record.audit_words import READ_BY_ADMINISTRATORS, READ_BY_LEADS, About, actions_about
from maturity.persistence.queries.audit import RecordedEvent, head_of_record, list_events
from maturity.persistence.queries.collaboratives import get_collaborative
from maturity.persistence.queries.rounds import list_rounds
from maturity.reports.history_csv import EventRow, history_csv
from maturity.reports.safe_cell import download_name
from maturity.web.access import Answered, Needs, needs
from maturity.web.database import reading
from maturity.web.history.pages import AT_ONCE, Filter, history_page, sentence_of

blueprint = Blueprint("history", __name__)


@blueprint.get("/collaboratives/<int:collaborative>/history")
@needs(Needs.LEAD)
def collaborative(collaborative: int) -> Answered:
    """Show what was done with a collaborative, some events at a time."""
    chosen, before = _chosen(READ_BY_LEADS), _number("before")
    with reading() as session:
        name = get_collaborative(session, collaborative=collaborative).name
        rounds = list_rounds(session, collaborative=collaborative)
        events = list_events(
            session,
            collaborative=collaborative,
            actions=_actions(chosen, READ_BY_LEADS),
            round_number=chosen.round_number,
            before=before,
            most=AT_ONCE + 1,
        )
        recorded = head_of_record(session)
    page = history_page(
        events,
        collaborative=collaborative,
        name=name,
        rounds=rounds,
        kinds=READ_BY_LEADS,
        chosen=chosen,
        before=before,
        recorded=recorded,
    )
    return render_template("history/history.html", page=page)


@blueprint.get("/collaboratives/<int:collaborative>/history.csv")
@needs(Needs.LEAD)
def collaborative_csv(collaborative: int) -> Answered:
    """Send all of it as a table."""
    chosen = _chosen(READ_BY_LEADS)
    with reading() as session:
        name = get_collaborative(session, collaborative=collaborative).name
        events = list_events(
            session,
            collaborative=collaborative,
            actions=_actions(chosen, READ_BY_LEADS),
            round_number=chosen.round_number,
        )
    return _table(events, name=name)


@blueprint.get("/administer/history")
@needs(Needs.ADMINISTRATOR)
def installation() -> Answered:
    """Show what was done with the installation, some events at a time."""
    chosen, before = _chosen(READ_BY_ADMINISTRATORS), _number("before")
    with reading() as session:
        events = list_events(
            session,
            collaborative=None,
            actions=_actions(chosen, READ_BY_ADMINISTRATORS),
            before=before,
            most=AT_ONCE + 1,
        )
        recorded = head_of_record(session)
    page = history_page(
        events,
        collaborative=None,
        name="",
        rounds=(),
        kinds=READ_BY_ADMINISTRATORS,
        chosen=chosen,
        before=before,
        recorded=recorded,
    )
    return render_template("history/history.html", page=page)


@blueprint.get("/administer/history.csv")
@needs(Needs.ADMINISTRATOR)
def installation_csv() -> Answered:
    """Send all of it as a table."""
    chosen = _chosen(READ_BY_ADMINISTRATORS)
    with reading() as session:
        events = list_events(session, collaborative=None, actions=_actions(chosen, READ_BY_ADMINISTRATORS))
    return _table(events, name="Installation")


def _chosen(kinds: Sequence[About]) -> Filter:
    about = next((kind for kind in kinds if kind.value == request.args.get("about")), None)
    if about is None and request.args.get("about"):
        abort(404)
    return Filter(round_number=_number("round"), about=about)


def _number(name: str) -> int | None:
    given = request.args.get(name, "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 18):
        abort(404)
    return int(given)


def _actions(chosen: Filter, kinds: Sequence[About]) -> tuple[str, ...]:
    return actions_about(*(kinds if chosen.about is None else (chosen.about,)))


def _table(events: Sequence[RecordedEvent], *, name: str) -> Answered:
    rows = (EventRow(e.number, e.happened_at, e.who, sentence_of(e), e.action, e.round_label, e.hash) for e in events)
    return send_file(
        BytesIO(history_csv(rows)),
        mimetype="text/csv",
        as_attachment=True,
        download_name=download_name(name, "history", ending="csv"),
    )
