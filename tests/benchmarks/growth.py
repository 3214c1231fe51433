"""What the pages of one collaborative cost, with no other in the database and with very many.

The others are copies of the one, made in the database itself: as many rows as they would have, without their texts.
The cost is counted in steps of SQLite’s virtual machine, which are the same on every run, and in CPU time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import pysqlite3.dbapi2 as sqlite
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Text, event

from maturity.persistence.base import Base
from maturity.settings import read_settings
from maturity.web.app import create_app
from tests.benchmarks.scene import Scene
from tests.web.conftest import RestingMaker

FAR_APART: Final = 1_000_000
"""The ids of each copy begin so far after those of the one before."""

SHARED: Final = "matrix_version"
TIMES: Final = 9


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
    """Every kind of page that a collaborative’s people open."""
    pages = _pages(scene)
    application = create_app(read_settings({"MATURITY_INSTANCE": str(scene.instance)}), database=scene.setting.database)
    desk = application.extensions["maturity-report-desk"]
    application.extensions["maturity-report-desk"] = replace(desk, maker=RestingMaker())
    alone = [_cost(scene, application, account, path) for _, account, path in pages]
    copy_collaborative(scene, copies=collaboratives - 1)
    for (page, account, path), before in zip(pages, alone, strict=True):
        yield Growth(page, before, _cost(scene, application, account, path))


def copy_collaborative(scene: Scene, *, copies: int) -> None:
    """Put so many copies of everything beside what is there."""
    scene.setting.database.close()
    connection = sqlite.connect(str(scene.setting.database.path), isolation_level=None)
    for setting in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -200000"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN IMMEDIATE")
    for table in Base.metadata.sorted_tables:
        if table.name != SHARED:
            connection.execute(_copying(table), (copies,))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


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


def _cost(scene: Scene, application: Flask, account: int, path: str) -> Cost:
    client = application.test_client()
    name, _, value = scene.people.cookie_of(account, now=datetime.now(UTC)).partition("=")
    client.set_cookie(name, value)
    _open(client, path)
    with _counting(scene) as steps:
        _open(client, path)
    took = []
    for _ in range(TIMES):
        before = time.process_time()
        _open(client, path)
        took.append(time.process_time() - before)
    return Cost(steps[0], 1000 * min(took))


def _open(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status)


@contextmanager
def _counting(scene: Scene) -> Iterator[list[int]]:
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    def watch(connection: Any, *_more: Any) -> None:
        connection.set_progress_handler(step, 1)

    def look_away(connection: Any, *_more: Any) -> None:
        connection.set_progress_handler(None, 1)

    event.listen(scene.setting.database.engine, "checkout", watch)
    event.listen(scene.setting.database.engine, "checkin", look_away)
    try:
        yield steps
    finally:
        event.remove(scene.setting.database.engine, "checkout", watch)
        event.remove(scene.setting.database.engine, "checkin", look_away)
