from __future__ import annotations

from typing import Any

from maturity.core.record.archive import EVENTS, SIGNATURES, Archive
from maturity.core.record.round_state import Part, RoundState, canonical_json
from maturity.reports.archive_record import check_closing, check_events, said_of_signatures

STATE = RoundState.of({"round": Part(("number",), ((1,),))}, {})


def event(number: int, action: str, subject: str = "") -> dict[str, Any]:
    return {"number": number, "action": action, "subject": subject, "collaborative": 1, "round": 1}


def archive(*events: dict[str, Any], before_import: tuple[dict[str, Any], ...] = ()) -> Archive:
    head = {"number": 90, "hash": "0" * 64}
    before = {"events": before_import, "head": head, "before_import": None} if before_import else None
    record = {"events": events, "head": head, "before_import": before}
    return Archive({}, {EVENTS: canonical_json(record), SIGNATURES: b"[]"})


def test_the_last_closing_has_to_be_of_the_state() -> None:
    closed = event(2, "close round", STATE.hash)
    assert list(check_closing(archive(event(1, "close round", "another"), closed), STATE)) == []
    assert list(check_closing(archive(event(9, "import archive"), before_import=(closed,)), STATE)) == []
    [said] = check_closing(archive(closed, event(3, "close round", "another")), STATE)
    assert said == "events.json 3: the round was closed in another state than the archive holds"


def test_a_record_that_does_not_end_with_the_round_closed_is_none_of_a_closed_round() -> None:
    closed = event(2, "close round", STATE.hash)
    for there in (archive(), archive(closed, event(3, "reopen round"))):
        assert list(check_closing(there, STATE)) == ["events.json: the record does not end with the round closed"]


def test_a_round_closed_before_events_held_hashes_is_told_to_be_bound_by_signatures_alone() -> None:
    old = archive(event(2, "close round"))
    assert list(check_closing(old, STATE)) == []
    assert list(said_of_signatures(old, STATE)) == [
        "Nobody has signed this round off.",
        "The round was closed before events held the hash of a state, so signatures alone bind its state.",
    ]


def test_without_the_event_of_its_beginning_a_record_is_not_whole() -> None:
    assert list(check_events(archive(), STATE)) == ["events.json: the event with which the round began is missing"]
