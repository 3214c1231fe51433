"""The mail server that an installation hands its messages to."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum


class Security(StrEnum):
    """How the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"

    @property
    def usual_port(self) -> int:
        """Where a server of this kind listens: RFC 6409 and RFC 8314 for handing in mail, RFC 5321 without either."""
        return {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}[self]


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and as whom. `user` is empty where the server asks for no password.

    `called_from` is the name that this machine gives of itself.
    """

    host: str
    port: int
    security: Security
    called_from: str
    user: str = ""
    password: str = field(default="", repr=False)


def is_this_machine(host: str) -> bool:
    """Whether a connection to a host never leaves the machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
