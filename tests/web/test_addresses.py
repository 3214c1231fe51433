from __future__ import annotations

import re

import pytest
from flask import Flask

from maturity.web.addresses import IdConverter, take_ids_only
from tests.factories.installations import Setting
from tests.web.browser import Browser


@pytest.mark.parametrize("text", ["1", "42", "9" * 18])
def test_an_id_is_a_whole_number_from_1(text: str) -> None:
    assert re.fullmatch(IdConverter.regex, text)


@pytest.mark.parametrize("text", ["", "0", "01", "-1", "+1", "1.0", " 1", "٣", "x", "9" * 19])
def test_nothing_else_is(text: str) -> None:
    assert not re.fullmatch(IdConverter.regex, text)


def test_the_database_can_hold_the_largest() -> None:
    assert int("9" * 18) < 2**63


def test_views_take_ids_by_the_usual_name() -> None:
    app = Flask("any")
    take_ids_only(app)
    assert app.url_map.converters["int"] is IdConverter


def test_a_number_that_no_database_can_hold_is_not_found(lead: Browser, setting: Setting) -> None:
    lead.get(f"{setting.address}/rounds/{'9' * 30}", expect=404)
