"""Which page a person may be sent to after signing in."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_next(address: str | None) -> str:
    """The address when it is a page of this service, else the home page.

    Backslashes, control characters and a second slash are how a browser is led to another site.
    """
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    if "\\" in address or any(ord(c) < 0x21 or ord(c) == 0x7F for c in address):
        return "/"
    parts = urlsplit(address)
    return "/" if parts.scheme or parts.netloc else address
