"""A served installation that hands its mail to a mail server on this machine, and the letters that arrive there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import expect
from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.rows.message import MessageRow
from tests.factories.mailboxes import LINK, Mailbox, a_mailbox, text_of
from tests.factories.ports import a_free_port
from tests.journeys.browsers import OpenWindow, Window
from tests.promises.real_server import RealServer

LONGEST: Final = 30.0


@dataclass(frozen=True)
class Posted:
    """A running server whose mail arrives, and windows of the people who get it. `opened` are links that were used."""

    server: RealServer
    database: Database
    mailbox: Mailbox
    open_window: OpenWindow
    opened: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Where the server answers, and where the links of its mail lead."""
        return f"http://127.0.0.1:{self.server.port}"

    def link(self, email: str, *, about: str) -> str:
        """The link in the last letter to an address whose subject has these words; waits until there is a new one."""
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            for letter in reversed(self.mailbox.to(email)):
                found = LINK.search(text_of(letter))
                if about in str(letter["Subject"]) and found and found[0] not in self.opened:
                    return found[0]
            time.sleep(0.05)
        subjects = [str(letter["Subject"]) for letter in self.mailbox.to(email)]
        raise AssertionError(f"no new letter to {email} about {about}, only {subjects}")

    def enter(self, email: str, name: str, *, about: str, window: Window | None = None, **options: object) -> Window:
        """Follow the link of a letter, in a browser of one’s own unless a window is given, and go on by its button."""
        window = window or self.open_window(self.address, **options)
        link = self.link(email, about=about)
        self.opened.add(link)
        window.open(link)
        expect(window.page.get_by_role("heading", level=1)).to_have_text(f"Continue as {name}?")
        window.press(f"Continue as {name}")
        expect(window.page.get_by_role("button", name=f"Continue as {name}")).to_be_hidden()
        return window

    def enter_from_sign_in_page(self, email: str, name: str, **options: object) -> Window:
        """Ask for a link on the sign-in page, in a browser of one’s own, and sign in with it."""
        window = self.open_window(self.address, **options)
        window.open("/")
        window.follow("Email me a link to sign in")
        window.fill("Email address", email)
        window.press("Email me a link")
        expect(window.page.get_by_role("heading", level=1)).to_have_text("Look at your email")
        return self.enter(email, name, about="Your link to sign in", window=window)

    def let_a_day_pass(self) -> None:
        """Let everything that was sent have been sent a day earlier."""
        with self.database.writing() as session:
            for row in session.scalars(select(MessageRow)):
                row.asked_for_at -= timedelta(hours=25)


@contextmanager
def serve_with_mail(database: Database, instance: Path, open_window: OpenWindow) -> Iterator[Posted]:
    """Serve what is in a database, with a mail server beside it."""
    port = a_free_port()
    with a_mailbox() as mailbox:
        settings = {
            "MATURITY_SMTP_HOST": mailbox.host,
            "MATURITY_SMTP_PORT": str(mailbox.port),
            "MATURITY_SMTP_SECURITY": "none",
            "MATURITY_MAIL_FROM": "maturity@example.org",
            "MATURITY_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
        }
        server = RealServer(instance, port=port, settings=settings)
        server.start()
        try:
            yield Posted(server, database, mailbox, open_window)
        finally:
            server.stop()
