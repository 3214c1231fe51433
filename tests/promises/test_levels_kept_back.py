"""What others answered makes no difference to anything that somebody gets who must not know it yet.

Two worlds differ only in that: in levels, in what is no level, in confidence and in words. For each reader, every page
and file, every header, what every form answers, every letter and PDF and the log are the same in both, to the byte. A
canary is a word and finds words; a level is a number on pages full of numbers, and this finds it in whatever shape.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Response
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from maturity.cli.report_worker import Worker
from maturity.core.meeting.pre_read import PreRead
from maturity.core.participant import Participant
from maturity.mail.letter import Letter, write_letter
from maturity.persistence.queries.rounds import list_participants
from maturity.persistence.rows.account import Account
from maturity.reports.pdf import PrintFiles, render_pre_read
from maturity.web.database import reading
from maturity.web.report_desk import ReportDesk
from tests.factories.installations import NOW
from tests.factories.mailboxes import a_mailbox, text_of
from tests.factories.worlds import AGREEING, OPEN, canaries_in
from tests.promises.every_route import a_form, addresses, every_route, forms, routes_with, values_in
from tests.promises.kept_back import (
    NOT_YET,
    PARTNER_OF,
    READERS,
    SAID,
    account_of,
    answer_differently,
    everybody_has_spoken,
    kept_from,
)
from tests.promises.may_see import MAY_SEE, OF_THE_OTHER
from tests.promises.read_log import reading_the_log
from tests.promises.visits import ANONYMOUS, Visits
from tests.web.mail import sending_to

_NEW_EVERY_TIME: Final = re.compile(
    r'<input[^>]*(?:csrf_token|request_key|made_key)[^>]*>|"csrf_token":"[^"]*"|/(?:set-password|accept-role|enter)/[-\w]+'
)
"""Tokens and keys, of which every page has new ones."""
BUTTONS: Final[Mapping[str, Mapping[str, object]]] = {
    "set_up.invite_everyone": {"number": OPEN},
    "set_up.remind_everyone": {"number": OPEN},
    "set_up.send_pre_reads": {"number": AGREEING},
    "room.act": {"number": AGREEING, "act": "tell"},
}
"""What writes to everybody."""
_NO_POSITION: Final = (
    "CREATE TRIGGER refuse BEFORE INSERT ON position_revision BEGIN SELECT RAISE(ABORT, 'refused'); END"
)

Answers = Mapping[str, object]
Ask = Callable[[Visits, str, Path], Answers]


@dataclass(frozen=True)
class TwoWorlds:
    """The worlds as they are, and a place for those in which the others answered differently."""

    visits: Visits
    kept: Path

    def differences(self, reader: str, ask: Ask, *, unknown_to: str = "") -> list[str]:
        """What somebody gets another answer to because others gave other answers: those that a reader must not know."""
        other = self.kept.with_name("differently.sqlite3")
        other.write_bytes(self.kept.read_bytes())
        assert answer_differently(other, kept_from(unknown_to or reader, self.visits.worlds.a)) > 0
        as_it_is, differently = ask(self.visits, reader, self.kept), ask(self.visits, reader, other)
        assert as_it_is
        assert as_it_is.keys() == differently.keys()
        return [place for place, answer in as_it_is.items() if differently[place] != answer]


@pytest.fixture
def both(visits: Visits) -> TwoWorlds:
    return TwoWorlds(visits, everybody_has_spoken(visits))


def all_of(visits: Visits, answer: TestResponse) -> tuple[object, ...]:
    """Everything that an answer is, but what is new in each: the time in its date and in the signature of a session."""
    interface = SecureCookieSessionInterface().get_signing_serializer(visits.app)
    assert interface is not None
    name = f"{visits.app.config['SESSION_COOKIE_NAME']}="
    set_cookies = [each.removeprefix(name).partition(";")[0] for each in answer.headers.getlist("Set-Cookie")]
    headers = [(key, value) for key, value in answer.headers if key not in {"Set-Cookie", "Date"}]
    body = _NEW_EVERY_TIME.sub("", answer.data.decode("utf-8", "replace"))
    return answer.status, headers, [interface.loads(each) for each in set_cookies], body


def pages(*endpoints: str) -> Ask:
    """Every page and file of the two rounds and all that is about no round, or only those of some routes."""

    def ask(visits: Visits, reader: str, kept: Path) -> Answers:
        visits.put_back(kept)
        return {
            f"{route.name} {address}": all_of(visits, visits.get(reader, address))
            for route in routes_with(visits.app, "GET")
            if not endpoints or route.endpoint in endpoints
            for address in addresses(visits, route, visits.worlds.a, NOT_YET)
        }

    return ask


every_page: Final = pages()


def every_form(visits: Visits, reader: str, kept: Path) -> Answers:
    """What the form of every route answers, to a page and to the script of a page, in words that are for the reader."""
    visits.put_back(kept)
    found, world = {}, visits.worlds.a
    for route, address, headers in forms(visits, world, NOT_YET):
        answer = visits.post(reader, address, a_form(visits.worlds, world, route).data(), headers=headers)
        said = all_of(visits, answer)
        assert canaries_in(repr(said)) <= MAY_SEE.get(reader, OF_THE_OTHER), address
        found[f"{route.name} {address} {headers}"] = said
        if answer.status_code < 400:
            visits.put_back(kept)
    return found


def address_of(visits: Visits, endpoint: str, **values: object) -> str:
    """Where one route is in the first world."""
    (route,) = (route for route in every_route(visits.app) if route.endpoint == endpoint)
    return route.address(visits.app, values_in(visits.worlds, visits.worlds.a, route) | values)


def every_letter(visits: Visits, reader: str, kept: Path) -> Answers:
    """What somebody is written by every button that writes to everybody, headers and all."""
    with a_mailbox() as mailbox, sending_to(visits.app, mailbox) as office:
        for endpoint, values in BUTTONS.items():
            visits.put_back(kept)
            assert visits.post("lead", address_of(visits, endpoint, **values)).status_code == 302, endpoint
            with visits.app.app_context():
                assert office.send_waiting() > 0, endpoint
        with visits.database.reading() as session:
            email = session.get_one(Account, account_of(reader, visits.worlds.a)).email
    return {
        str(place): _NEW_EVERY_TIME.sub("", text_of(letter)) + repr(letter.items())
        for place, letter in enumerate(mailbox.to(email))
    }


def every_line(visits: Visits, reader: str, kept: Path) -> Answers:
    """What is logged while somebody opens every page, and while the reveal fails after all positions were read."""
    with reading_the_log() as log:
        every_page(visits, reader, kept)
        with visits.database.engine.begin() as connection:
            connection.exec_driver_sql(_NO_POSITION)
        move = address_of(visits, "set_up.make_move", number=OPEN, name="close-responding")
        assert visits.post("lead", move).status_code == 500
    return {f"{place}": line.partition(" ")[2] for place, line in enumerate(log.lines)}


def every_print(visits: Visits, reader: str, kept: Path) -> Answers:
    """The PDF of each pre-read that somebody may have."""
    shelf = visits.folder / "reports"
    shutil.rmtree(shelf, ignore_errors=True)
    worker, found = Worker(visits.put_back(kept), shelf, clock=lambda: NOW), {}
    desk: ReportDesk = visits.app.extensions["maturity-report-desk"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(visits.app.extensions, "maturity-report-desk", replace(desk, shelf=shelf))
        for partner in visits.worlds.a.partners:
            place = {"number": AGREEING, "partner": partner}
            visits.get(reader, address_of(visits, "prepare.pre_read_pdf", **place))
            while worker.make_next():
                pass
            sent = visits.get(reader, address_of(visits, "prepare.pre_read_file", **place))
            assert sent.mimetype == "application/pdf"
            found[str(partner)] = sent.data
    return found


@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_the_same_whatever_others_answered(both: TwoWorlds, reader: str) -> None:
    assert both.differences(reader, every_page) == []


# Who is not signed in or has no role gets as far as no form: see test_access.py.
@pytest.mark.parametrize("reader", [reader for reader in READERS if reader not in {"removed", ANONYMOUS}])
def test_every_form_answers_the_same_whatever_others_answered(both: TwoWorlds, reader: str) -> None:
    assert both.differences(reader, every_form) == []


@pytest.mark.parametrize("reader", PARTNER_OF)
def test_every_letter_is_the_same_whatever_others_answered(both: TwoWorlds, reader: str) -> None:
    assert both.differences(reader, every_letter) == []


def test_every_pre_read_is_printed_the_same_however_others_vote(both: TwoWorlds) -> None:
    assert both.differences("facilitator", every_print) == []


def test_the_log_is_the_same_whatever_anybody_answered(both: TwoWorlds) -> None:
    assert both.differences("respondent", every_line, unknown_to=ANONYMOUS) == []


# The controls: each plants one fault where the product itself makes what is sent, and the comparison has to find it.


def all_levels(session: Session) -> str:
    """Every level of every answer."""
    answers = " UNION ALL ".join(f"SELECT coalesce(level, '-') FROM {name}" for name in SAID)  # noqa: S608
    return "".join(str(level) for level in session.scalars(text(answers)))


def finds(both: TwoWorlds, ask: Ask, *places: str, reader: str = "lead") -> bool:
    found = " ".join(both.differences(reader, ask))
    return bool(found) and all(place in found for place in places)


def count_only(monkeypatch: pytest.MonkeyPatch, queries: str, *, table: str, above: int) -> None:
    """Let a query that reads answers see only those above some level."""
    query = f"maturity.persistence.queries.{queries}.select"
    only = text(f"{table}.level > {above}")

    def fewer(*columns: Any) -> Any:
        asked = select(*columns)
        return asked.where(only) if [str(each) for each in asked.get_final_froms()] == [table] else asked

    monkeypatch.setattr(query, fewer)


def test_how_far_people_are_said_to_be_by_their_levels_is_noticed(
    both: TwoWorlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_only(monkeypatch, "asked", table="response", above=2)
    assert finds(both, pages("set_up.round_page"))


def test_how_many_positions_are_said_to_be_agreed_by_their_levels_is_noticed(
    both: TwoWorlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_only(monkeypatch, "positions", table="position", above=1)
    assert finds(both, pages("set_up.round_page"))


def test_a_partner_that_is_in_or_not_by_the_level_of_its_vote_is_noticed(
    both: TwoWorlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_only(monkeypatch, "ballots", table="vote", above=2)
    room = ("room.room", "room.facilitate")
    assert finds(both, pages(*room), *room)


def test_a_page_that_shows_a_level_by_its_name_is_noticed(both: TwoWorlds, monkeypatch: pytest.MonkeyPatch) -> None:
    def named(session: Session, *, round_id: int) -> list[Participant]:
        levels = all_levels(session)
        found = list_participants(session, round_id=round_id)
        return [replace(each, partner_name=f"{each.partner_name}: {levels}") for each in found]

    monkeypatch.setattr("maturity.web.set_up.round_routes.list_participants", named)
    assert finds(both, pages("set_up.round_page"), reader="viewer")


def tell_of_levels(visits: Visits, monkeypatch: pytest.MonkeyPatch, tell: Callable[[Response, str], None]) -> None:
    """Let something be done with all levels at the end of each request."""

    def at_the_end(answer: Response) -> Response:
        with reading() as session:
            tell(answer, all_levels(session))
        return answer

    monkeypatch.setitem(visits.app.after_request_funcs, None, [*visits.app.after_request_funcs[None], at_the_end])


@pytest.mark.parametrize("ask", [pages("home.health"), every_form], ids=["page", "form"])
def test_a_header_that_tells_of_levels_is_noticed(both: TwoWorlds, monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    tell_of_levels(both.visits, monkeypatch, lambda answer, levels: answer.headers.set("ETag", f'"{hash(levels)}"'))
    assert finds(both, ask, reader=ANONYMOUS)


def test_a_log_that_tells_of_levels_is_noticed(both: TwoWorlds, monkeypatch: pytest.MonkeyPatch) -> None:
    log = logging.getLogger("maturity.any")
    tell_of_levels(both.visits, monkeypatch, lambda _, levels: log.info("Answered %s", levels))
    assert both.differences("respondent", every_line, unknown_to=ANONYMOUS)


def test_a_letter_that_tells_of_levels_is_noticed(both: TwoWorlds, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(template: str, values: Mapping[str, str | None], **more: Any) -> Letter:
        with reading() as session:
            return write_letter(template, {**values, "asked_by": all_levels(session)}, **more)

    monkeypatch.setattr("maturity.web.post_office.write_letter", write)
    assert finds(both, every_letter, reader="silent")


def test_a_print_that_tells_of_votes_is_noticed(both: TwoWorlds, monkeypatch: pytest.MonkeyPatch) -> None:
    def render(pre_read: PreRead, files: PrintFiles) -> bytes:
        with both.visits.database.reading() as session:
            return render_pre_read(replace(pre_read, partner_name=all_levels(session)), files)

    monkeypatch.setattr("maturity.cli.report_worker.render_pre_read", render)
    assert finds(both, every_print)
