"""A PDF that is made in the background, whatever is in it: asked for, waited for, tried again, sent."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flask import Response, send_file

from maturity.persistence.rows.report import ReportState
from maturity.reports.shelf import pdf_place
from maturity.usecases.share import ReportFacts, request_pdf
from maturity.web.database import now, writing
from maturity.web.report_desk import report_desk


@dataclass(frozen=True, slots=True)
class MakingPage:
    """A PDF on its way. The page asks again by itself until the PDF is there or has failed.

    `what` begins the heading, such as “Your report”, and `about` stands above it. `kind` is which of several it is, or
    empty. `page_address` is where the same can be read as a page, which `read_on` says.
    """

    what: str
    about: str
    kind: str
    facts: ReportFacts
    poll_address: str
    again_address: str
    file_address: str
    page_address: str
    read_on: str

    @property
    def is_waiting(self) -> bool:
        """Whether there is something to wait for."""
        return is_on_its_way(self.facts)

    @property
    def problem(self) -> str:
        """Why it could not be made, or empty."""
        return self.facts.problem

    @property
    def heading(self) -> str:
        """Where the making is."""
        if self.is_waiting:
            return f"{self.what} is being made"
        return f"{self.what} could not be made" if self.problem else f"{self.what} is ready"


def is_on_its_way(facts: ReportFacts) -> bool:
    """Whether a PDF is being made or waits for its turn."""
    return facts.state in {ReportState.QUEUED, ReportState.RUNNING}


def find_file(facts: ReportFacts | None) -> Path | None:
    """Where a PDF lies; None where it is not made, or not on its shelf any more."""
    if facts is None or facts.file_hash is None:
        return None
    place = pdf_place(report_desk().shelf, facts.file_hash)
    return place if place.is_file() else None


def ask_for_pdf(found: ReportFacts | None, *, round_id: int, kind: str, key: str, again: bool) -> ReportFacts:
    """Have a PDF made unless what was `found` of it is good; `again` tries once more what could not be made."""
    facts = found
    was_lost = facts is not None and facts.state is ReportState.DONE and find_file(facts) is None
    if facts is None or again or was_lost:
        with writing() as session:
            facts = request_pdf(session, round_id=round_id, kind=kind, key=key, now=now(), again=again or was_lost)
    if is_on_its_way(facts):
        report_desk().maker.wake()  # it may have ended, or have been ended, since this was asked for
    return facts


def send_pdf(place: Path, *, name: str) -> Response:
    """A finished PDF, to be kept under this name."""
    return send_file(
        BytesIO(place.read_bytes()), mimetype="application/pdf", as_attachment=True, download_name=name, etag=place.stem
    )
