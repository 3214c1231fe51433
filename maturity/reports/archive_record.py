"""The record of events and the signatures in an archive: each by itself, and how they bind the state of the round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from maturity.core.record.archive import EVENTS, SIGNATURES, Archive
from maturity.core.record.audit_chain import Event, Head, chained_hash
from maturity.core.record.round_state import RoundState, read_json
from maturity.core.record.sign_off import SignOffDecision, signature_digest

SIGNED: Final = "sign off round"
CLOSED: Final = "close round"
REOPENED: Final = "reopen round"
BEGUN: Final = ("open round", "start-agreeing round")
"""The actions of the events with which a round begins: an archive has one of them."""

Row = dict[str, Any]


def check_closing(archive: Archive, state: RoundState) -> Iterator[str]:
    """The last event of closing holds the hash of the state, so no other state goes by with the same events."""
    moves = [event for event in _all_events(archive) if event["action"] in {CLOSED, REOPENED}]
    if not moves or moves[-1]["action"] != CLOSED:
        yield f"{EVENTS}: the record does not end with the round closed"
    elif moves[-1]["subject"] not in {"", state.hash}:
        yield f"{EVENTS} {moves[-1]['number']}: the round was closed in another state than the archive holds"


def check_signatures(archive: Archive, state: RoundState) -> Iterator[str]:
    """Each signature says of itself what the record of events holds, and none of these is missing.

    It is of the state in which the round had been closed when it was signed.
    """
    names = [row["name"] for row in state.parts["partner"].records()]
    bound = _closed_when_signed(_all_events(archive))
    missing = dict(bound)
    for number, signature in enumerate(read_json(archive.parts[SIGNATURES]), start=1):
        digest = signature_digest(
            partner_name=names[signature["partner"] - 1],
            decision=SignOffDecision(signature["decision"]),
            words=signature["words"],
            signed_name=signature["signed_name"],
            role_title=signature["role_title"],
            on_behalf=signature["on_behalf"],
            state_hash=signature["state_hash"],
            request_key=signature["request_key"],
            signed_at=signature["signed_at"],
        )
        if digest not in bound:
            yield f"{SIGNATURES} {number}: the record of events holds no signature that says this"
        elif bound[digest] not in {"", signature["state_hash"]}:
            yield f"{SIGNATURES} {number}: the round had not been closed in the state that it is of"
        missing.pop(digest, None)
    if missing:
        yield f"{SIGNATURES}: {len(missing)} that the record of events holds are missing"


def _closed_when_signed(events: Sequence[Row]) -> dict[str, str]:
    """By the digest of each signature, the hash of the state in which the round had been closed the last time."""
    found: dict[str, str] = {}
    closed = ""
    for event in events:
        if event["action"] == CLOSED:
            closed = event["subject"]
        elif event["action"] == SIGNED:
            found[event["subject"].rpartition(" ")[2]] = closed
    return found


def said_of_signatures(archive: Archive, state: RoundState) -> Iterator[str]:
    """How many signatures are of the state that the archive holds, in sentences."""
    signatures = read_json(archive.parts[SIGNATURES])
    standing = sum(signature["state_hash"] == state.hash for signature in signatures)
    in_all = "1 signature" if len(signatures) == 1 else f"{len(signatures)} signatures"
    if not signatures:
        yield "Nobody has signed this round off."
    elif not standing:
        yield f"NO SIGNATURE IS OF THIS STATE: {in_all}, given before the round was closed the last time."
    else:
        verb = "is" if standing == 1 else "are"
        yield f"{standing} of {in_all} {verb} of this state, {len(signatures) - standing} of an earlier one."
    [*_, last] = [event for event in _all_events(archive) if event["action"] == CLOSED]
    if not last["subject"]:
        yield "The round was closed before events held the hash of a state, so signatures alone bind its state."


def head_of(archive: Archive) -> Head:
    """The last event of all in the installation that wrote the archive: its own check of events can look for it."""
    head = read_json(archive.parts[EVENTS])["head"]
    return Head(head["number"], head["hash"])


def is_in_record(archive: Archive, noted: Head) -> bool:
    """Whether a head that was noted is the head of the archive or one of its events."""
    events = read_json(archive.parts[EVENTS])["events"]
    return noted in {head_of(archive), *(Head(event["number"], event["hash"]) for event in events)}


def check_events(archive: Archive, _: RoundState) -> Iterator[str]:
    """Each record by itself: every event has its own hash, they are of one round, in order, and not after the head."""
    there = read_json(archive.parts[EVENTS])
    if not any(event["action"] in BEGUN for event in _all_events(archive)):
        yield f"{EVENTS}: the event with which the round began is missing"
    while there is not None:
        yield from _check_record(there["events"], there["head"])
        there = there["before_import"]


def _check_record(events: Sequence[Row], head: Row) -> Iterator[str]:
    before: Row | None = None
    for row in events:
        event = Event(
            number=row["number"],
            happened_at=datetime.fromisoformat(row["happened_at"]),
            account=row["account"],
            collaborative=row["collaborative"],
            round_id=row["round"],
            action=row["action"],
            subject=row["subject"],
        )
        if chained_hash(event, row["previous_hash"]) != row["hash"]:
            yield f"{EVENTS} {row['number']}: its hash is not its own"
        if before is not None:
            yield from _check_order(before, row)
        before = row
    if before is not None and before["number"] > head["number"]:
        yield f"{EVENTS}: the head comes before the last event"
    if before is not None and before["number"] == head["number"] and before["hash"] != head["hash"]:
        yield f"{EVENTS}: the head is not the last event"
    Head.read(f"{head['number']}:{head['hash']}")  # anything else than a head cannot be read


def _check_order(before: Row, row: Row) -> Iterator[str]:
    if (before["collaborative"], before["round"]) != (row["collaborative"], row["round"]):
        yield f"{EVENTS} {row['number']}: it is of another round than the event before it"
    if before["number"] >= row["number"]:
        yield f"{EVENTS} {row['number']}: it is out of order"
    if before["number"] + 1 == row["number"] and before["hash"] != row["previous_hash"]:
        yield f"{EVENTS} {row['number']}: it does not follow the event before it"


def _all_events(archive: Archive) -> list[Row]:
    """Every event of the round from the first: what an import brought with it comes before the import."""
    found: list[Row] = []
    there = read_json(archive.parts[EVENTS])
    while there is not None:
        found = [*there["events"], *found]
        there = there["before_import"]
    return found
