"""Handing a message to the mail server, over a connection that is encrypted and checked, within bounded time."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from threading import Timer
from typing import Final

from maturity.mail.mail_server import MailServer, Security
from maturity.mail.outcome import NOT_ENCRYPTED, NOT_LET_IN, NotDelivered, explain

ANSWER_WITHIN: Final = 15.0
"""How long the server may take for each of its replies, in seconds."""

LONGEST: Final = 120.0
"""How long one message may take in all, in seconds: a server that sends a letter a minute never runs out of time."""

_READY: Final = 220


def deliver(
    server: MailServer,
    message: EmailMessage,
    *,
    answer_within: float = ANSWER_WITHIN,
    longest: float = LONGEST,
    trusts: ssl.SSLContext | None = None,
) -> None:
    """Hand one message in; raises `NotDelivered`. Returns once the server has taken the message over.

    `trusts` are the certificates that are believed, by default those that the machine believes.
    """
    try:
        with _connection(server, answer_within=answer_within, longest=longest, trusts=trusts) as smtp:
            smtp.send_message(message)
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()  # it has been taken: what comes after changes nothing
    except NotDelivered:
        raise
    except (smtplib.SMTPException, OSError, ValueError, UnicodeError) as problem:
        raise explain(problem) from problem


@contextmanager
def _connection(
    server: MailServer, *, answer_within: float, longest: float, trusts: ssl.SSLContext | None
) -> Iterator[smtplib.SMTP]:
    # Names and certificates are checked: the default context asks for both.
    context = trusts or ssl.create_default_context()
    smtp = _connecting_to(server, answer_within=answer_within, context=context)
    hang_up = Timer(longest, _hang_up, [smtp])
    hang_up.daemon = True
    hang_up.start()
    try:
        code, said = smtp.connect(server.host, server.port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, said)
        if server.security is Security.STARTTLS:
            _encrypt(smtp, context)
        if server.user:
            _sign_in(smtp, server)
        yield smtp
    finally:
        hang_up.cancel()
        smtp.close()


def _connecting_to(server: MailServer, *, answer_within: float, context: ssl.SSLContext) -> smtplib.SMTP:
    """What will connect: a constructor that is given the host does so at once, before anything bounds its time."""
    smtp = (
        smtplib.SMTP_SSL(local_hostname=server.called_from, timeout=answer_within, context=context)
        if server.security is Security.TLS
        else smtplib.SMTP(local_hostname=server.called_from, timeout=answer_within)
    )
    smtp._host = server.host  # type: ignore[attr-defined]  # noqa: SLF001  (the name that the certificate must have)
    return smtp


def _sign_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    try:
        smtp.login(server.user, server.password)
    except smtplib.SMTPNotSupportedError:  # it asks nobody who they are, or in no way that is known here
        raise NotDelivered(NOT_LET_IN, is_final=False) from None


def _encrypt(smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
    try:
        smtp.starttls(context=context)
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException):
        # A server that offers no encryption, or somebody in between who hides it: nothing is said in clear.
        raise NotDelivered(NOT_ENCRYPTED, is_final=False) from None


def _hang_up(smtp: smtplib.SMTP) -> None:
    sock = smtp.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
