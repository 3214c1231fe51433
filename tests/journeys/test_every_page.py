"""A walk over every page of the service, as everybody who can see it, on a phone, a tablet and a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error

from maturity.settings import read_settings
from maturity.web.app import create_app
from tests.journeys.browsers import Window, new_profile, new_window
from tests.journeys.every_page import NOT_PAGES, visits
from tests.journeys.example import Example
from tests.journeys.page_checks import DESK, PHONE, PROJECTOR, TABLET, at_this_width
from tests.journeys.visit import NOBODY, Visit

Windows = dict[tuple[str, bool], Window]


@pytest.fixture(scope="module")
def app(example: Example) -> Flask:
    return create_app(read_settings({"MATURITY_INSTANCE": str(example.server.instance)}), database=example.database)


@pytest.fixture(scope="module")
def windows(browser: Browser, example: Example) -> Iterator[Windows]:
    """One window for each person on each of the servers, opened when first asked for."""
    opened: Windows = {}
    yield opened
    for window in opened.values():
        window.context.close()


def window_of(visit: Visit, browser: Browser, example: Example, windows: Windows) -> Window:
    key = (visit.who, visit.sends_mail)
    if key not in windows:
        windows[key] = new_window(new_profile(browser), example.address_for(sends_mail=visit.sends_mail))
    if visit.who != NOBODY:
        example.sign_in(windows[key].context, visit.who)
    return windows[key]


def faults_of(visit: Visit, window: Window) -> list[str]:
    """What is wrong with a page at each width; axe looks at the desk’s."""
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
    for width in (PHONE, TABLET, PROJECTOR):
        window.page.set_viewport_size({"width": width, "height": 800})
        found += at_this_width(window.page)
    return found


def test_every_page_of_the_service_is_without_fault_at_every_width_for_everybody_who_sees_it(
    example: Example, browser: Browser, windows: Windows
) -> None:
    faults: dict[str, list[str]] = {}
    for visit in visits(example):
        window = window_of(visit, browser, example, windows)
        try:
            found = faults_of(visit, window)
        except Error as problem:
            found = [f"{problem} at {window.page.url}"]
        if found:
            faults[visit.name] = found
        window.page.unroute_all()
    assert not faults, "\n".join(f"{name}\n  " + "\n  ".join(found) for name, found in faults.items())


def test_every_address_of_the_service_is_visited_or_is_no_page(app: Flask, example: Example) -> None:
    assert unvisited(app, example) == set()


def test_a_page_that_nobody_visits_is_missed(app: Flask, example: Example) -> None:
    app.view_functions["new.page"] = lambda: ""
    app.url_map.add(app.url_rule_class("/new", endpoint="new.page", methods={"GET"}))

    assert unvisited(app, example) == {"new.page"}


def unvisited(app: Flask, example: Example) -> set[str]:
    opened = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return opened - {visit.endpoint for visit in visits(example)} - set(NOT_PAGES)


def test_every_visit_has_a_name_of_its_own(example: Example) -> None:
    names = [visit.name for visit in visits(example)]
    assert len(names) == len(set(names))
