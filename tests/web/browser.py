"""A browser without a screen: it follows links and sends forms as they stand on a page, and minds each page’s manners.

Every page that it opens must have a title, one h1, and a label for every control.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

LABELLED = ("input", "select", "textarea")
UNLABELLED_TYPES = {"hidden", "submit", "button"}


class PageFault(AssertionError):
    """A page lacks what every page must have."""


class Browser:
    """One person’s browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, *, expect: int = 200) -> Page:
        """Open a page, following where the server leads; `expect` is the status it should have."""
        return self._page(self.client.get(address, follow_redirects=True), expect)

    def post(self, address: str, data: dict[str, str | list[str]], *, expect: int = 200) -> Page:
        """Send a form as it is given, following where the server leads."""
        return self._page(self.client.post(address, data=data, follow_redirects=True), expect)

    def _page(self, response: TestResponse, expect: int) -> Page:
        page = Page(self, response)
        assert response.status_code == expect, f"{response.status_code} {page.address}: {page.text[:600]}"
        check_manners(page.soup, page.address)
        return page


def check_manners(soup: BeautifulSoup, address: str) -> None:
    """Raise `PageFault` for a page without a title or one h1, or with an unlabelled control or a doubled id."""
    if soup.title is None or not soup.title.get_text(strip=True):
        raise PageFault(f"{address} has no title")
    headings = len(soup.find_all("h1"))
    if headings != 1:
        raise PageFault(f"{address} has {headings} h1 headings")
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    doubled = {one for one in ids if ids.count(one) > 1}
    if doubled:
        raise PageFault(f"{address} uses an id twice: {doubled}")
    for control in soup.find_all(LABELLED):
        if control.get("type") in UNLABELLED_TYPES or control.has_attr("hidden"):
            continue
        label = soup.find("label", attrs={"for": str(control.get("id", "no id"))})
        if label is None or not label.get_text(strip=True):
            raise PageFault(f"{address} has a control without a label: {control.get('name')}")


@dataclass
class Page:
    """A page that was opened."""

    browser: Browser
    response: TestResponse

    def __post_init__(self) -> None:
        # A place where a long word may break is no space.
        self.soup = BeautifulSoup(self.response.text.replace("<wbr>", ""), "html.parser")

    @property
    def address(self) -> str:
        """The path of the page, after every redirect."""
        return self.response.request.path

    @property
    def h1(self) -> str:
        """The heading of the page."""
        heading = self.soup.h1
        return "" if heading is None else words(heading)

    @property
    def text(self) -> str:
        """Everything that the page says, in one line; what it says to screen readers only included."""
        return words(self.soup.find(id="maincontent") or self.soup)

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [words(item) for item in self.soup.select(".nhsuk-error-summary__list li")]

    @property
    def notice(self) -> str:
        """What the page says was done."""
        found = self.soup.select_one(".nhsuk-notification-banner__heading")
        return "" if found is None else words(found)

    @property
    def links(self) -> dict[str, str]:
        """The addresses of the links of the page, by what each says."""
        return {words(link): str(link["href"]) for link in self.soup.select("a[href]")}

    @property
    def buttons(self) -> list[str]:
        """What the buttons in the main part say."""
        return [words(button) for button in self.soup.select("#maincontent button")]

    def rows(self, caption: str = "") -> list[list[str]]:
        """The cells of the table with this caption, or of the first, without the headings that narrow screens show."""
        for table in self.soup.find_all("table"):
            if caption and (table.caption is None or caption not in words(table.caption)):
                continue
            for extra in table.select(".nhsuk-table-responsive__heading"):
                extra.extract()
            return [[words(cell) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
        return []

    def value(self, name: str) -> str:
        """What a field of the page holds; of a choice, the one that is chosen."""
        return dict(self._fields(self._form())).get(name, "")

    def follow(self, text: str, *, expect: int = 200) -> Page:
        """Open the link that says this."""
        return self.browser.get(self.links[text], expect=expect)

    def submit(
        self,
        fields: Mapping[str, str | None] | None = None,
        /,
        *,
        button: str = "",
        expect: int = 200,
        **more: str | None,
    ) -> Page:
        """Send the form with this button, or the first, with some fields changed; None leaves a box unticked.

        A field that is named by a keyword has __ for each hyphen of its name.
        """
        form = self._form(button)
        changes = {**(fields or {}), **{name.replace("__", "-"): value for name, value in more.items()}}
        data: dict[str, str | list[str]] = {}
        for name, value in self._fields(form):
            if name not in changes:
                data[name] = [*data.get(name, []), value]
        data.update({name: change for name, change in changes.items() if change is not None})
        return self.browser.post(str(form.get("action") or self.address), data, expect=expect)

    def _form(self, button: str = "") -> Tag:
        forms = list(self.soup.select("#maincontent form"))
        if button:
            forms = [form for form in forms if any(button in words(one) for one in form.find_all("button"))]
        assert forms, f"{self.address} has no form {button}"
        return forms[0]

    def _fields(self, form: Tag) -> Iterator[tuple[str, str]]:
        for control in form.find_all(LABELLED):
            name = str(control.get("name") or "")
            if not name:
                continue
            if control.name == "select":
                chosen = control.find("option", selected=True) or control.find("option")
                yield name, "" if chosen is None else str(chosen["value"])
            elif control.name == "textarea":
                yield name, control.get_text().removeprefix("\n")
            elif control.get("type") not in {"checkbox", "radio"} or control.has_attr("checked"):
                yield name, str(control.get("value") or "")


def words(tag: Tag | BeautifulSoup) -> str:
    """The text of a part of a page in one line."""
    return " ".join(tag.get_text(" ").split())
