from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from tests.conftest import copy_of
from tests.promises.every_save import Office, an_office
from tests.promises.visits import Visits, visits_to
from tests.web.conftest import app, application, clock, sign_in

__all__ = ["app", "application", "clock", "sign_in"]


@pytest.fixture(scope="session")
def worlds_visited(
    application: Flask, fresh_database_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visits]:
    folder = tmp_path_factory.mktemp("worlds")
    database = copy_of(fresh_database_file, folder)
    with visits_to(application, database, folder) as visits:
        yield visits


@pytest.fixture
def visits(worlds_visited: Visits, monkeypatch: pytest.MonkeyPatch) -> Visits:
    """Both worlds as they were made, and nobody has tried to sign in, whatever a test before did."""
    monkeypatch.setattr("maturity.web.sign_in.attempts._LIMITER", MovingWindowRateLimiter(MemoryStorage()))
    worlds_visited.put_back()
    return worlds_visited


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Both worlds in a folder, made once for all tests of a module, to be copied."""
    return an_office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def office(master: Office, tmp_path: Path) -> Office:
    """An office of its own for each test."""
    return master.copied_to(tmp_path / "instance")
