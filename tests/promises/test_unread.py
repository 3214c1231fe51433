"""What others answered is not even read for whoever must not know it, so neither words nor time can tell of it.

It is put out of order in the database, so that reading any of it breaks the page: every page is then the same to the
byte, and asks the database the same, as before.
"""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from sqlalchemy import event

from tests.promises.every_route import addresses, routes_with
from tests.promises.kept_back import NOT_YET, READERS, SAID, Secret, everybody_has_spoken, kept_from, poison
from tests.promises.visits import Visits

_NEW_EVERY_TIME: Final = re.compile(r'<input[^>]*(?:csrf_token|request_key|made_key)[^>]*>|"csrf_token":"[^"]*"')
"""Tokens and keys, of which every page has new ones."""

Page = tuple[int, str, list[tuple[str, Any]]]


def pages(visits: Visits, principal: str) -> dict[str, Page]:
    """Every page of both rounds as somebody gets it: the status, the body, and what the database was asked."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    event.listen(visits.database.engine, "before_cursor_execute", note)
    found: dict[str, Page] = {}
    for route in routes_with(visits.app, "GET"):
        for address in addresses(visits, route, visits.worlds.a, NOT_YET):
            asked.clear()
            answer = visits.get(principal, address)
            body = _NEW_EVERY_TIME.sub("", answer.data.decode("utf-8", "replace"))
            found[f"{route.endpoint} {address}"] = (answer.status_code, body, list(asked))
    event.remove(visits.database.engine, "before_cursor_execute", note)
    return found


def broken(visits: Visits, principal: str, *secrets: Secret) -> set[str]:
    """The pages of somebody that are not as they were once some answers cannot be read."""
    kept = everybody_has_spoken(visits)
    pages(visits, principal)  # what the first visit of all leaves behind, a matrix that was read, is there for both
    visits.put_back(kept)
    before = pages(visits, principal)
    assert poison(visits.put_back(kept).path, secrets) > 0
    after = pages(visits, principal)
    return {name for name, page in before.items() if after[name] != page}


@pytest.mark.parametrize("principal", READERS)
def test_no_page_of_anybody_else_reads_what_a_partner_said(visits: Visits, principal: str) -> None:
    assert broken(visits, principal, *kept_from(principal, visits.worlds.a)) == set()


OWN: Final = {
    "response": {"respond.criterion", "respond.domain", "respond.check"},
    "position": {"respond.positions", "respond.domain_position"},
    "vote": {"room.vote", "room.room"},
}


@pytest.mark.parametrize("table", SAID)
def test_who_reads_what_was_put_out_of_order_is_noticed(visits: Visits, table: str) -> None:
    """The control: those of the partner itself, whose pages do read it."""
    world = visits.worlds.a
    hidden = next(secret for secret in kept_from("viewer", world) if secret.table == table)
    found = broken(visits, "sibling" if table == "position" else "respondent", hidden)
    assert {name.split()[0] for name in found} >= OWN[table]
