"""What came of handing in a message, in words for the lead who waits for it."""

from __future__ import annotations

import smtplib
import ssl
from typing import Final


class NotDelivered(Exception):
    """A message was not taken. The message of the error says why in one sentence.

    `is_final` is true where trying again would not help.
    """

    def __init__(self, problem: str, *, is_final: bool) -> None:
        super().__init__(problem)
        self.is_final = is_final


NOT_REACHED: Final = "The mail server could not be reached."
NO_ANSWER: Final = "The mail server did not answer in time. It may have sent the message all the same."
NOT_ENCRYPTED: Final = "The mail server could not be reached over a connection that is safe."
NOT_LET_IN: Final = "The mail server did not accept the name and password of this service."
SENDER_REFUSED: Final = "The mail server does not let this service send mail."
NO_SUCH_LETTERS: Final = "The mail server cannot send to an address with these letters."
BUSY: Final = "The mail server is busy or asks to try later."
BROKEN_OFF: Final = "The mail server broke the connection off. It may have sent the message all the same."

_ADDRESS: Final = {
    550: "The mail server does not know this email address, or does not accept mail for it.",
    551: "The mail server says that this person has another email address now.",
    552: "The mailbox of this person is full.",
    553: "The mail server does not accept this email address as it is written.",
}


# The first that fits counts: several of these classes are kinds of a later one.
_REASONS: Final[tuple[tuple[type[Exception], str, bool], ...]] = (
    (smtplib.SMTPSenderRefused, SENDER_REFUSED, False),
    (smtplib.SMTPAuthenticationError, NOT_LET_IN, False),
    (smtplib.SMTPNotSupportedError, NO_SUCH_LETTERS, True),
    (smtplib.SMTPServerDisconnected, BROKEN_OFF, False),
    (smtplib.SMTPException, BUSY, False),
    (ssl.SSLError, NOT_ENCRYPTED, False),
    (TimeoutError, NO_ANSWER, False),
)


def explain(problem: Exception) -> NotDelivered:
    """Why a message was not taken. The classes of replies are those of RFC 5321, section 4.2.1.

    A reply from 400 to 499 says “not now”, one from 500 to 599 “not like this”. What is wrong with the service itself,
    such as its password, is tried again all the same: whoever runs it can put that right meanwhile.
    """
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return _of_address(max((code for code, _ in problem.recipients.values()), default=0))
    if isinstance(problem, smtplib.SMTPDataError):
        return _of_content(problem.smtp_code)
    if isinstance(problem.__context__, TimeoutError):  # smtplib makes one word of every end of a connection
        return NotDelivered(NO_ANSWER, is_final=False)
    for kind, said, is_final in _REASONS:
        if isinstance(problem, kind):
            return NotDelivered(said, is_final=is_final)
    return NotDelivered(NOT_REACHED, is_final=False)


def _of_address(code: int) -> NotDelivered:
    if code < 500:
        return NotDelivered(BUSY, is_final=False)
    return NotDelivered(
        _ADDRESS.get(code, f"The mail server refused this email address (reply {code})."), is_final=True
    )


def _of_content(code: int) -> NotDelivered:
    if code < 500:
        return NotDelivered(BUSY, is_final=False)
    said = _ADDRESS[552] if code == 552 else f"The mail server refused the message (reply {code})."
    return NotDelivered(said, is_final=True)
