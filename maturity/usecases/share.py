"""A round's report: what it says, and asking for its PDF, which is made in the background."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.round_report import RoundReport, build_round_report, content_key
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.rows.report import ReportRow, ReportState
from maturity.usecases.closed_rounds import RoundHeads
from maturity.usecases.lineage import versions_between
from maturity.usecases.sign_off import load_sign_offs_to_tell


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Where the making of one PDF is. `file_hash` is known when it is done, `problem` when it failed."""

    state: ReportState
    file_hash: str | None
    problem: str


def load_report(session: Session, heads: RoundHeads) -> RoundReport:
    """The report itself, with what partners signed of it."""
    *earlier, record = load_round_records(session, heads=heads.all)
    report = build_round_report(record, earlier=earlier, between=versions_between(session, heads.all))
    return replace(report, sign_offs=load_sign_offs_to_tell(session, heads.head))


def report_key(report: RoundReport, *, edition: str) -> str:
    """What a PDF is kept under: everything that it says, and the edition of the layout that it says it in."""
    return sha256(f"{content_key(report)} {edition}".encode()).hexdigest()


def find_pdf(session: Session, *, round_id: int, kind: str, key: str) -> ReportFacts | None:
    """Where the making of a PDF is, or None where nobody has asked for it."""
    row = _find(session, round_id=round_id, kind=kind, key=key)
    return None if row is None else ReportFacts(row.state, row.file_hash, row.problem)


def request_pdf(
    session: Session, *, round_id: int, kind: str, key: str, now: datetime, again: bool = False
) -> ReportFacts:
    """Ask for a PDF. Asking twice changes nothing, unless `again` says that the last try was of no use."""
    row = _find(session, round_id=round_id, kind=kind, key=key)
    if row is None:
        row = ReportRow(round_id=round_id, kind=kind, content_key=key, state=ReportState.QUEUED, requested_at=now)
        row.problem, row.attempts = "", 0
        session.add(row)
    elif again and row.state in {ReportState.DONE, ReportState.FAILED}:
        row.state, row.file_hash, row.finished_at = ReportState.QUEUED, None, None
        row.problem, row.attempts, row.requested_at = "", 0, now
    session.flush()
    return ReportFacts(row.state, row.file_hash, row.problem)


def _find(session: Session, *, round_id: int, kind: str, key: str) -> ReportRow | None:
    return session.execute(
        select(ReportRow).where(ReportRow.round_id == round_id, ReportRow.kind == kind, ReportRow.content_key == key)
    ).scalar_one_or_none()
