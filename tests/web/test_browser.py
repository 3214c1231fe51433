from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.web.browser import PageFault, check_manners

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
