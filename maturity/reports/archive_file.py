"""The archive of a round as a file: what was gathered, with the evidence list and the printed reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version

from maturity.core.archive import EVIDENCE, Contents, pack
from maturity.reports.evidence_csv import evidence_csv
from maturity.reports.pdf import ReportKind


def archive_file(contents: Contents, *, pdfs: Mapping[ReportKind, bytes]) -> bytes:
    """The file. The same contents and PDFs give the same bytes."""
    more = {EVIDENCE: evidence_csv(contents.state)}
    printed = {f"reports/{kind.value}.pdf": pdf for kind, pdf in pdfs.items()}
    whole = replace(contents, parts={**contents.parts, **more, **printed})
    return pack(whole, tool=version("maturity-self-assessment"))
