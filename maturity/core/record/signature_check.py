"""Whether every sign-off that is kept says what the record of events says was signed, and which one does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """A sign-off as it stands in its table. `digest` is of what it says now; None where it cannot be one at all."""

    id: int
    round_id: int
    partner_id: int
    digest: str | None


@dataclass(frozen=True, slots=True)
class SigningEvent:
    """An event by which a sign-off was recorded."""

    number: int
    round_id: int
    partner_id: int
    digest: str


def check_signatures(
    kept: Iterable[KeptSignature], signed: Iterable[SigningEvent], brought_in: Iterable[tuple[int, str]]
) -> Iterator[str]:
    """A sentence for each sign-off that is not as it was signed, has no event, or is missing.

    `brought_in` are round and digest of each sign-off that the record inside an imported archive holds.
    """
    events = {(event.round_id, event.partner_id, event.digest): event for event in signed}
    imported = set(brought_in)
    unheld: list[KeptSignature] = []
    for row in kept:
        digest = row.digest or ""
        if events.pop((row.round_id, row.partner_id, digest), None) is not None:
            continue
        if (row.round_id, digest) in imported:
            imported.remove((row.round_id, digest))
            continue
        unheld.append(row)
    missing = sorted(events.values(), key=lambda event: event.number)
    for row in unheld:
        where = f"Sign-off {row.id} (round {row.round_id}, partner {row.partner_id} in the database)"
        event = next(
            (each for each in missing if (each.round_id, each.partner_id) == (row.round_id, row.partner_id)), None
        )
        if event is None:
            yield f"{where} does not say what any event holds: it was altered, or put in past the product."
        else:
            missing.remove(event)
            yield f"{where} does not say what was signed by event {event.number}: it was altered."
    for event in missing:
        yield (
            f"The sign-off that event {event.number} holds (round {event.round_id}, partner {event.partner_id} in the "
            "database) is missing."
        )
    for round_id in sorted(round_id for round_id, _ in imported):
        yield f"A sign-off that came with the imported archive of round {round_id} is altered or missing."
