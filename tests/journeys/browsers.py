"""Windows of a real browser, each with a person of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from browser import NAMES, answers
from tests.journeys.page_checks import DESK, Watch, check

ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERVER_IS_GONE: Final = (
    "ERR_CONNECTION_",  # refused, reset or closed
    "ERR_EMPTY_RESPONSE",
    "ERR_SOCKET_NOT_CONNECTED",
    # Of what was on its way just then: an icon, a font.
    "ERR_CONTENT_LENGTH_MISMATCH",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
)
"""Whatever a browser may say of a server that is killed, by what it was doing at that moment."""

LONGEST_WAIT: Final = 15_000
"""Milliseconds. On a busy machine a page can take seconds; a test that fails waits this long."""

expect.set_options(timeout=LONGEST_WAIT)


def launch_options() -> dict[str, Any]:
    """How to start the browser: the one of the system, or else the one that Playwright keeps."""
    path = next((found for name in NAMES if (found := shutil.which(name)) and answers(found)), None)
    options: dict[str, Any] = {"args": ARGUMENTS, "headless": True}
    return options if path is None else {**options, "executable_path": path}


@dataclass(eq=False)
class Window:
    """One window of one person. Every page that it opens is watched."""

    page: Page
    watch: Watch
    address: str

    @property
    def context(self) -> BrowserContext:
        """The browser profile: cookies and storage are its own."""
        return self.page.context

    def open(self, path: str) -> Response:
        """Open a page of the service."""
        answer = self.page.goto(path if path.startswith("http") else self.address + path)
        assert answer is not None
        return answer

    def check(self, *, axe: bool = True) -> None:
        """Fail the test if anything is wrong with the page as it stands."""
        check(self.watch, axe=axe)

    def expects(self, *parts: str) -> None:
        """Let messages with these parts pass: the journey brings them about."""
        self.watch.expected.extend(parts)

    def expects_its_server_to_die(self) -> None:
        """Let everything pass that a browser says of a server that is gone."""
        self.expects(*SERVER_IS_GONE)

    def heading(self) -> str:
        """The one heading of the first rank."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def follow(self, name: str, *, exact: bool = True) -> None:
        """Follow a link by its name."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def press(self, name: str) -> None:
        """Press a button by its name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        """Fill in a field by its label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str) -> None:
        """Choose a radio by its label."""
        self.page.get_by_role("radio", name=label, exact=True).check()

    def another_tab(self) -> Window:
        """A second tab of the same person."""
        return new_window(self.context, self.address)

    def duplicate(self) -> Window:
        """A second tab on the same page, with a copy of what the first keeps for itself alone."""
        with self.context.expect_page() as opened:
            self.page.evaluate("() => void window.open(location.href)")
        page = opened.value
        return Window(page=page, watch=Watch(page, urlsplit(self.address).netloc), address=self.address)


OpenWindow = Callable[..., Window]


def new_window(context: BrowserContext, address: str) -> Window:
    """A watched tab in a profile."""
    context.set_default_timeout(LONGEST_WAIT)
    page = context.new_page()
    return Window(page=page, watch=Watch(page, urlsplit(address).netloc), address=address)


def new_profile(browser: Browser, *, width: int = DESK, height: int = 900, **options: Any) -> BrowserContext:
    """A browser profile in which nobody is signed in."""
    return browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", **options)


def headed(window: Window, text: str) -> None:
    """Wait for a page with this heading."""
    expect(window.page.get_by_role("heading", level=1)).to_have_text(text)


def says(window: Window, *words: str) -> None:
    """Wait until the page says all of this."""
    for one in words:
        expect(window.page.locator("#maincontent")).to_contain_text(one)
