"""What the pages about a round's report show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from maturity.persistence.queries.rounds import RoundHead
from maturity.reports.moved_part import round_name
from maturity.reports.pdf import ReportKind
from maturity.reports.round_columns import Column


@dataclass(frozen=True, slots=True)
class ShareFrame:
    """Where a page about a report stands."""

    collaborative: str
    collaborative_address: str
    round: str
    round_address: str
    report_address: str


@dataclass(frozen=True, slots=True)
class PdfLink:
    """One PDF that can be had, and whether it is there already."""

    name: str
    address: str
    is_ready: bool


@dataclass(frozen=True, slots=True)
class ReportWebPage:
    """The report as a page. `csv_address` is empty while the round is a draft.

    `archive_address` is for a lead alone.
    """

    frame: ShareFrame
    is_draft: bool
    pdfs: tuple[PdfLink, ...]
    csv_address: str
    archive_address: str
    dictionary_address: str
    body: Markup


@dataclass(frozen=True, slots=True)
class DictionaryPage:
    """What each column of the data means."""

    frame: ShareFrame
    columns: tuple[Column, ...]


def share_frame(head: RoundHead) -> ShareFrame:
    """The frame of the pages about one round's report."""
    name = round_name(head.number, head.label)
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number}
    return ShareFrame(
        collaborative=head.collaborative_name,
        collaborative_address=url_for("set_up.collaborative", collaborative=head.collaborative),
        round=name[0].upper() + name[1:],
        round_address=url_for("set_up.round_page", **where),
        report_address=url_for("share.report", **where),
    )


def pdf_address(head: RoundHead, kind: ReportKind) -> str:
    """Where a PDF is asked for."""
    return url_for("share.pdf", collaborative=head.collaborative, number=head.number, kind=kind.value)


def file_address(head: RoundHead, kind: ReportKind) -> str:
    """Where a finished PDF is."""
    return url_for("share.pdf_file", collaborative=head.collaborative, number=head.number, kind=kind.value)
