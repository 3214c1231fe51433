"""What the page of one round's result shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup

from maturity.core.results import RoundResult
from maturity.usecases.closed_rounds import NotClosedYet
from maturity.usecases.compare import OpenedResult
from maturity.web.compare.frame import ResultFrame, compare_address, result_frame, round_title


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """One round's result. The addresses of what is not there, or not for this person, are empty.

    `closes_on` is the plan of a round that is not closed yet.
    """

    frame: ResultFrame
    title: str
    is_draft: bool
    closed_on: date | None
    closes_on: date | None
    matrix: str
    whose_words: str
    coverage: str
    silent_partners: str
    purpose: str
    way: str
    before: str
    round_address: str
    report_address: str
    csv_address: str
    compare_address: str
    positions_address: str
    sign_off: str
    sign_off_address: str
    body: Markup


@dataclass(frozen=True, slots=True)
class NotYetPage:
    """A round without a result that this person may see."""

    frame: ResultFrame
    title: str
    round_address: str
    what_happened: str


def not_yet_page(problem: NotClosedYet) -> NotYetPage:
    """The page that stands in for a result until the round is closed."""
    head = problem.head
    return NotYetPage(
        frame=result_frame(head.collaborative, head.collaborative_name),
        title=round_title(head.number, head.label),
        round_address=url_for("set_up.round_page", collaborative=head.collaborative, number=head.number),
        what_happened=str(problem),
    )


def results_page(opened: OpenedResult, body: Markup, *, sign_off: str, may_see_positions: bool) -> ResultsPage:
    """The page of a result, with the way to the partners' own levels for those who take part in the round."""
    head, record = opened.head, opened.result.record
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number}
    before = opened.before
    is_draft = opened.result.is_draft
    return ResultsPage(
        frame=result_frame(head.collaborative, head.collaborative_name),
        title=round_title(head.number, head.label),
        is_draft=is_draft,
        closed_on=record.closed_on,
        closes_on=record.closes_on if is_draft else None,
        matrix=f"{record.matrix.title}, version {record.matrix.version}",
        whose_words=record.matrix.provenance.whose_words,
        coverage=opened.result.coverage.in_words,
        silent_partners=_silent_partners(opened.result),
        purpose=record.purpose,
        way=record.way.label,
        before="" if before is None else round_title(before.number, before.label),
        round_address=url_for("set_up.round_page", **where),
        report_address=url_for("share.report", **where),
        csv_address="" if is_draft else url_for("share.round_csv", **where),
        compare_address="" if before is None or is_draft else compare_address(before, head),
        positions_address=url_for("agree.overview", **where) if may_see_positions and record.positions else "",
        sign_off=sign_off,
        sign_off_address=url_for("sign_off.overview", **where),
        body=body,
    )


def _silent_partners(result: RoundResult) -> str:
    if not result.record.positions:
        return ""
    return ", ".join(p.name for p in result.record.partners if not p.submitted)
