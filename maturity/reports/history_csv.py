"""Events of the record as CSV: UTF-8 with a byte order mark, line ends of RFC 4180, and no cell that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from maturity.reports.safe_cell import safe_cell

COLUMNS: Final = ("number", "when_utc", "who", "what", "action", "round", "sha256")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event for the file. `sha256` is the hash that binds it to all events before."""

    number: int
    when: datetime
    who: str
    what: str
    action: str
    round_label: str
    sha256: str


def history_csv(rows: Iterable[EventRow]) -> bytes:
    """The file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        when = f"{row.when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        cells = (row.number, when, row.who, row.what, row.action, row.round_label, row.sha256)
        writer.writerow(safe_cell(cell) for cell in cells)
    return text.getvalue().encode("utf-8-sig")
