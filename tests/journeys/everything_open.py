"""Everything that a person can read: every address that leads from one page to the next, as that person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urljoin, urlsplit

from tests.journeys.browsers import Window

MOST: Final = 250
LEADS_ON: Final = re.compile(r'(?:href|action|data-[a-z-]*address)="([^"]+)"')
# The words of the service and of the matrix are no person’s.
PASSED_BY: Final = re.compile(r"/(static|matrices)(/|$)|/sign-in")


def everything_open_to(window: Window, more: Iterable[str] = ()) -> dict[str, str]:
    """What the server answers to this person, by path: from “Your work” on and at these addresses, refusals too."""
    host = urlsplit(window.address).netloc
    waiting, read = ["/", *more], dict[str, str]()
    while waiting:
        path = waiting.pop(0)
        if path in read or PASSED_BY.search(path):
            continue
        assert len(read) < MOST, f"too many pages: {sorted(read)}"
        answer = window.context.request.get(window.address + path, headers={"Accept": "text/html"})
        read[path] = answer.text()
        for found in LEADS_ON.findall(read[path]):
            there = urlsplit(urljoin(answer.url, found.replace("&amp;", "&")))
            if there.netloc == host:
                waiting.append(there.path + (f"?{there.query}" if there.query else ""))
    return read


def where_it_says(pages: dict[str, str], words: Iterable[str]) -> list[str]:
    """The addresses at which one of these words stands, with the word."""
    return [f"{word} at {path}" for word in words for path, text in pages.items() if word in text]
