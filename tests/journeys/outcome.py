"""What comes of a round, as everybody gets it: the results, the report, its PDF and its data."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path

from pypdf import PdfReader

from tests.journeys.browsers import Window
from tests.journeys.six_partners import Valleys

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
