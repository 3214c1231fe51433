"""What the pages of one collaborative cost, with no other in the database and with very many.

The others are copies of the one, made in the database itself: as many rows as they would have, without their texts.
The cost is counted in steps of SQLite’s virtual machine, which are the same on every run, and in CPU time.
"""

from __future__ import annotations

import http
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import pysqlite3.dbapi2 as sqlite
from flask import Flask
from sqlalchemy import Text, event

from maturity.persistence.base import Base
from maturity.persistence.engine import Database
from maturity.settings import read_settings
from maturity.web.app import create_app
from tests.benchmarks.scene import Scene
from tests.web.conftest import RestingMaker

FAR_APART: Final = 1_000_000
"""The ids of each copy begin so far after those of the one before."""

SHARED: Final = "matrix_version"
TIMES: Final = 15


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs: steps of the database, and milliseconds of CPU, the least of several."""

    steps: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Growth:
    """One page with one collaborative in the database, and with many."""

    page: str
    alone: Cost
    among_many: Cost


def measure_growth(scene: Scene, *, collaboratives: int) -> Iterator[Growth]:
    """Every kind of page that a collaborative’s people open, by turns in one database and in the other."""
    setting = scene.setting
    cookies = {
        account: scene.people.cookie_of(account, now=datetime.now(UTC))
        for account in (setting.lead, setting.respondents[0])
    }
    with closing(_among_many(scene, copies=collaboratives - 1)) as many:
        alone = Place(setting.database, _application(scene, setting.database))
        among_many = Place(many, _application(scene, many))
        for page, account, path in _pages(scene):
            yield Growth(page, *_costs(alone, among_many, cookies[account], path))


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and the product on it."""

    database: Database
    application: Flask


def _application(scene: Scene, database: Database) -> Flask:
    application = create_app(read_settings({"MATURITY_INSTANCE": str(scene.instance)}), database=database)
    desk = application.extensions["maturity-report-desk"]
    application.extensions["maturity-report-desk"] = replace(desk, maker=RestingMaker())
    return application


def _among_many(scene: Scene, *, copies: int) -> Database:
    """A copy of the database, with so many copies of everything beside what is there."""
    scene.setting.database.close()
    file = scene.instance / "many.sqlite3"
    shutil.copyfile(scene.setting.database.path, file)
    connection = sqlite.connect(str(file), isolation_level=None)
    for setting in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN IMMEDIATE")
    # Copies of events do not follow on one another; what pages cost does not depend on it.
    connection.execute("DROP TRIGGER audit_event_refuses_other_insert")
    for table in Base.metadata.sorted_tables:
        if table.name != SHARED:
            connection.execute(_copying(table), (copies,))
    connection.execute("COMMIT")
    connection.close()
    return Database(file, threads=1)


def _copying(table: Any) -> str:
    columns = []
    unique = {column.name for column in table.primary_key} | {
        column.name for column in table.columns if column.unique and not column.foreign_keys
    }
    for column in table.columns:
        name = f'"{column.name}"'
        refers_to = {key.column.table.name for key in column.foreign_keys}
        if (refers_to and SHARED not in refers_to) or (column.primary_key and column.name == "id"):
            columns.append(f"{name} + copy * {FAR_APART}")
        elif column.name in unique:
            columns.append(f"{name} || '-' || copy")
        else:
            columns.append("''" if isinstance(column.type, Text) else name)
    return (
        "WITH RECURSIVE number (copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM number WHERE copy < ?) "  # noqa: S608
        f'INSERT INTO "{table.name}" ({", ".join(f"{chr(34)}{column.name}{chr(34)}" for column in table.columns)}) '
        f'SELECT {", ".join(columns)} FROM number CROSS JOIN (SELECT * FROM "{table.name}")'
    )


def _pages(scene: Scene) -> list[tuple[str, int, str]]:
    setting, here = scene.setting, scene.setting.address
    now, closed = scene.living.number, scene.living.number - 1
    mine, respondent = scene.response_address(0), setting.respondents[0]
    domain, criterion = scene.matrix.domains[0].id, scene.living.criterion
    of_lead = {
        "home": "/",
        "collaborative": here,
        "partners": f"{here}/partners",
        "people": f"{here}/people",
        "open round": setting.round_address(now),
        "participants": f"{setting.round_address(now)}/participants",
        "results": f"{setting.round_address(closed)}/results",
        "comparison": f"{here}/compare",
        "progress": f"{here}/progress",
        "report": f"{setting.round_address(closed)}/report",
        "data": f"{setting.round_address(closed)}/report/data.csv",
    }
    of_respondent = {
        "home of a respondent": "/",
        "task list": mine,
        "criterion": f"{mine}/criteria/{criterion}",
        "domain": f"{mine}/domains/{domain}",
        "check": f"{mine}/check",
    }
    return [(page, setting.lead, path) for page, path in of_lead.items()] + [
        (page, respondent, path) for page, path in of_respondent.items()
    ]


def _costs(alone: Place, among_many: Place, cookie: str, path: str) -> tuple[Cost, Cost]:
    places = alone, among_many
    steps = []
    for place in places:
        _open(place, cookie, path)
        with _counting(place.database) as counted:
            _open(place, cookie, path)
        steps.append(counted[0])
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(TIMES):
        for place, times in zip(places, took, strict=True):
            before = time.process_time()
            _open(place, cookie, path)
            times.append(1000 * (time.process_time() - before))
    return Cost(steps[0], min(took[0])), Cost(steps[1], min(took[1]))


def _open(place: Place, cookie: str, path: str) -> None:
    answer = place.application.test_client(use_cookies=False).get(path, headers={"Cookie": cookie})
    assert answer.status_code == http.HTTPStatus.OK, (path, answer.status)


@contextmanager
def _counting(database: Database) -> Iterator[list[int]]:
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    def watch(connection: Any, *_more: Any) -> None:
        connection.set_progress_handler(step, 1)

    def look_away(connection: Any, *_more: Any) -> None:
        connection.set_progress_handler(None, 1)

    event.listen(database.engine, "checkout", watch)
    event.listen(database.engine, "checkin", look_away)
    try:
        yield steps
    finally:
        event.remove(database.engine, "checkout", watch)
        event.remove(database.engine, "checkin", look_away)
