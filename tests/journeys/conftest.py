from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.conftest import copy_of
from tests.journeys.browsers import OpenWindow, Window, launch_options, new_profile, new_window
from tests.journeys.example import Example, a_served_example
from tests.journeys.room_of_two import Meeting, a_meeting
from tests.journeys.served import Served, serve
from tests.journeys.walk import Walk


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return launch_options()


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    """The worked example and a second collaborative, served once for all journeys that only read."""
    with a_served_example(tmp_path_factory.mktemp("example")) as served:
        yield served


@pytest.fixture(scope="module")
def walk(browser: Browser, example: Example) -> Iterator[Walk]:
    """A walk over pages of the worked example."""
    walking = Walk(browser, example)
    yield walking
    walking.close()


@pytest.fixture
def open_window(browser: Browser) -> Iterator[OpenWindow]:
    """Open windows that are closed at the end, and whose last words are heard."""
    profiles: list[BrowserContext] = []
    windows: list[Window] = []

    def open_one(address: str, **options: Any) -> Window:
        profile = new_profile(browser, **options)
        profiles.append(profile)
        windows.append(new_window(profile, address))
        return windows[-1]

    yield open_one
    heard = [problem for window in windows for problem in window.watch.heard]
    for profile in profiles:
        profile.close()
    assert not heard, "\n".join(heard)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A folder for an instance of its own."""
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


@pytest.fixture
def served(fresh_database_file: Path, instance: Path) -> Iterator[Served]:
    """A small round that is open, served by a process of its own."""
    with serve(fresh_database_file, instance) as running:
        yield running


@pytest.fixture
def respondent(served: Served, open_window: OpenWindow) -> Window:
    """The window of the first respondent, who is signed in."""
    window = open_window(served.address)
    served.sign_in(window.context, served.setting.respondents[0])
    return window


@pytest.fixture
def meeting(fresh_database_file: Path, instance: Path, open_window: OpenWindow) -> Iterator[Meeting]:
    """A room of two partners that is open, served by a process of its own."""
    database = copy_of(fresh_database_file, instance)
    with a_meeting(database, instance, open_window) as running:
        yield running
    database.close()
