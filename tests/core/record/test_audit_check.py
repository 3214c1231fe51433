from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from maturity.core.record.audit_chain import BEFORE_THE_FIRST, Event, Head, Link, chained_hash
from maturity.core.record.audit_check import MOST_FAULTS_TOLD, Fault, Unreadable, check_chain

START = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)


def a_chain(length: int = 8) -> list[Link]:
    return chained([Event(n, START + timedelta(minutes=n), 1, 2, None, f"act {n}", "") for n in range(1, length + 1)])


def chained(events: list[Event]) -> list[Link]:
    links: list[Link] = []
    for event in events:
        previous = links[-1].hash if links else BEFORE_THE_FIRST
        links.append(Link(event, previous, chained_hash(event, previous)))
    return links


def head_of(links: list[Link]) -> Head:
    return Head(links[-1].event.number, links[-1].hash)


def told(links: list[Link | Unreadable] | list[Link], *noted: Head) -> list[tuple[Fault, int]]:
    return [(each.fault, each.number) for each in check_chain(links, noted=noted).findings]


def numbered(link: Link, number: int) -> Link:
    return replace(link, event=replace(link.event, number=number))


def renumbered(links: list[Link]) -> list[Link]:
    return [numbered(link, number) for number, link in enumerate(links, 1)]


def test_a_chain_that_nobody_touched_is_whole_and_says_where_it_ends() -> None:
    links = a_chain()
    verdict = check_chain(links, noted=[head_of(links), Head(3, links[2].hash)])
    assert verdict.is_whole
    assert (verdict.events, verdict.head) == (8, head_of(links))
    assert (verdict.first_at, verdict.last_at) == (START + timedelta(minutes=1), START + timedelta(minutes=8))
    assert (verdict.clock_ran_back, verdict.further) == (0, 0)


def test_a_record_without_events_is_whole_and_has_no_head() -> None:
    verdict = check_chain([])
    assert verdict.is_whole
    assert verdict.head is None


def test_an_altered_event_is_one_fault_at_its_place() -> None:
    links = a_chain()
    links[3] = replace(links[3], event=replace(links[3].event, account=9))
    assert told(links) == [(Fault.ALTERED, 4)]


def test_an_altered_event_with_its_hash_made_anew_shows_at_the_next() -> None:
    links = a_chain()
    event = replace(links[3].event, account=9)
    links[3] = Link(event, links[3].previous_hash, chained_hash(event, links[3].previous_hash))
    assert told(links) == [(Fault.DETACHED, 5)]


def test_a_missing_event_is_named() -> None:
    links = a_chain()
    del links[3]
    (finding,) = check_chain(links).findings
    assert (finding.fault, finding.number) == (Fault.MISSING, 4)
    assert finding.sentence == "Event 4 is missing: after event 3 comes event 5."


def test_several_missing_events_at_the_start_are_named() -> None:
    assert check_chain(a_chain()[3:]).findings[0].sentence == "Events 1 to 3 are missing: event 4 is the first."


def test_a_missing_event_whose_number_was_closed_up_is_found() -> None:
    links = a_chain()
    del links[3]
    assert told(renumbered(links))[0] == (Fault.MOVED, 4)


def test_an_inserted_event_is_found_even_with_hashes_of_its_own() -> None:
    links = a_chain()
    forged = replace(links[3].event, action="forged")
    link = Link(forged, links[2].hash, chained_hash(forged, links[2].hash))
    assert told(renumbered([*links[:3], link, *links[3:]]))[0] == (Fault.INSERTED, 5)


def test_a_repeated_event_is_found() -> None:
    links = a_chain()
    assert told([*links, numbered(links[2], 9)]) == [(Fault.INSERTED, 9)]
    assert (Fault.INSERTED, 3) in told([*links[:3], links[2], *links[3:]])


def test_events_that_changed_places_are_found() -> None:
    links = a_chain()
    links[2], links[5] = numbered(links[5], 3), numbered(links[2], 6)
    assert told(links)[0] == (Fault.MOVED, 3)


def test_a_record_that_was_cut_off_is_found_by_a_head_that_was_noted_and_by_nothing_else() -> None:
    links = a_chain()
    assert told(links[:5]) == []
    (finding,) = check_chain(links[:5], noted=[head_of(links)]).findings
    assert finding.sentence == "Event 8, whose hash was noted, is not there: the record ends with event 5."


def test_a_record_that_was_made_anew_is_found_by_a_head_that_was_noted_and_by_nothing_else() -> None:
    links = a_chain()
    anew = chained([replace(link.event, account=9) for link in links])
    assert told(anew) == []
    assert told(anew, head_of(links)) == [(Fault.NOT_AS_NOTED, 8)]


def test_a_record_that_begins_with_the_end_of_another_is_found() -> None:
    link = a_chain()[0]
    assert told([Link(link.event, "1" * 64, chained_hash(link.event, "1" * 64))]) == [(Fault.DETACHED, 1)]


def test_what_is_no_event_is_told_and_the_rest_is_still_checked() -> None:
    links: list[Link | Unreadable] = [*a_chain()]
    links[2] = Unreadable(None, "its number is none")
    assert told(links) == [(Fault.UNREADABLE, 3)]
    links[6] = numbered(a_chain()[5], 7)
    assert told(links)[:2] == [(Fault.UNREADABLE, 3), (Fault.INSERTED, 7)]


def test_a_clock_that_ran_backwards_is_a_remark_and_no_fault() -> None:
    events = [link.event for link in a_chain()]
    events[4] = replace(events[4], happened_at=START)
    verdict = check_chain(chained(events))
    assert verdict.is_whole
    assert (verdict.clock_ran_back, verdict.first_back) == (1, 5)


def test_a_long_row_of_faults_is_counted_and_not_told_one_by_one() -> None:
    verdict = check_chain(renumbered(a_chain(100)[1:]))
    assert len(verdict.findings) == MOST_FAULTS_TOLD
    assert len(verdict.findings) + verdict.further == 99


@pytest.mark.parametrize("text", ["", "7", "7:abc", f"0:{'a' * 64}", f"7:{'g' * 64}", f"7:{'a' * 64}0"])
def test_a_head_is_a_number_and_a_whole_hash(text: str) -> None:
    with pytest.raises(ValueError, match=text or "^$"):
        Head.read(text)


def test_a_head_is_read_as_it_is_written() -> None:
    assert str(Head.read(f" 7:{'A' * 64}\n")) == f"7:{'a' * 64}"
