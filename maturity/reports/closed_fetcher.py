"""The only door through which a PDF gets anything: our own files, by name. Nothing else is ever fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from weasyprint.urls import URLFetcher, URLFetcherResponse

_TYPES: Final = {"ttf": "font/ttf", "svg": "image/svg+xml"}


class FetchRefused(ValueError):
    """A document asked for something from outside itself."""

    def __init__(self, url: str) -> None:
        super().__init__(f"A report fetches nothing, so “{url[:200]}” was refused.")


class ClosedFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint carries no types
    """Hands out the files it was given and refuses every other address: http, file and the rest alike."""

    def __init__(self, files: Mapping[str, bytes], scheme: str) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._files = files
        self._scheme = scheme
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ARG002  (as WeasyPrint asks for it)
        """The file that the address names; raises `FetchRefused`."""
        name = url.removeprefix(self._scheme)
        if url.startswith(self._scheme) and name in self._files:
            return URLFetcherResponse(url, self._files[name], {"Content-Type": _TYPES[name.rpartition(".")[2]]})
        self.refused.append(url)
        raise FetchRefused(url)
