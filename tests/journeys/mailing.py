"""The worked example as an installation shows it that sends mail: a second server, and what became of its mail."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from maturity.persistence.engine import Database
from tests.factories.mailboxes import a_mailbox, token_in
from tests.factories.posting import messages
from tests.promises.real_server import LONGEST_START, RealServer, a_real_server


@dataclass(frozen=True)
class Mailing:
    """A server that sends mail. `links` are the tokens that it sent, by email address: nobody used one yet."""

    server: RealServer
    links: Mapping[str, str]

    @property
    def address(self) -> str:
        """Where the server answers."""
        return f"http://127.0.0.1:{self.server.port}"


REFUSALS: Final = ("550 5.1.1 No such mailbox here", "451 4.2.0 The mailbox is busy")
"""What the mail server says to two of those who are invited: one for good, one for now."""


@contextmanager
def a_mailing_server(instance: Path, database: Database, *, refused: tuple[str, str]) -> Iterator[Mailing]:
    """Serve an instance a second time, and send the messages that are queued. Two addresses are refused."""
    with a_mailbox() as mailbox:
        mailbox.says.update(zip(refused, REFUSALS, strict=True))
        settings = {
            "MATURITY_DEMO": "yes",
            "MATURITY_SMTP_HOST": mailbox.host,
            "MATURITY_SMTP_PORT": str(mailbox.port),
            "MATURITY_SMTP_SECURITY": "none",
            "MATURITY_MAIL_FROM": "maturity@example.org",
            "MATURITY_PUBLIC_ADDRESS": "https://maturity.example.org",
        }
        with a_real_server(instance, settings) as server:
            _wait_until_each_was_tried(database)
            links = {str(message["To"].addresses[0].addr_spec): token_in(message) for message in mailbox.messages}
            yield Mailing(server=server, links=links)


def _wait_until_each_was_tried(database: Database) -> None:
    until = time.monotonic() + LONGEST_START
    while any(message.sent_at is None and not message.problem for message in messages(database)):
        assert time.monotonic() < until, "the messages were not sent"
        time.sleep(0.05)
