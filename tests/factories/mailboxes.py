"""A mail server on this machine that keeps what it takes for tests to read. It can refuse, be slow, ask who calls."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as MAIL
from pathlib import Path
from typing import Any, Final, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from maturity.mail.mail_server import MailServer, Security
from tests.factories.ports import a_free_port

CERTIFICATE: Final = Path(__file__).parent.parent / "mail" / "certificate"
"""The certificate of “localhost”, which nobody believes but who is told to, and its key: of no worth."""

LINK: Final = re.compile(r"https?://\S+/enter/(\S+)")


@dataclass
class Mailbox:
    """What a mail server took, and how it answers. `says` maps an address to the reply it gets instead of 250."""

    host: str
    port: int
    taken: list[Envelope] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)
    says_to_data: str = ""
    waits: float = 0.0
    passwords: list[tuple[bytes, bytes]] = field(default_factory=list)

    def server(self, security: Security = Security.NONE, *, user: str = "", password: str = "") -> MailServer:
        """The server as the product is told of it."""
        return MailServer(
            self.host, self.port, security, called_from="maturity.example.org", user=user, password=password
        )

    @property
    def settings(self) -> dict[str, str]:
        """The settings of a product that hands its mail to this server as it is."""
        return {
            "MATURITY_SMTP_HOST": self.host,
            "MATURITY_SMTP_PORT": str(self.port),
            "MATURITY_SMTP_SECURITY": Security.NONE.value,
            "MATURITY_MAIL_FROM": "maturity@example.org",
            "MATURITY_PUBLIC_ADDRESS": "https://maturity.example.org",
        }

    @property
    def messages(self) -> list[EmailMessage]:
        """The messages, read as a mail program reads them."""
        return [_read(envelope) for envelope in self.taken]

    @property
    def raw(self) -> str:
        """Every byte of every message."""
        return "".join(cast("bytes", envelope.content).decode("ascii") for envelope in self.taken)

    def to(self, email: str) -> list[EmailMessage]:
        """The messages that one address got."""
        return [_read(envelope) for envelope in self.taken if envelope.rcpt_tos == [email]]

    async def handle_RCPT(  # noqa: N802  (the server's own name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.waits:
            time.sleep(self.waits)  # noqa: ASYNC251  (nobody else is served meanwhile, as nobody should be)
        if self.says_to_data:
            return self.says_to_data
        self.taken.append(envelope)
        return "250 Taken"

    def check(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        """Note the name and password, and accept one pair."""
        assert isinstance(given, LoginPassword)
        self.passwords.append((given.login, given.password))
        return AuthResult(success=given.password == b"three unrelated words", handled=False)


def _read(envelope: Envelope) -> EmailMessage:
    return message_from_bytes(cast("bytes", envelope.content), policy=MAIL)


def text_of(message: EmailMessage) -> str:
    """What a message says."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def token_in(message: EmailMessage) -> str:
    """The token of the link in a message."""
    found = LINK.search(text_of(message))
    assert found
    return found[1]


def own_certificate() -> ssl.SSLContext:
    """How the server shows who it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE / "certificate.pem", CERTIFICATE / "key.pem")
    return context


def believing_it() -> ssl.SSLContext:
    """How a client is told to believe that certificate, and no other."""
    return ssl.create_default_context(cafile=str(CERTIFICATE / "certificate.pem"))


@contextmanager
def a_mailbox(*, security: Security = Security.NONE, asks_who: bool = False, port: int = 0) -> Iterator[Mailbox]:
    """A running mail server."""
    mailbox = Mailbox("localhost" if security is not Security.NONE else "127.0.0.1", port or a_free_port())
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=mailbox.port,
        ready_timeout=30,
        ssl_context=own_certificate() if security is Security.TLS else None,
        tls_context=own_certificate() if security is Security.STARTTLS else None,
        require_starttls=security is Security.STARTTLS,
        authenticator=mailbox.check if asks_who else None,
        auth_required=asks_who and security is Security.STARTTLS,
        auth_require_tls=security is Security.STARTTLS,
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
