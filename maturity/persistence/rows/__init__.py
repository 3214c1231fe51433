"""One module for each kind of row. Importing this package names every table to the metadata."""

from maturity.persistence.rows import (
    account,
    audit_event,
    collaborative,
    consensus,
    made_once,
    matrix_version,
    partner,
    position,
    report,
    response,
    round_row,
)

__all__ = [
    "account",
    "audit_event",
    "collaborative",
    "consensus",
    "made_once",
    "matrix_version",
    "partner",
    "position",
    "report",
    "response",
    "round_row",
]
