"""In a round without names nothing that anybody else is sent depends on which partner holds which position.

Two worlds differ in that alone: two partners have changed places. Whoever is of neither gets the same bytes in both, on
every page, in every file and from every refusal, so nobody can join a partner's name to a level, to the way in which a
position was reached, to a criterion that was left open, or to a dissent.

One thing differs, and tells nothing: the hash of the whole round, under which it is signed. In place of the hash of
each world, and of nothing else, a word is put. Why it tells nothing is shown below: whoever lacks the random keys of
the saves of others cannot work out the hash of either world.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from maturity.core.movement.viewed import View
from maturity.core.movement.views import views_of
from maturity.core.position import without_names
from maturity.core.record.round_state import Part, Plain, RoundState, short_hash
from maturity.core.results import RoundResult
from maturity.core.scoring import score_round
from maturity.persistence.engine import Database
from maturity.persistence.queries import round_records
from maturity.persistence.queries.positions import SeenPosition
from maturity.persistence.queries.round_states import LoadedState, load_round_state
from maturity.persistence.queries.rounds import get_round
from maturity.reports.movement_words import view_lines
from maturity.reports.pdf import ReportKind, render_pdf
from maturity.reports.views_part import views_part
from maturity.usecases.closed_rounds import open_round_heads
from maturity.usecases.room import withdraw_ballot
from maturity.usecases.share import load_report
from maturity.usecases.sign_in import start_sign_in
from maturity.web.database import connect_database
from maturity.web.saving import new_request_key
from tests.factories.living_rounds import NOW
from tests.factories.nameless_rounds import (
    ALDER,
    BIRCH,
    CEDAR,
    DALE,
    ELM,
    NamelessRound,
    a_nameless_round,
    with_places_taken,
)
from tests.factories.reports import PRINT_FILES
from tests.factories.rooms import TheRoom
from tests.factories.rounds import a_partner, a_round_record
from tests.factories.two_rounds import IDS, a_plain_matrix
from tests.promises.every_route import routes_with
from tests.web.browser import Browser

_NEW_EACH_TIME: Final = re.compile(r'(name="[^"]*(?:csrf_token|request_key)"[^>]*value="|"csrf_token":")[^"]*')
Sent = Mapping[str, str]


def sign_in(app: Flask, database: Database, account: int) -> Browser:
    connect_database(app, database=database, clock=lambda: NOW)
    with database.writing() as session:
        token = start_sign_in(session, account=account, hours=20, now=NOW)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return Browser(client)


def addresses(app: Flask, given: NamelessRound) -> Iterator[str]:
    """Every page of the round: for each partner, criterion, domain, kind of report and move."""
    matrix = given.living.matrix
    choices: dict[str, list[Any]] = {
        "collaborative": [given.living.collaborative],
        "number": [given.living.number],
        "partner": list(given.partners),
        "criterion_id": [criterion.id for criterion in matrix.criteria],
        "domain_id": [domain.id for domain in matrix.domains],
        "kind": ["board", "full"],
        "name": ["close-responding", "close", "reopen-responding", "reopen"],
    }
    for route in routes_with(app, "GET"):
        if "number" not in route.arguments or not route.arguments <= set(choices):
            continue
        found: list[dict[str, Any]] = [{}]
        for name in sorted(route.arguments):
            found = [{**values, name: choice} for values in found for choice in choices[name]]
        for values in found:
            yield route.address(app, values)


def everything_sent(app: Flask, database: Database, given: NamelessRound, account: int) -> Sent:
    """What somebody is sent from every address, without what is new each time."""
    browser = sign_in(app, database, account)
    whole = state_of(database, given).hash
    sent = {}
    for address in addresses(app, given):
        answer = browser.client.get(address)
        assert answer.status_code < 500, address
        said = lasting(answer).replace(whole, "{state}").replace(short_hash(whole), "{beginning of state}")
        sent[address] = f"{answer.status_code} {answer.location} {said}"
    return sent


def state_of(database: Database, given: NamelessRound) -> RoundState:
    with database.reading() as session:
        head = get_round(session, collaborative=given.living.collaborative, number=given.living.number)
        return load_round_state(session, round_id=head.id).state


def lasting(answer: TestResponse) -> str:
    """What was sent, without what is new each time."""
    return _NEW_EACH_TIME.sub(r"\1", answer.get_data().decode("utf-8", "replace"))


def printed(database: Database, given: NamelessRound) -> list[bytes]:
    """Both reports as PDF."""
    with database.reading() as session:
        heads = open_round_heads(
            session, collaborative=given.living.collaborative, number=given.living.number, may_see_draft=True
        )
        report = load_report(session, heads)
    return [render_pdf(report, kind, PRINT_FILES) for kind in ReportKind]


def refusals(app: Flask, database: Database, given: NamelessRound, account: int, ballot: int) -> Sent:
    """What a facilitator is told who tries to enter a position, a vote and a dissent for the two that have people."""
    browser = sign_in(app, database, account)
    base = f"/collaboratives/{given.living.collaborative}/rounds/{given.living.number}"
    token = browser.client.get(f"{base}/agree/token").get_json()["csrf_token"]
    told = {}
    for place in (ALDER, BIRCH):
        partner = given.partners[place]
        for criterion in (criterion.id for criterion in given.living.matrix.criteria):
            for seen in ("0", "1", "2"):
                fields = {"choice": "2", "reason": "On paper.", "based_on": seen, "request_key": f"{criterion} {seen}"}
                forms = {
                    f"respond/{partner}/on-behalf/criteria/{criterion}": {
                        f"{criterion}-{name}": value for name, value in fields.items()
                    },
                    f"room/dissents/{criterion}/{partner}/on-behalf": fields,
                    f"room/votes/{partner}/on-behalf": {
                        f"p{partner}-{name}": value for name, value in {**fields, "ballot": str(ballot)}.items()
                    },
                }
                for path, form in forms.items():
                    headers = {"Accept": "application/json"} if "dissents" not in path else {}
                    answer = browser.client.post(f"{base}/{path}", data={"csrf_token": token, **form}, headers=headers)
                    assert answer.status_code >= 400, path
                    told[f"{path} {seen}"] = lasting(answer)
    return told


def differences(
    app: Flask, given: NamelessRound, folder: Path, places: tuple[int, int], readers: Mapping[str, int]
) -> list[str]:
    """Which address tells which reader that these two partners have changed places."""
    folder.mkdir()
    here = given.living.database
    there = with_places_taken(here, folder, *(given.partners[place] for place in places))
    found = []
    for name, account in readers.items():
        first, second = (everything_sent(app, world, given, account) for world in (here, there))
        assert len(first) > 100
        found += [f"{name}: {address}" for address in first if first[address] != second[address]]
    there.close()
    return found


def outsiders(given: NamelessRound) -> dict[str, int]:
    living = given.living
    return {"lead": living.lead, "another partner": living.partners[given.partners[ELM]], "viewer": given.viewer}


def close(given: NamelessRound, room: TheRoom) -> None:
    with given.living.database.writing() as session:
        withdraw_ballot(session, head=room.head(), ballot=room.ballot, account=given.living.lead, now=NOW)
    given.living.move("close")


def test_nothing_tells_which_of_two_partners_that_answered_holds_which_position(
    app: Flask, database: Database, tmp_path: Path
) -> None:
    given = a_nameless_round(database)
    readers = {**outsiders(given), "facilitator": given.facilitator}
    places = (ALDER, BIRCH)
    room = given.reveal()
    assert differences(app, given, tmp_path / "agreeing", places, readers) == []
    (tmp_path / "copy").mkdir()
    there = with_places_taken(database, tmp_path / "copy", *(given.partners[place] for place in places))
    told, told_there = (refusals(app, world, given, given.facilitator, room.ballot) for world in (database, there))
    assert told == told_there
    there.close()
    close(given, room)
    assert differences(app, given, tmp_path / "closed", places, readers) == []
    (tmp_path / "print").mkdir()
    there = with_places_taken(database, tmp_path / "print", *(given.partners[place] for place in places))
    assert printed(database, given) == printed(there, given)
    there.close()


def test_nor_for_which_of_two_partners_on_paper_which_position_was_entered(
    app: Flask, database: Database, tmp_path: Path
) -> None:
    """But to the facilitator who entered them."""
    given = a_nameless_round(database)
    places = (CEDAR, DALE)
    assert differences(app, given, tmp_path / "open", places, outsiders(given)) == []
    room = given.reveal()
    assert differences(app, given, tmp_path / "agreeing", places, outsiders(given)) == []
    knows = differences(app, given, tmp_path / "knows", places, {"facilitator": given.facilitator})
    assert {address.partition("respond/")[0] for address in knows} == {"facilitator: /collaboratives/1/rounds/1/"}
    close(given, room)
    assert differences(app, given, tmp_path / "closed", places, outsiders(given)) == []


def test_a_position_that_says_how_it_was_reached_would_be_noticed(
    app: Flask, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = a_nameless_round(database)
    given.reveal()
    monkeypatch.setattr(round_records, "_as_named", lambda positions, _naming: positions)
    found = differences(app, given, tmp_path / "named", (ALDER, BIRCH), {"lead": given.living.lead})
    assert any("/agree/criteria/d1-c1" in address for address in found)


def test_a_page_of_entries_that_tells_where_a_partner_left_a_blank_would_be_noticed(
    app: Flask, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = a_nameless_round(database)
    given.reveal()

    def only_where_it_answered(_sheet: object, kept: Mapping[str, SeenPosition], *_: object) -> dict[str, str]:
        return {criterion: "It has answered." for criterion, each in kept.items() if each.is_own}

    monkeypatch.setattr("maturity.usecases.on_behalf._why_nameless", only_where_it_answered)
    found = differences(app, given, tmp_path / "blank", (ALDER, BIRCH), {"lead": given.living.lead})
    assert any("/on-behalf/" in address for address in found)


def with_other_keys(state: RoundState, person: int) -> RoundState:
    """The same round, but for the random keys of the saves of one person, by their place in the state."""
    assert state.kept_back is not None
    return RoundState.of(state.told, {name: _with_other_keys(part, person) for name, part in state.kept_back.items()})


def _with_other_keys(part: Part, person: int | None = None) -> Part:
    """With a key of other letters for each save of a person, or with no keys at all."""
    if "request_key" not in part.columns:
        return part
    key = part.columns.index("request_key")
    rows = [
        (*row[:key], "" if person is None else f"another {row[key]}", *row[key + 1 :])
        if person in {None, record["account"]}
        else row
        for row, record in zip(part.rows, part.records(), strict=True)
    ]
    return Part(part.columns, tuple(rows))


def who_said_anything(state: RoundState) -> set[Plain]:
    """The people whose words are kept back, by their place in the state."""
    assert state.kept_back is not None
    return {
        record["account"] for part in state.kept_back.values() for record in part.records() if "request_key" in record
    }


def test_the_hash_of_a_round_cannot_be_worked_out_without_the_keys_of_everybody_who_said_something(
    database: Database, tmp_path: Path
) -> None:
    """So somebody who guesses right who holds which position, and knows the rest to the letter, is not told so.

    The keys are made for each save, of 128 random bits, and no page but that of the save itself is sent one.
    """
    given = a_nameless_round(database)
    close(given, given.reveal())
    (tmp_path / "copy").mkdir()
    there = with_places_taken(database, tmp_path / "copy", *(given.partners[place] for place in (ALDER, BIRCH)))
    for state in (state_of(database, given), state_of(there, given)):
        people = who_said_anything(state)
        assert len(people) >= 6
        hashes = {with_other_keys(state, person).hash for person in people if isinstance(person, int)}
        assert len(hashes - {state.hash}) == len(people), "each of them alone makes another hash"
    there.close()
    keys = {new_request_key() for _ in range(1_000)}
    assert len(keys) == 1_000
    assert all(re.fullmatch("[0-9a-f]{32}", key) for key in keys)


def test_no_page_of_another_is_sent_a_key_of_a_save(app: Flask, database: Database) -> None:
    given = a_nameless_round(database)
    close(given, given.reveal())
    with closing(sqlite3.connect(database.path)) as connection, connection:
        for table in ("response_revision", "position_revision", "vote_revision", "dissent_revision"):
            connection.execute(f"DROP TRIGGER {table}_refuses_update")
            changed = connection.execute(f"UPDATE {table} SET request_key = 'keyqz ' || id")  # noqa: S608  (a table)
            assert changed.rowcount
    for account in {**outsiders(given), "facilitator": given.facilitator}.values():
        sent = everything_sent(app, database, given, account)
        assert [address for address, said in sent.items() if "keyqz" in said] == []


def test_a_hash_that_could_be_worked_out_would_be_noticed(
    app: Flask, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = a_nameless_round(database)
    close(given, given.reveal())

    def without_keys(session: Session, *, round_id: int) -> LoadedState:
        loaded = load_round_state(session, round_id=round_id)
        assert loaded.state.kept_back is not None
        kept_back = {name: _with_other_keys(part) for name, part in loaded.state.kept_back.items()}
        return replace(loaded, state=RoundState.of(loaded.state.told, kept_back))

    monkeypatch.setattr("maturity.usecases.sign_off.load_round_state", without_keys)
    found = differences(app, given, tmp_path / "guessed", (ALDER, BIRCH), {"lead": given.living.lead})
    assert found
    assert all("/sign-off/" in address for address in found)


LEVEL_OR_NONE: Final = st.one_of(st.integers(1, 4), st.integers(1, 4), st.none())
SOME_POSITIONS: Final = st.fixed_dictionaries(dict.fromkeys(IDS, st.lists(LEVEL_OR_NONE, min_size=5, max_size=5)))


def a_round_of_two(
    number: int, positions: Mapping[str, list[int | None]], *, partners: int, is_nameless: bool
) -> RoundResult:
    """A round of five partners, or of the first of them, of which the second always has other people than before."""
    given = {criterion: levels[:partners] for criterion, levels in positions.items()}
    record = a_round_record(
        matrix=a_plain_matrix(),
        consensus=dict.fromkeys(IDS, 1 + number),
        positions=given,
        number=number,
        partners=[a_partner(n, respondents=[100 * number if n == 2 else n]) for n in range(1, partners + 1)],
    )
    hidden = {criterion: without_names(found) for criterion, found in record.positions.items()}
    return score_round(replace(record, positions=hidden) if is_nameless else record)


def told_of_views(
    before: Mapping[str, list[int | None]],
    after: Mapping[str, list[int | None]],
    *,
    partners: int,
    has_names: tuple[bool, bool],
) -> list[object]:
    """Everything that a page, a report or a file says of the three views of two rounds."""
    views = views_of(
        a_round_of_two(1, before, partners=partners, is_nameless=not has_names[0]),
        a_round_of_two(2, after, partners=5, is_nameless=not has_names[1]),
    )
    lines = [view_lines(views, view, {}) for view in View]
    return [lines, views.coverage, views.why_not, views_part(views), [row.decomposition for row in views.rows]]


def with_first_two_changed(positions: Mapping[str, list[int | None]]) -> dict[str, list[int | None]]:
    return {criterion: [levels[1], levels[0], *levels[2:]] for criterion, levels in positions.items()}


@settings(max_examples=20)
@given(SOME_POSITIONS, SOME_POSITIONS, st.sampled_from([4, 5]), st.booleans())
def test_no_view_of_two_rounds_tells_which_of_two_partners_holds_which_position(
    before: dict[str, list[int | None]], after: dict[str, list[int | None]], partners: int, has_names: bool
) -> None:
    """Whichever of the two rounds has names, in the other the two may change places."""
    for names in ((has_names, False), (False, has_names)):
        changed = before if not names[0] else after
        other = with_first_two_changed(changed)
        first = told_of_views(before, after, partners=partners, has_names=names)
        second = (
            told_of_views(other, after, partners=partners, has_names=names)
            if not names[0]
            else told_of_views(before, other, partners=partners, has_names=names)
        )
        assert first == second


def test_a_view_that_pairs_partners_of_a_round_with_names_would_be_noticed() -> None:
    before: dict[str, list[int | None]] = {criterion: [2] * 5 for criterion in IDS}
    after: dict[str, list[int | None]] = {criterion: [1, 4, 3, 3, 2] for criterion in IDS}
    told = [
        told_of_views(before, each, partners=5, has_names=(True, True))
        for each in (after, with_first_two_changed(after))
    ]
    assert told[0] != told[1]
