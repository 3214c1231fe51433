"""A walk over every page of the service, as everybody who can see it, on a phone, a tablet and a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error

from maturity.settings import read_settings
from maturity.web.app import create_app
from tests.journeys.browsers import Window, new_profile, new_window
from tests.journeys.every_page import NOBODY, NOT_PAGES, NOT_VISITED_YET, Visit, visits
from tests.journeys.example import Example
from tests.journeys.page_checks import DESK, PHONE, TABLET, at_this_width


@pytest.fixture(scope="module")
def app(example: Example) -> Flask:
    return create_app(read_settings({"MATURITY_INSTANCE": str(example.server.instance)}), database=example.database)


@pytest.fixture(scope="module")
def windows(browser: Browser, example: Example) -> Iterator[dict[str, Window]]:
    """One window for each person, opened when first asked for."""
    opened: dict[str, Window] = {}
    yield opened
    for window in opened.values():
        window.context.close()


def window_of(who: str, browser: Browser, example: Example, windows: dict[str, Window]) -> Window:
    if who not in windows:
        windows[who] = new_window(new_profile(browser), example.address)
    if who != NOBODY:
        example.sign_in(windows[who].context, who)
    return windows[who]


def faults_of(visit: Visit, window: Window) -> list[str]:
    """What is wrong with a page at each width; axe looks at the desk’s, and at the phone’s where it differs most."""
    window.page.set_viewport_size({"width": DESK, "height": 900})
    window.watch.expected = [f"status of {visit.status}"] if visit.status >= 400 else []
    window.open(visit.path)
    if visit.act is not None:
        visit.act(window)
        window.page.wait_for_load_state()
    status = window.watch.status
    found = [] if status == visit.status else [f"status {status} and not {visit.status}"]
    found += window.watch.problems()
    if visit.status == 422 and not window.page.locator(".nhsuk-error-summary:focus").count():
        found.append("mistakes that are not announced: their summary has no focus")
    for width in (PHONE, TABLET):
        window.page.set_viewport_size({"width": width, "height": 800})
        found += at_this_width(window.page)
    return found


def test_every_page_of_the_service_is_without_fault_at_every_width_for_everybody_who_sees_it(
    example: Example, browser: Browser, windows: dict[str, Window]
) -> None:
    faults: dict[str, list[str]] = {}
    for visit in visits(example):
        window = window_of(visit.who, browser, example, windows)
        try:
            found = faults_of(visit, window)
        except Error as problem:
            found = [f"{problem} at {window.page.url}"]
        if found:
            faults[visit.name] = found
        window.page.unroute_all()
    assert not faults, "\n".join(f"{name}\n  " + "\n  ".join(found) for name, found in faults.items())


def test_every_address_of_the_service_is_visited_or_is_no_page(app: Flask, example: Example) -> None:
    assert unvisited(app, example) == NOT_VISITED_YET


def test_a_page_that_nobody_visits_is_missed(app: Flask, example: Example) -> None:
    app.view_functions["new.page"] = lambda: ""
    app.url_map.add(app.url_rule_class("/new", endpoint="new.page", methods={"GET"}))

    assert unvisited(app, example) == NOT_VISITED_YET | {"new.page"}


def unvisited(app: Flask, example: Example) -> set[str]:
    opened = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return opened - {visit.endpoint for visit in visits(example)} - set(NOT_PAGES)


def test_every_visit_has_a_name_of_its_own(example: Example) -> None:
    names = [visit.name for visit in visits(example)]
    assert len(names) == len(set(names))
