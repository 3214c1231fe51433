from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta, timezone

from maturity.reports.history_csv import COLUMNS, EventRow, history_csv

SUMMER = timezone(timedelta(hours=1))


def test_each_event_is_a_row_with_its_time_in_utc_and_its_whole_hash() -> None:
    row = EventRow(
        7, datetime(2026, 6, 1, 10, 0, tzinfo=SUMMER), "Lena Lead", "Lena Lead closed “2”", "close round", "2", "a" * 64
    )
    names, cells = csv.reader(io.StringIO(history_csv([row]).decode("utf-8-sig"), newline=""))
    assert tuple(names) == COLUMNS
    assert cells == ["7", "2026-06-01T09:00:00Z", "Lena Lead", "Lena Lead closed “2”", "close round", "2", "a" * 64]


def test_a_name_that_could_be_a_formula_stays_text() -> None:
    row = EventRow(1, datetime(2026, 1, 1, tzinfo=UTC), "=1+1", "=1+1 signed in", "sign in", "", "a" * 64)
    assert b'"\'=1+1"' in history_csv([row])
