"""Of fewer than five people in a partner no page gives a figure, to nobody: only their levels and the median."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from tests.factories.closed_rounds import agree, criteria_of
from tests.factories.installations import Setting
from tests.web.browser import Browser
from tests.web.conftest import SignIn

FIRST = (1, 2, 2, 4, 2)
"""What the people of the partner give, as many of them as there are: the median is 2, and all but one lie near it."""


def a_partner_of(people: int, setting: Setting) -> dict[str, int]:
    """A round in which so many people answer for the first partner, and one for the other; who reads it."""
    setting.add_round()
    colleagues = [setting.add_colleague(name=f"Colleague {place}") for place in range(1, people)]
    setting.move("open")
    for place, account in enumerate((setting.respondents[0], *colleagues)):
        setting.answer(0, level=FIRST[place], account=account)
    setting.answer(1, level=3)
    return {
        "the lead": setting.lead,
        "who leads the partner": setting.respondents[0],
        "a colleague": colleagues[0],
        "another partner": setting.respondents[1],
    }


def every_page(browser: Browser, setting: Setting) -> Iterator[tuple[str, str]]:
    """What is read on every page that links lead to from the first, and in the data, but for the words of matrices."""
    waiting, seen = ["/", f"{setting.round_address()}/report/data.csv"], {"/matrices"}
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith("/matrices/"):
            continue
        seen.add(address)
        with browser.client.get(address) as answer:
            if answer.status_code != 200 or answer.mimetype not in {"text/html", "text/csv"}:
                continue
            text = answer.get_data(as_text=True)
        yield address, " ".join(re.sub(r"<[^>]+>", " ", text).split())
        found = re.findall(r'href="([^"]+)"', text)
        waiting += [html.unescape(href).partition("#")[0] for href in found if href.startswith("/")]


def told(people: int, setting: Setting, sign_in: SignIn) -> set[tuple[str, str]]:
    """Who finds on which page how many of so many people lie near their median, before the reveal and at the end."""
    figures = (f"{people - 1} of {people}", f"{100 * (people - 1) // people}%")
    readers = {name: sign_in(account) for name, account in a_partner_of(people, setting).items()}
    found: set[tuple[str, str]] = set()
    for is_closed in (False, True):
        if is_closed:
            setting.move("close-responding")
            agree(setting, 1, {criterion.id: 2 for criterion in criteria_of(setting, 1)})
            setting.move("close")
        for name, browser in readers.items():
            pages = list(every_page(browser, setting))
            assert len(pages) > 5, "the walk goes nowhere"
            found |= {(name, address) for address, text in pages if any(figure in text for figure in figures)}
    return found


def test_of_four_people_no_page_says_how_far_apart_they_are(setting: Setting, sign_in: SignIn) -> None:
    assert told(4, setting, sign_in) == set()


def test_of_five_people_the_pages_of_who_leads_the_partner_say_it_and_no_others(
    setting: Setting, sign_in: SignIn
) -> None:
    found = told(5, setting, sign_in)
    assert {name for name, _ in found} == {"who leads the partner"}
    assert all("/position" in address for _, address in found)


def test_a_page_that_gave_such_a_figure_of_four_would_be_noticed(
    setting: Setting, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maturity.core.small_numbers.FEWEST_RESPONDENTS", 2)
    assert {name for name, _ in told(4, setting, sign_in)} == {"who leads the partner"}
