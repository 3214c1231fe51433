"""One page as one person sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.journeys.browsers import Window

NOBODY: Final = ""


@dataclass(frozen=True)
class Visit:
    """One page as one person sees it. `act` is what they do on it before it is looked at.

    `sends_mail` is whether it is looked at as an installation shows it that sends mail.
    """

    endpoint: str
    name: str
    who: str
    path: str
    status: int = 200
    act: Callable[[Window], None] | None = None
    sends_mail: bool = False

    def __str__(self) -> str:
        return self.name
