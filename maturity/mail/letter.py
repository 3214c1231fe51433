"""What a message says: rendered from a template, with headers that nobody's name can add to."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from maturity.mail.outcome import NotDelivered

_LONGEST_SUBJECT: Final = 150
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A name and an email address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as its reader gets it. `answers_to` is who gets an answer, None where nobody reads answers."""

    sender: Correspondent
    to: Correspondent
    answers_to: Correspondent | None
    subject: str
    text: str


def write_letter(
    template: str,
    values: Mapping[str, str | None],
    *,
    templates: Path,
    sender: Correspondent,
    to: Correspondent,
    answers_to: Correspondent | None = None,
) -> Letter:
    """The letter of a template: its first line is the subject, and what follows an empty line the text.

    Values are put in as one line of visible text each: a name with line ends in it could otherwise begin a paragraph,
    or a header, of its own.
    """
    told = {name: None if value is None else one_line(value) for name, value in values.items()}
    subject, _, text = _templates(templates).get_template(f"emails/{template}.txt").render(told).partition("\n\n")
    return Letter(
        sender=sender,
        to=to,
        answers_to=answers_to,
        subject=_for_header(one_line(subject), longest=_LONGEST_SUBJECT),
        text=text.strip() + "\n",
    )


def compose(letter: Letter, *, written_at: datetime, message_id: str) -> EmailMessage:
    """The message as it is handed to a mail server; raises `NotDelivered` for an address that cannot be written to."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = _address(letter.sender)
        message["To"] = _address(letter.to)
        if letter.answers_to is not None:
            message["Reply-To"] = _address(letter.answers_to)
    except (ValueError, IndexError, MessageError):  # what Python’s parser of addresses raises
        raise NotDelivered("Their email address is not one that mail can be sent to.", is_final=True) from None
    message["Subject"] = _for_header(letter.subject, longest=_LONGEST_SUBJECT)
    message["Date"] = written_at
    message["Message-ID"] = message_id
    # RFC 3834: whoever answers by machine, such as while on leave, leaves this one alone.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    return message


def one_line(text: str) -> str:
    """Text in one line, without characters that cannot be seen or that change the direction of what follows."""
    visible = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
    return " ".join("".join(visible).split())


def _address(who: Correspondent) -> Address:
    return Address(display_name=_for_header(one_line(who.name), longest=_LONGEST_NAME), addr_spec=who.email)


def _for_header(text: str, *, longest: int) -> str:
    """Text that a header holds as it is.

    “=?” begins what a header holds in code. Python’s library decodes it where it is found in a name, and writes the
    line ends that it stood for: before 3.11.10 and 3.12.5 even where they begin a header of their own.
    """
    shown = text.replace("=?", "= ?")
    return shown if len(shown) <= longest else f"{shown[: longest - 1].rstrip()}…"


@lru_cache(maxsize=4)
def _templates(folder: Path) -> Environment:
    # Plain text is not markup: only what is named .html would be escaped.
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
