"""The process that makes the PDF of one sample report: `python -m maturity.cli.sample_worker KIND TYPE < MATRIX > PDF`.

The server starts it when an author asks for a sample, and it ends when the PDF is made.
"""

from __future__ import annotations

import os
import resource
import sys

from maturity.cli.log import log_to_standard_error
from maturity.cli.report_worker import LARGEST_MEMORY, print_files
from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix_file import read_matrix
from maturity.core.sample_round import sample_report
from maturity.reports.pdf import ReportKind, render_pdf


def main() -> None:
    """Make the PDF."""
    log_to_standard_error()
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    sys.stdout.buffer.write(sample_pdf(sys.stdin.buffer.read(), kind=sys.argv[1], asked_of=sys.argv[2]))


def sample_pdf(content: bytes, *, kind: str, asked_of: str) -> bytes:
    """The PDF of the sample report of a matrix file; raises `MatrixFileErrors` or `ReportNotMade`."""
    report = sample_report(read_matrix(content, name="matrix"), asked_of=CollaborativeType(asked_of))
    return render_pdf(report, ReportKind(kind), print_files())


if __name__ == "__main__":
    main()
