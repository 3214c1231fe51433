"""The chain that holds the record of events together: each event carries the hash of itself and of the one before.

Whoever alters, removes, inserts or reorders an event breaks every hash after it. Only cutting events off at the end
leaves a whole chain: against that a head that was noted elsewhere has to be found in it again.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

BEFORE_THE_FIRST: Final = "0" * 64
"""What the first event of a chain carries as the hash of the event before."""

_NOTED: Final = re.compile(r"(?P<number>[1-9][0-9]{0,17}):(?P<hash>[0-9a-fA-F]{64})")


@dataclass(frozen=True, slots=True)
class Event:
    """One change of state as it was recorded. `number` counts from 1 without gaps; ids are those of the database."""

    number: int
    happened_at: datetime
    account: int | None
    collaborative: int | None
    round_id: int | None
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it stands in the chain: with the hash of the one before it and its own."""

    event: Event
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The number and the hash of the last event of a chain: whoever notes it can tell later that nothing was cut off.

    Written as NUMBER:HASH.
    """

    number: int
    hash: str

    @classmethod
    def read(cls, text: str) -> Head:
        """A head as somebody noted it; raises `ValueError` for anything else than NUMBER:HASH."""
        noted = _NOTED.fullmatch(text.strip())
        if noted is None:
            raise ValueError(text)
        return cls(int(noted["number"]), noted["hash"].lower())

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def chained_hash(event: Event, previous_hash: str) -> str:
    """SHA-256, in hexadecimal, of an event and of the hash of the event before it.

    It is taken of a JSON list without spaces, in UTF-8: the hash before, the number, the moment in UTC to the
    microsecond, the ids of account, collaborative and round, the action and the subject.
    """
    listed = [
        previous_hash,
        event.number,
        f"{event.happened_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        event.account,
        event.collaborative,
        event.round_id,
        event.action,
        event.subject,
    ]
    return sha256(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
