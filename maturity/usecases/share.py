"""A round's report: opening it, and asking for its PDF, which is made in the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.core.round_report import RoundReport, build_round_report, content_key
from maturity.persistence.queries.round_records import load_round_records
from maturity.persistence.queries.rounds import NoSuchRound, RoundHead, list_rounds
from maturity.persistence.rows.report import ReportRow, ReportState


class NoReportYet(Exception):
    """The round is not at a stage at which this person may see a report."""

    def __init__(self, head: RoundHead) -> None:
        super().__init__(f"“{head.label}” is not closed yet: it is {head.stage.label.lower()}.")
        self.head = head


@dataclass(frozen=True, slots=True)
class ReportHeads:
    """A round, and the closed rounds before it that its report compares with, the earliest first."""

    head: RoundHead
    before: tuple[RoundHead, ...]

    @property
    def all(self) -> tuple[RoundHead, ...]:
        """Every round that the report rests on. While none of these changes, neither does the report."""
        return (*self.before, self.head)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Where the making of one PDF is. `file_hash` is known when it is done, `problem` when it failed."""

    state: ReportState
    file_hash: str | None
    problem: str


def open_report(session: Session, *, collaborative: int, number: int, may_see_draft: bool) -> ReportHeads:
    """The rounds that a report rests on; raises `NoSuchRound` or `NoReportYet`.

    While levels are agreed the report is a draft, which only those who may see it get. Before that nobody does.
    """
    heads = list_rounds(session, collaborative=collaborative)
    head = next((h for h in heads if h.number == number), None)
    if head is None:
        raise NoSuchRound
    if head.stage is not Stage.CLOSED and not (may_see_draft and head.stage is Stage.AGREEING):
        raise NoReportYet(head)
    return ReportHeads(head, _closed_before(heads, head))


def _closed_before(heads: Sequence[RoundHead], head: RoundHead) -> tuple[RoundHead, ...]:
    return tuple(h for h in reversed(heads) if h.number < head.number and h.stage is Stage.CLOSED)


def load_report(session: Session, heads: ReportHeads) -> RoundReport:
    """The report itself."""
    *earlier, record = load_round_records(session, heads=heads.all)
    return build_round_report(record, earlier=earlier)


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
