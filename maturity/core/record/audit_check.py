"""Whether a chain of events is whole and, where it is not, exactly where and in which way."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from maturity.core.record.audit_chain import BEFORE_THE_FIRST, Head, Link, chained_hash

MOST_FAULTS_TOLD: Final = 20
"""Faults that are told one by one. One break in a long record can put every event after it at fault."""


class Fault(StrEnum):
    """In which way a chain is broken at one place."""

    UNREADABLE = "unreadable"
    ALTERED = "altered"
    MOVED = "moved"
    MISSING = "missing"
    INSERTED = "inserted"
    DETACHED = "detached"
    NOT_AS_NOTED = "not as noted"
    CUT_OFF = "cut off"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in the place of an event and is none. `number` is None where that is unreadable too."""

    number: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place at which the chain is broken. `number` is that of the event at which it shows."""

    fault: Fault
    number: int
    sentence: str


@dataclass(slots=True)
class Verdict:
    """What a check of a whole chain came to.

    `further` counts the faults that are not among `findings`. `clock_ran_back` counts events that happened before the
    one before them, which is no fault: `first_back` is the number of the first of them.
    """

    events: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    head: Head | None = None
    findings: list[Finding] = field(default_factory=list)
    further: int = 0
    clock_ran_back: int = 0
    first_back: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def add(self, fault: Fault, number: int, sentence: str) -> None:
        """Note a fault: told if it is one of the first, otherwise counted."""
        if len(self.findings) < MOST_FAULTS_TOLD:
            self.findings.append(Finding(fault, number, sentence))
        else:
            self.further += 1


def check_chain(links: Iterable[Link | Unreadable], *, noted: Collection[Head] = ()) -> Verdict:
    """Check a chain from its first event to its last. `links` come in the order of their numbers and are read once.

    After a fault the check goes on from the event as it stands, so that one alteration is one fault. `noted` are heads
    that were written down elsewhere at some time: each has to be found in the chain again.
    """
    verdict = Verdict()
    hashes_noted: dict[int, set[str]] = {}
    for head in noted:
        hashes_noted.setdefault(head.number, set()).add(head.hash)
    expected, previous = 1, BEFORE_THE_FIRST
    latest: datetime | None = None
    for link in links:
        verdict.events += 1
        if isinstance(link, Unreadable):
            number = expected if link.number is None else link.number
            hashes_noted.pop(number, None)
            verdict.add(Fault.UNREADABLE, number, f"In the place of event {number} is what is no event: {link.why}.")
            # Nothing is known of its hash: the next one is taken at its word, but has to follow by its number.
            expected, previous = number + 1, ""
            continue
        event = link.event
        found = _fault_of(link, expected=expected, previous=previous or link.previous_hash)
        if found is not None:
            verdict.add(found.fault, found.number, found.sentence)
        if event.number in hashes_noted and hashes_noted.pop(event.number) != {link.hash}:
            verdict.add(
                Fault.NOT_AS_NOTED,
                event.number,
                f"Event {event.number} is not the one whose hash was noted: up to it the record was made anew.",
            )
        if latest is not None and event.happened_at < latest:
            verdict.clock_ran_back += 1
            verdict.first_back = verdict.first_back or event.number
        latest = event.happened_at
        verdict.first_at = verdict.first_at or latest
        verdict.last_at, verdict.head = latest, Head(event.number, link.hash)
        expected, previous = event.number + 1, link.hash
    for number in sorted(hashes_noted):
        verdict.add(
            Fault.CUT_OFF,
            number,
            f"Event {number}, whose hash was noted, is not there: the record ends with event {expected - 1}.",
        )
    return verdict


def _fault_of(link: Link, *, expected: int, previous: str) -> Finding | None:
    number = link.event.number
    if number < expected:
        return Finding(Fault.INSERTED, number, f"There is more than one event {number}, or it stands out of order.")
    if number > expected:
        gap = f"Event {expected} is" if number == expected + 1 else f"Events {expected} to {number - 1} are"
        after = f"after event {expected - 1} comes event {number}" if expected > 1 else f"event {number} is the first"
        return Finding(Fault.MISSING, expected, f"{gap} missing: {after}.")
    is_its_own = chained_hash(link.event, link.previous_hash) == link.hash
    follows = link.previous_hash == previous
    if is_its_own and follows:
        return None
    if not is_its_own:
        return _fault_of_hash(link, follows=follows)
    if number == 1:
        return Finding(Fault.DETACHED, 1, "Event 1 is not the beginning of this record: it follows another event.")
    return Finding(
        Fault.DETACHED,
        number,
        f"Event {number} does not follow event {number - 1} as it stands: "
        f"event {number - 1} was replaced, or what begins with event {number} is of another record.",
    )


def _fault_of_hash(link: Link, *, follows: bool) -> Finding:
    number = link.event.number
    if follows:
        return Finding(
            Fault.ALTERED, number, f"Event {number} is not as it was recorded: its hash is that of something else."
        )
    was = _number_when_recorded(link)
    if was is None:
        return Finding(
            Fault.ALTERED,
            number,
            f"Event {number} is not as it was recorded, and does not follow event {number - 1} either.",
        )
    if was < number:
        return Finding(
            Fault.INSERTED,
            number,
            f"What stands as event {number} was recorded as event {was}: before it something was put in, "
            "or it was moved or repeated.",
        )
    return Finding(
        Fault.MOVED,
        number,
        f"What stands as event {number} was recorded as event {was}: before it something was taken out, "
        "or it was moved.",
    )


def _number_when_recorded(link: Link, *, how_far: int = 1_000) -> int | None:
    """The number with which the event has the hash that it carries, if that is near enough to be looked for."""
    number = link.event.number
    for away in range(1, how_far + 1):
        for tried in (number - away, number + away):
            if tried >= 1 and chained_hash(replace(link.event, number=tried), link.previous_hash) == link.hash:
                return tried
    return None
