"""Words reach whom they are for, and nobody else by any channel.

Not another collaborative, nor a partner before responding closes, nor a viewer before the round closes, nor the
administrator, nor the log.

Each text in both worlds is a canary that names where it was written, so whatever is sent tells what it gives away. For
levels, which are no words, see test_levels_kept_back.py.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from pypdf import PdfReader
from sqlalchemy import String, Text
from werkzeug.test import TestResponse

from maturity.cli.report_worker import Worker
from maturity.persistence.base import Base
from maturity.usecases.sign_in import make_password_link
from maturity.web.access import Needs
from maturity.web.report_desk import ReportDesk
from tests.factories.installations import NOW
from tests.factories.worlds import CLOSED, DRAFT, ROUNDS, canaries_in
from tests.promises.every_route import Route, a_form, addresses, every_route, forms, routes_with, values_in
from tests.promises.may_see import MAY_SEE, OF_THE_OTHER
from tests.promises.read_log import reading_the_log
from tests.promises.visits import ANONYMOUS, Visits, rows_of

# Columns whose text no person wrote.
_NOT_WRITTEN: Final = frozenset(
    "state stage way naming origin from_stage to_stage type footprint role action subject kind confidence criterion_id "
    "domain_id goes_to request_key elements token_hash form_hash accept_hash password_hash content_hash content_key "
    "file_hash state_hash archive_hash hash previous_hash problem email_key".split()
) | {"round_move.name", "matrix_version.key", "matrix_version.version", "matrix_version.title"}


def everything_sent(answer: TestResponse) -> str:
    """The body and the headers of an answer; of a PDF the words on its pages, of any other file every byte."""
    if answer.mimetype == "application/pdf":
        body = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    else:
        body = answer.data.decode("utf-8", "replace")
    return f"{body}\n{answer.headers}"


def crawl(visits: Visits, principal: str, routes: Iterable[Route]) -> Iterator[tuple[str, TestResponse]]:
    """Every page of both worlds, asked for as somebody."""
    for route in routes:
        for world in visits.worlds:
            for address in addresses(visits, route, world, ROUNDS):
                answer = visits.get(principal, address)
                assert answer.status_code < 500, address
                yield address, answer


def seen_by(visits: Visits, principal: str, routes: Iterable[Route]) -> dict[str, str]:
    """Every place whose words somebody gets, with an address that gives them."""
    seen: dict[str, str] = {}
    for address, answer in crawl(visits, principal, routes):
        for place in canaries_in(everything_sent(answer)):
            seen.setdefault(place, f"{answer.status_code} {address}")
    return seen


def leaks(visits: Visits, principal: str, routes: Iterable[Route]) -> dict[str, str]:
    """What somebody gets that is not for them."""
    seen = seen_by(visits, principal, routes)
    return {place: where for place, where in seen.items() if place not in MAY_SEE[principal]}


def test_every_text_column_that_a_person_fills_holds_a_canary_in_each_world(visits: Visits) -> None:
    rows = rows_of(visits.database)
    without = []
    for table in Base.metadata.sorted_tables:
        for place, column in enumerate(table.columns):
            name = f"{table.name}.{column.name}"
            if not isinstance(column.type, (String, Text)) or {column.name, name} & _NOT_WRITTEN:
                continue
            found = set().union(*(canaries_in(str(row[place])) for row in rows[table.name]), set())
            if {where[0] for where in found} != {"a", "b"}:
                without.append(name)
    assert without == []


@pytest.mark.parametrize("principal", MAY_SEE)
def test_everybody_gets_the_words_that_are_for_them_and_no_others(visits: Visits, principal: str) -> None:
    seen = seen_by(visits, principal, routes_with(visits.app, "GET"))
    assert {place: where for place, where in seen.items() if place not in MAY_SEE[principal]} == {}
    # What is for them is there: a crawl that sees nothing proves nothing.
    assert set(seen) == MAY_SEE[principal]


def test_the_lead_of_the_other_world_gets_every_word_of_it_and_none_of_this(visits: Visits) -> None:
    assert set(seen_by(visits, "outsider", routes_with(visits.app, "GET"))) == OF_THE_OTHER


def test_a_page_that_leaks_would_be_noticed(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    routes = [route for route in every_route(visits.app) if route.endpoint == "set_up.collaborative"]
    assert leaks(visits, "administrator", routes) == {}
    monkeypatch.setitem(visits.app.view_functions["set_up.collaborative"].__dict__, "needs", Needs.SIGN_IN)
    assert {"aset", "bset"} <= set(leaks(visits, "administrator", routes))


def test_a_header_that_leaks_would_be_noticed(visits: Visits) -> None:
    answer = visits.get(ANONYMOUS, "/health")
    assert canaries_in(everything_sent(answer)) == set()
    answer.headers["Content-Disposition"] = "attachment; filename=zqb1gx001q.csv"
    assert canaries_in(everything_sent(answer)) == {"b1g"}


@pytest.mark.parametrize("principal", MAY_SEE)
def test_the_answer_to_a_form_gives_nothing_away(visits: Visits, principal: str) -> None:
    found: dict[str, str] = {}
    # The rounds of the first world in which something is still kept back are in test_levels_kept_back.py.
    for world, numbers in ((visits.worlds.a, (CLOSED, DRAFT)), (visits.worlds.b, ROUNDS)):
        for route, address, headers in forms(visits, world, numbers):
            answer = visits.post(principal, address, a_form(visits.worlds, world, route).data(), headers=headers)
            places = canaries_in(everything_sent(answer)) - MAY_SEE[principal]
            found |= dict.fromkeys(places, f"{answer.status_code} {address}")
            if answer.status_code < 400:
                visits.put_back()
    assert found == {}


def test_a_pdf_says_what_its_round_says_and_nobody_else_gets_it(
    visits: Visits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk: ReportDesk = visits.app.extensions["maturity-report-desk"]
    monkeypatch.setitem(visits.app.extensions, "maturity-report-desk", replace(desk, shelf=tmp_path))
    report = f"/collaboratives/{visits.worlds.a.collaborative}/rounds/{CLOSED}/report/full"
    assert visits.get("viewer", report).status_code == 200
    assert Worker(visits.database, tmp_path, clock=lambda: NOW).make_next()
    sent = visits.get("viewer", f"{report}.pdf")
    assert sent.mimetype == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sent.data)).pages)
    assert canaries_in(text) == {"aco", "aset", "a1set", "a1g", "a1p1", "a1p2", "a1h2", "a1v", "a1f"}
    for principal in ("outsider", "administrator", "removed"):
        refused = visits.get(principal, f"{report}.pdf", headers={"If-None-Match": sent.headers["ETag"]})
        assert refused.status_code == 404
    assert visits.get(ANONYMOUS, f"{report}.pdf").status_code == 302


SECRET: Final = "zqasecretx001q"
_TRIGGER: Final = "CREATE TRIGGER refuse BEFORE INSERT ON {0} BEGIN SELECT RAISE(ABORT, 'refused'); END"


def test_the_log_holds_no_word_of_an_answer_and_no_password_and_no_token(visits: Visits) -> None:
    with visits.database.writing() as session:
        token = make_password_link(session, account=visits.worlds.a.viewer, by=None, now=NOW)
    statuses = set()
    with reading_the_log() as log:
        for _ in crawl(visits, "lead", routes_with(visits.app, "GET")):
            pass
        visits.post(ANONYMOUS, "/sign-in", {"email": "zqamailx001q@people.example", "password": SECRET})
        visits.post(ANONYMOUS, f"/set-password/{token}", {"password": SECRET, "password_again": SECRET * 2})
        for plant in (*(_TRIGGER.format(table) for table in WRITTEN), "DROP TABLE response_revision"):
            visits.put_back()
            with visits.database.engine.begin() as connection:
                connection.exec_driver_sql(plant)
            for principal, address, form in _saves(visits):
                statuses.add(visits.post(principal, address, form).status_code)
    assert statuses >= {302, 500}
    assert "refused" in log.text, "the failures were logged"
    assert canaries_in(log.text) == set()
    for word in (SECRET, token, *visits.tokens.values(), "people.example"):
        assert word not in log.text


WRITTEN: Final = ("response_revision", "consensus_revision", "collaborative", "partner", "account", "audit_event")


def _saves(visits: Visits) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Forms full of words, each from somebody who may send it."""
    senders = {"respond.save_criterion": "respondent", "set_up.keep_new_account": "administrator"}
    endpoints = (
        "agree.record",
        "set_up.add_collaborative",
        "set_up.keep_new_partner",
        "set_up.keep_new_person",
        *senders,
    )
    a = visits.worlds.a
    for route in routes_with(visits.app, "POST"):
        if route.endpoint in endpoints:
            form = a_form(visits.worlds, a, route).data()
            words = {name: f"{SECRET} {text}" for name, text in form.items() if name.endswith(("name", "reason"))}
            address = route.address(visits.app, values_in(visits.worlds, a, route))
            yield senders.get(route.endpoint, "lead"), address, form | words


def test_a_log_that_repeats_what_was_written_would_be_noticed() -> None:
    with reading_the_log() as log:
        logging.getLogger("maturity.any").warning("Could not save %s", SECRET)
        logging.getLogger("maturity.any").error("Could not save", exc_info=ValueError(SECRET))
    assert len(log.lines) == 2
    assert all(canaries_in(line) == {"asecret"} for line in log.lines)
