"""An application that hands its mail to a mail server on this machine, for tests that read what arrived."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from flask import Flask

from maturity.settings import Settings
from maturity.web.post_office import PostOffice
from tests.factories.mailboxes import Mailbox

PUBLIC: Final = "https://maturity.example.org"


class QuietOffice(PostOffice):
    """Starts no thread: what is queued stays there until a test sends it."""

    def __init__(self, app: Flask, *, settings: Settings, mailbox: Mailbox) -> None:
        super().__init__(app, settings=settings, server=mailbox.server())
        self.settings = settings
        self.calls = 0

    def start(self) -> None:
        self.calls += 1


@contextmanager
def sending_to(app: Flask, mailbox: Mailbox) -> Iterator[QuietOffice]:
    """Let the application hand its mail to this mail server."""
    before, settings = app.extensions["maturity-post-office"], app.config["SETTINGS"]
    assert isinstance(settings, Settings)
    changed = replace(settings, mail_from="maturity@example.org", public_address=PUBLIC, smtp_host=mailbox.host)
    office = QuietOffice(app, settings=changed, mailbox=mailbox)
    app.extensions["maturity-post-office"] = office
    try:
        yield office
    finally:
        app.extensions["maturity-post-office"] = before
