"""What comes of a round, as everybody gets it: the results, the report, its PDF and its data."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path

from pypdf import PdfReader

from tests.journeys.browsers import Window, says
from tests.journeys.six_partners import (
    ALDER,
    ANN,
    BANK,
    COLLABORATIVE,
    CRITERIA,
    DECISIONS,
    DISSENT,
    MOVES_DECISIONS,
    MOVES_VOICE,
    PURPOSE,
    TEAMS,
    VOICE,
    Valleys,
    id_of,
)

LONGEST_PRINT = 240_000


def in_one_line(text: str) -> str:
    """Text as it is read, wherever its lines break."""
    return re.sub(r"\s+", " ", text)


def read_pdf(window: Window, address: str) -> str:
    """Ask for a PDF, wait until it is made, download it, and read what it says."""
    window.open(f"{address}?waited=1")
    window.page.get_by_role("heading", name=re.compile(r"^Your (report|PDF) (is ready|could not be made)$")).wait_for(
        timeout=LONGEST_PRINT
    )
    with window.page.expect_download() as download:
        window.page.get_by_role("link", name=re.compile(r"^Download")).click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"%PDF-")
    return in_one_line("\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def read_data(window: Window, valleys: Valleys) -> list[dict[str, str]]:
    """Download the data of the round, and read its rows."""
    window.open(f"{valleys.round}/report")
    with window.page.expect_download() as download:
        window.follow("Data of the round (CSV)")
    return list(csv.DictReader(StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))


def the_results_say_it(window: Window, valleys: Valleys) -> None:
    """Read the results: what was agreed, and where partners stand apart."""
    window.open(f"{valleys.round}/results")
    says(window, "Not agreed", MOVES_DECISIONS, DISSENT, MOVES_VOICE)
    window.check()


def the_report_says_it(lead: Window, valleys: Valleys) -> None:
    """Read the report as a page, and in full as a PDF."""
    lead.open(f"{valleys.round}/report")
    says(lead, "Where partners differ", DECISIONS)
    lead.check()
    full = read_pdf(lead, f"{valleys.round}/report/full")
    for words in (
        COLLABORATIVE,
        "Not agreed",
        f"Dissent on {DECISIONS}: {ALDER}: {DISSENT}",
        f"{ALDER}: {DISSENT}",
        MOVES_DECISIONS,
        MOVES_VOICE,
        ANN.reason(DECISIONS),
    ):
        assert words in full, words


def the_data_say_it(window: Window, valleys: Valleys) -> None:
    """Read the data: the level and the agreement of each criterion, and the dissent."""
    rows = read_data(window, valleys)
    agreed = {row["criterion"]: row for row in rows if row["tier"] == "agreed"}
    assert {criterion: (row["level"], row["agreement"]) for criterion, row in agreed.items()} == {
        id_of(PURPOSE): ("3", "aligned"),
        id_of(DECISIONS): ("", "split"),
        id_of(VOICE): ("3", "mixed"),
        id_of(TEAMS): ("2", "aligned"),
        id_of(BANK): ("2", "aligned"),
    }
    assert agreed[id_of(DECISIONS)]["state"] == "not-agreed"
    dissents = [(row["partner"], row["criterion"], row["reason"]) for row in rows if row["tier"] == "dissent"]
    assert dissents == [(ALDER, id_of(DECISIONS), DISSENT)]
    assert sum(row["tier"] == "position" for row in rows) == 6 * len(CRITERIA)
