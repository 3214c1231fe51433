"""What a partner says is not even read for anybody else before the reveal, so neither words nor time can tell of it.

What one partner said in the round that is open is put out of order, so that reading any of it breaks the page:
everybody else’s pages are then the same to the byte, and ask the database the same, as before.
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any, Final

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import event

from maturity.persistence.engine import Database
from tests.factories.worlds import OPEN, World
from tests.promises.every_route import addresses, routes_with
from tests.promises.visits import Visits

ELSEWHERE: Final = ("sibling", "colleague", "silent", "viewer", "facilitator", "lead", "outsider", "administrator")
SAID: Final = ("level", "reason", "confidence", "evidence", "elements")

_NEW_EVERY_TIME: Final = re.compile(r'<input[^>]*(?:csrf_token|request_key|made_key)[^>]*>|"csrf_token":"[^"]*"')
"""Tokens and keys, of which every page has new ones."""

Page = tuple[int, str, list[tuple[str, Any]]]


def poison(database: Database, world: World, *, partner: int) -> int:
    """Make everything that people of a partner said in the open round unreadable; returns how many answers it was.

    SQLite keeps bytes that are no text where text belongs, and refuses only when somebody reads them.
    """
    broken = ", ".join(f"{column} = CAST(x'ff' AS TEXT)" for column in SAID)
    with closing(sqlite.connect(str(database.path))) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        changed = connection.execute(
            f"UPDATE response SET {broken} WHERE respondent_id IN (SELECT respondent.id FROM respondent "  # noqa: S608  (our own)
            "JOIN round ON round.id = round_id WHERE collaborative_id = ? AND number = ? AND partner_id = ?)",
            (world.collaborative, OPEN, world.partners[partner]),
        )
        connection.commit()
        return int(changed.rowcount)


def pages(visits: Visits, principal: str) -> dict[str, Page]:
    """Every page of the open round as somebody gets it: the status, the body, and what the database was asked."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    event.listen(visits.database.engine, "before_cursor_execute", note)
    found: dict[str, Page] = {}
    for route in routes_with(visits.app, "GET"):
        for address in addresses(visits, route, visits.worlds.a, (OPEN,)):
            asked.clear()
            answer = visits.get(principal, address)
            body = _NEW_EVERY_TIME.sub("", answer.get_data(as_text=True))
            found[f"{route.endpoint} {address}"] = (answer.status_code, body, list(asked))
    event.remove(visits.database.engine, "before_cursor_execute", note)
    return found


@pytest.mark.parametrize("principal", ELSEWHERE)
def test_no_page_of_anybody_else_reads_what_a_partner_said(visits: Visits, principal: str) -> None:
    pages(visits, principal)  # what the first visit of all leaves behind, a matrix that was read, is there for both
    visits.put_back()
    before = pages(visits, principal)
    assert poison(visits.put_back(), visits.worlds.a, partner=0) > 0
    after = pages(visits, principal)
    assert [name for name, page in before.items() if after[name] != page] == []


def test_who_reads_what_was_put_out_of_order_is_noticed(visits: Visits) -> None:
    """The control: the partner’s own respondent, whose pages do read it."""
    before = pages(visits, "respondent")
    poison(visits.put_back(), visits.worlds.a, partner=0)
    after = pages(visits, "respondent")
    broken = {name.split()[0] for name, page in before.items() if after[name] != page}
    assert {"respond.criterion", "respond.domain", "respond.check"} <= broken
