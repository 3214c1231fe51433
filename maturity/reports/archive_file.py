"""The archive of a round as a file: what was gathered, with the evidence list, the data and the printed reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version

from maturity.core.record.archive import DATA, EVIDENCE, Contents, pack
from maturity.core.round_report import RoundReport
from maturity.reports.evidence_csv import evidence_csv
from maturity.reports.pdf import ReportKind
from maturity.reports.round_csv import round_csv


def archive_file(contents: Contents, *, report: RoundReport, pdfs: Mapping[ReportKind, bytes]) -> bytes:
    """The file. The same contents and PDFs give the same bytes.

    The data and the PDFs say of partners and people what everybody in the collaborative may read, as the round names
    them.
    """
    more = {EVIDENCE: evidence_csv(contents.state), DATA: round_csv(report.result, sign_offs=report.sign_offs)}
    printed = {f"reports/{kind.value}.pdf": pdf for kind, pdf in pdfs.items()}
    whole = replace(contents, parts={**contents.parts, **more, **printed})
    return pack(whole, tool=version("maturity-self-assessment"))
