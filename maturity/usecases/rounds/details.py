"""What a lead says of a round: setting one up as a draft, and changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from maturity.core.london_time import day_in_london, day_in_words
from maturity.core.matrix_rules import OverallMethod
from maturity.core.round import Naming, Stage, WayOfScoring
from maturity.persistence.queries.matrices import MatrixEntry, get_matrix, get_matrix_entry
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.audit import record_event
from maturity.usecases.made_once import make_once
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.rounds.participants import RoundIsFixed, take_partners_in
from maturity.usecases.stale_form import StaleForm


@dataclass(frozen=True, slots=True)
class RoundDetails:
    """What a lead says of a round. The matrix, the way, naming and whether an overall shows are fixed once it opens."""

    label: str
    purpose: str
    matrix_version: int
    way: WayOfScoring
    shows_overall: bool = False
    opens_on: date | None = None
    closes_on: date | None = None
    naming: Naming = Naming.PARTNER_ONLY


class MatrixNotOffered(ValueError):
    """A round was to be made with a version that is a draft or retired. The message says which and what to do."""

    def __init__(self, entry: MatrixEntry) -> None:
        why = "is a draft" if entry.retired_at is None else f"was retired on {day_in_words(entry.retired_at)}"
        super().__init__(f"{entry.name} {why}. Choose a published version.")


def set_up_round(
    session: Session, *, collaborative: int, details: RoundDetails, by: int, now: datetime, request_key: str = ""
) -> int:
    """Make a draft round with today's partners and, where they are known, their people. Returns its number.

    The same details sent again with the same key are the same round. Raises `MatrixNotOffered`.
    """
    return make_once(
        session,
        request_key=request_key,
        entered=("round", collaborative, details),
        by=by,
        now=now,
        make=lambda: _make_round(session, collaborative=collaborative, details=details, by=by, now=now),
    )


def _make_round(session: Session, *, collaborative: int, details: RoundDetails, by: int, now: datetime) -> int:
    number = 1 + (
        session.execute(
            select(func.max(RoundRow.number)).where(RoundRow.collaborative_id == collaborative)
        ).scalar_one()
        or 0
    )
    check_offered(session, matrix_version=details.matrix_version)
    row = RoundRow(
        collaborative_id=collaborative,
        collaborative_type=session.get_one(Collaborative, collaborative).type,
        number=number,
        stage=Stage.DRAFT,
        created_at=now,
        state_version=1,
        version=1,
        closed_at=None,
        **_columns(session, details),
    )
    session.add(row)
    session.flush()
    take_partners_in(session, round_id=row.id, collaborative=collaborative, day=details.opens_on or day_in_london(now))
    record_event(session, action="set up round", now=now, account=by, collaborative=collaborative, round_id=row.id)
    return number


def check_offered(session: Session, *, matrix_version: int) -> None:
    """Raise `MatrixNotOffered` for a version with which no round can be begun now."""
    entry = get_matrix_entry(session, matrix_version=matrix_version)
    if not entry.state.begins_rounds:
        raise MatrixNotOffered(entry)


def _columns(session: Session, details: RoundDetails) -> dict[str, Any]:
    matrix = get_matrix(session, matrix_version=details.matrix_version)
    overall = matrix.scoring.overall
    has_overall = overall.method is not OverallMethod.NONE
    return {
        "label": details.label.strip(),
        "purpose": details.purpose.strip(),
        "matrix_version_id": details.matrix_version,
        "way": details.way,
        # A matrix whose overall result is not optional always shows it.
        "shows_overall": has_overall and (details.shows_overall or not overall.optional),
        "opens_on": details.opens_on,
        "closes_on": details.closes_on,
        "naming": details.naming,
    }


def change_round(
    session: Session, *, head: RoundHead, details: RoundDetails, based_on: int, by: int, now: datetime
) -> None:
    """Change a round; raises `StaleForm`, `MatrixNotOffered`, or `RoundIsFixed` for what was fixed when it opened.

    A draft whose matrix was retired since keeps it while its other details are changed: it cannot be opened with it.
    """
    if head.version != based_on:
        raise StaleForm
    if head.stage is Stage.CLOSED:
        raise RoundIsFixed("A closed round cannot be changed. Reopen it first.")
    if details.matrix_version != head.matrix_version:
        check_offered(session, matrix_version=details.matrix_version)
    columns = _columns(session, details)
    if head.stage is not Stage.DRAFT:
        fixed = (head.matrix_version, head.way, head.naming, head.shows_overall)
        if (details.matrix_version, details.way, details.naming, columns["shows_overall"]) != fixed:
            raise RoundIsFixed("The matrix, the way of scoring and the naming were fixed when the round opened.")
    note_round_changed(
        session, head=head, action="change round", account=by, now=now, version=head.version + 1, **columns
    )


def discard_round(session: Session, *, head: RoundHead, based_on: int, by: int, now: datetime) -> None:
    """Discard a draft: nobody finds it any more, and its number is not given again.

    Raises `StaleForm`, or `RoundIsFixed` for a round that was ever opened: what people said in it stays.
    """
    if head.stage is not Stage.DRAFT:
        raise RoundIsFixed("Only a draft can be discarded. This round has been opened, and stays.")
    if head.version != based_on:
        raise StaleForm
    session.execute(update(RoundRow).where(RoundRow.id == head.id).values(discarded_at=now))
    record_event(
        session, action="discard round", now=now, account=by, collaborative=head.collaborative, round_id=head.id
    )
