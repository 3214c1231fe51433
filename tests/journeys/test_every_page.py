"""A walk over every page around a round, as everybody who can see it, on a phone, a tablet and a desk.

The pages inside a round are walked over in test_every_page_of_a_round.py, so that two processes share the work.
"""

from __future__ import annotations

import pytest
from flask import Flask

from maturity.settings import read_settings
from maturity.web.app import create_app
from tests.journeys.every_page import AROUND_ROUNDS, NOT_PAGES, visits
from tests.journeys.example import Example
from tests.journeys.walk import Walk, in_lines


@pytest.fixture(scope="module")
def app(example: Example) -> Flask:
    return create_app(read_settings({"MATURITY_INSTANCE": str(example.server.instance)}), database=example.database)


@pytest.mark.parametrize("section", AROUND_ROUNDS)
def test_every_page_around_a_round_is_without_fault_at_every_width_for_everybody_who_sees_it(
    walk: Walk, section: str
) -> None:
    faults = walk.faults(AROUND_ROUNDS[section](walk.example))
    assert not faults, in_lines(faults)


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
