from __future__ import annotations

from functools import partial

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from maturity.persistence.engine import Database
from tests.web.browser import PageFault, check_manners
from tests.web.conftest import CountQueries

GOOD = """<title>A page</title><h1>A page</h1><label for="name">Name</label><input id="name" name="name">
<input type="hidden" name="token">"""


def test_a_page_with_manners_passes() -> None:
    check_manners(BeautifulSoup(GOOD, "html.parser"), "/")


@pytest.mark.parametrize(
    "broken",
    [
        GOOD.replace("<title>A page</title>", ""),
        GOOD.replace("<title>A page</title>", "<title> </title>"),
        GOOD.replace("h1", "h2"),
        GOOD + "<h1>Another</h1>",
        GOOD.replace('for="name"', 'for="other"'),
        GOOD.replace(">Name</label>", "></label>"),
        GOOD + '<textarea name="reason"></textarea>',
        GOOD + '<p id="name"></p>',
    ],
)
def test_a_page_without_manners_is_caught(broken: str) -> None:
    with pytest.raises(PageFault):
        check_manners(BeautifulSoup(broken, "html.parser"), "/")


def test_a_page_that_asks_once_for_each_line_would_be_noticed(database: Database, count_queries: CountQueries) -> None:
    def ask(times: int) -> None:
        with database.reading() as session:
            for _ in range(times):
                session.execute(text("SELECT 1"))

    assert [count_queries(partial(ask, times)) for times in (0, 1, 30)] == [0, 1, 30]
