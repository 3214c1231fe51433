"""The queue of PDFs: the rows of the reports that were asked for, worked through one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from maturity.persistence.rows.report import ReportRow, ReportState
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.closed_rounds import RoundHeads, open_round_heads
from maturity.usecases.share import request_pdf

LEASE: Final = timedelta(minutes=2)
"""How long one try may take. A worker that has not finished by then is taken to be dead."""

MOST_ATTEMPTS: Final = 3

ASKED_FOR_ANOTHER: Final = (
    "The PDF was asked for as it was before a change. Try again. If it fails again, the service has to be restarted."
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One PDF that this worker is to make, until its lease ends."""

    report: int
    round_id: int
    kind: str
    key: str


def is_work_waiting(session: Session, *, now: datetime) -> bool:
    """Whether there is anything to claim: a look that keeps no writer waiting."""
    return session.execute(select(ReportRow.id).where(_claimable(now)).limit(1)).first() is not None


def claim_next(session: Session, *, now: datetime) -> Claim | None:
    """The next PDF to make, or None. One whose lease has ended is tried again, at most `MOST_ATTEMPTS` times."""
    session.execute(
        update(ReportRow)
        .where(ReportRow.state == ReportState.RUNNING, ReportRow.lease_until < now, ReportRow.attempts >= MOST_ATTEMPTS)
        .values(state=ReportState.FAILED, problem="Making the PDF took too long each time.", finished_at=now)
    )
    row = (
        session.execute(
            select(ReportRow).where(_claimable(now)).order_by(ReportRow.requested_at, ReportRow.id).limit(1)
        )
        .scalars()
        .first()
    )
    if row is None:
        return None
    row.state, row.lease_until, row.attempts = ReportState.RUNNING, now + LEASE, row.attempts + 1
    session.flush()
    return Claim(row.id, row.round_id, row.kind, row.content_key)


def _claimable(now: datetime) -> ColumnElement[bool]:
    has_ended = (ReportRow.state == ReportState.RUNNING) & (ReportRow.lease_until < now)
    return (ReportRow.state == ReportState.QUEUED) | has_ended


def heads_of_claim(session: Session, claim: Claim) -> RoundHeads:
    """The rounds that the report rests on, as they are now; raises `NoSuchRound` or `NotClosedYet`."""
    collaborative, number = session.execute(
        select(RoundRow.collaborative_id, RoundRow.number).where(RoundRow.id == claim.round_id)
    ).one()
    return open_round_heads(session, collaborative=collaborative, number=number, may_see_draft=True)


def finish(session: Session, claim: Claim, *, file_hash: str, now: datetime) -> tuple[str, ...]:
    """The PDF is made and kept under its hash. Returns the hashes of files that nothing names any longer.

    What the round said before, in drafts for the most part, is not what it says now and is never served again.
    """
    if not _end(session, claim, state=ReportState.DONE, file_hash=file_hash, problem="", now=now):
        return ()
    earlier = (
        (ReportRow.round_id == claim.round_id)
        & (ReportRow.kind == claim.kind)
        & (ReportRow.id != claim.report)
        & ReportRow.state.in_([ReportState.DONE, ReportState.FAILED])
    )
    hashes = {h for h in session.execute(select(ReportRow.file_hash).where(earlier)).scalars() if h}
    session.execute(delete(ReportRow).where(earlier))
    if not hashes:
        return ()
    named = session.execute(select(ReportRow.file_hash).where(ReportRow.file_hash.in_(hashes))).scalars()
    return tuple(sorted(hashes.difference(named)))


def fail(session: Session, claim: Claim, *, problem: str, now: datetime) -> None:
    """The PDF could not be made; trying again would not help."""
    _end(session, claim, state=ReportState.FAILED, file_hash=None, problem=problem, now=now)


def withdraw(session: Session, claim: Claim) -> None:
    """What the PDF was asked for is no longer what the round says, so nobody waits for it."""
    session.execute(delete(ReportRow).where(ReportRow.id == claim.report))


def ask_instead(session: Session, claim: Claim, *, key: str, now: datetime) -> None:
    """What the PDF was asked for is not what the round says: ask for what it says in its place.

    Where that is made already, whoever asked goes by something older than this process. Nobody is left waiting
    for what would never come: the request fails, and says so.
    """
    facts = request_pdf(session, round_id=claim.round_id, kind=claim.kind, key=key, now=now)
    if facts.state is ReportState.DONE:
        fail(session, claim, problem=ASKED_FOR_ANOTHER, now=now)
    else:
        withdraw(session, claim)


def _end(
    session: Session, claim: Claim, *, state: ReportState, file_hash: str | None, problem: str, now: datetime
) -> bool:
    """Whether the claim was still open, so that this counts."""
    ended = session.execute(
        update(ReportRow)
        .where(ReportRow.id == claim.report, ReportRow.state == ReportState.RUNNING)
        .values(state=state, file_hash=file_hash, problem=problem, lease_until=None, finished_at=now)
        .returning(ReportRow.id)
    )
    return ended.first() is not None
