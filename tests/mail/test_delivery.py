"""Messages are handed to a real mail server on this machine, which takes them, refuses them, or behaves badly."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from maturity.mail.delivery import deliver
from maturity.mail.letter import Correspondent, Letter, compose
from maturity.mail.mail_server import MailServer, Security
from maturity.mail.outcome import (
    BUSY,
    NO_ANSWER,
    NOT_ENCRYPTED,
    NOT_LET_IN,
    NOT_REACHED,
    SENDER_REFUSED,
    NotDelivered,
    explain,
)
from tests.factories.mailboxes import Mailbox, a_mailbox, believing_it, text_of
from tests.factories.ports import a_free_port

ANN = "ann@people.example"


def message(to: str = ANN, text: str = "Hello Ann.\n.\nA dot on its own line.\n") -> EmailMessage:
    letter = Letter(
        sender=Correspondent("Maturity", "maturity@example.org"),
        to=Correspondent("Ann", to),
        answers_to=None,
        subject="Hello",
        text=text,
    )
    return compose(letter, written_at=datetime(2026, 3, 4, tzinfo=UTC), message_id="<1@maturity.example.org>")


def refused(server: MailServer, *, trusts: ssl.SSLContext | None = None, patience: float = 3) -> NotDelivered:
    """Why a message is not taken."""
    with pytest.raises(NotDelivered) as problem:
        deliver(server, message(), answer_within=patience, longest=3 * patience, trusts=trusts)
    return problem.value


def test_a_message_arrives_as_it_was_written(mailbox: Mailbox) -> None:
    deliver(mailbox.server(), message())
    assert [text_of(one) for one in mailbox.to(ANN)] == ["Hello Ann.\n.\nA dot on its own line.\n"]
    assert mailbox.taken[0].mail_from == "maturity@example.org"


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_message_goes_over_an_encrypted_connection_whose_certificate_is_believed(security: Security) -> None:
    with a_mailbox(security=security) as mailbox:
        deliver(mailbox.server(security), message(), trusts=believing_it())
        assert len(mailbox.taken) == 1


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_nobody_vouches_for_or_of_another_name_is_refused(security: Security) -> None:
    with a_mailbox(security=security, asks_who=security is Security.STARTTLS) as mailbox:
        server = mailbox.server(security, user="maturity", password="three unrelated words")
        of_another = MailServer("127.0.0.1", server.port, security, called_from="x.example", user="m", password="p")
        assert str(refused(server)) == NOT_ENCRYPTED
        assert str(refused(of_another, trusts=believing_it())) == NOT_ENCRYPTED
        assert (mailbox.taken, mailbox.passwords) == ([], [])


def test_where_encryption_is_hidden_nothing_is_said_in_clear() -> None:
    with a_mailbox(asks_who=True) as mailbox:
        server = mailbox.server(Security.STARTTLS, user="maturity", password="three unrelated words")
        assert str(refused(server)) == NOT_ENCRYPTED
        assert (mailbox.taken, mailbox.passwords) == ([], [])


def test_the_service_says_who_it_is_to_a_server_that_asks() -> None:
    with a_mailbox(security=Security.STARTTLS, asks_who=True) as mailbox:
        right = mailbox.server(Security.STARTTLS, user="maturity", password="three unrelated words")
        deliver(right, message(), trusts=believing_it())
        assert mailbox.passwords == [(b"maturity", b"three unrelated words")]
        wrong = mailbox.server(Security.STARTTLS, user="maturity", password="other words")
        problem = refused(wrong, trusts=believing_it(), patience=30)
        assert (str(problem), problem.is_final) == (NOT_LET_IN, False)
        assert len(mailbox.taken) == 1


def test_a_server_that_asks_nobody_cannot_be_told_who_calls(mailbox: Mailbox) -> None:
    assert str(refused(mailbox.server(user="maturity", password="words"))) == NOT_LET_IN


@pytest.mark.parametrize(
    "reply, said, is_final",
    [
        ("550 No such user", "does not know this email address", True),
        ("551 Not local", "has another email address now", True),
        ("552 Full", "The mailbox of this person is full.", True),
        ("553 Not like this", "does not accept this email address as it is written", True),
        ("554 No", "refused this email address (reply 554)", True),
        ("450 Busy", BUSY, False),
        ("451 Greylisted", BUSY, False),
        ("421 Closing", BUSY, False),
    ],
)
def test_a_reply_to_an_address_says_whether_to_try_again(
    mailbox: Mailbox, reply: str, said: str, is_final: bool
) -> None:
    mailbox.says[ANN] = reply
    problem = refused(mailbox.server())
    assert said in str(problem)
    assert problem.is_final is is_final
    assert mailbox.taken == []


@pytest.mark.parametrize("reply, is_final", [("554 Spam", True), ("552 Too much", True), ("452 No room", False)])
def test_a_reply_to_a_message_says_whether_to_try_again(mailbox: Mailbox, reply: str, is_final: bool) -> None:
    mailbox.says_to_data = reply
    assert refused(mailbox.server()).is_final is is_final


def test_a_server_that_is_not_there_is_tried_again() -> None:
    server = MailServer("127.0.0.1", a_free_port(), Security.NONE, called_from="maturity.example.org")
    problem = refused(server)
    assert (str(problem), problem.is_final) == (NOT_REACHED, False)


def test_a_name_that_no_machine_has_is_tried_again() -> None:
    server = MailServer("mail.invalid", 25, Security.NONE, called_from="maturity.example.org")
    assert not refused(server).is_final


def test_a_server_that_does_not_answer_is_not_waited_for(mailbox: Mailbox) -> None:
    mailbox.waits = 1.5
    problem = refused(mailbox.server(), patience=0.5)
    assert (str(problem), problem.is_final) == (NO_ANSWER, False)


def test_a_server_that_sends_a_letter_at_a_time_is_not_waited_for() -> None:
    with a_dripping_server() as port:
        server = MailServer("127.0.0.1", port, Security.NONE, called_from="maturity.example.org")
        assert not refused(server, patience=0.5).is_final


@contextmanager
def a_dripping_server() -> Iterator[int]:
    """A server whose greeting never ends: no letter of it is ever late."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        caller, _ = listener.accept()
        with caller, suppress(OSError):
            while not stop.wait(0.1):
                caller.send(b"2")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        thread.join()
        listener.close()


def test_letters_that_a_server_cannot_write_to_are_said(mailbox: Mailbox) -> None:
    with pytest.raises(NotDelivered):
        deliver(mailbox.server(), message("änne@people.example"), answer_within=2)
    assert mailbox.taken == []


@pytest.mark.parametrize(
    "problem, said",
    [
        (smtplib.SMTPSenderRefused(550, b"no", "a@b.example"), SENDER_REFUSED),
        (smtplib.SMTPConnectError(554, b"no"), BUSY),
        (ssl.SSLError("no"), NOT_ENCRYPTED),
        (TimeoutError(), NO_ANSWER),
        (OSError("no"), NOT_REACHED),
    ],
)
def test_what_is_wrong_with_the_service_itself_is_tried_again(problem: Exception, said: str) -> None:
    assert (str(explain(problem)), explain(problem).is_final) == (said, False)
