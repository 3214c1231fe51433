"""A walk over pages of the service: each looked at as somebody, at every width, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Error

from tests.journeys.browsers import Window, new_profile, new_window
from tests.journeys.example import Example
from tests.journeys.page_checks import DESK, PHONE, PROJECTOR, TABLET, at_this_width
from tests.journeys.visit import NOBODY, Visit


@dataclass
class Walk:
    """The windows of everybody on each of the servers, opened when first asked for."""

    browser: Browser
    example: Example
    windows: dict[tuple[str, bool], Window] = field(default_factory=dict)

    def close(self) -> None:
        """Close all of them."""
        for window in self.windows.values():
            window.context.close()

    def faults(self, visits: Iterable[Visit]) -> dict[str, list[str]]:
        """What is wrong with each page, by the name of the visit; nothing of one without fault."""
        found = {}
        for visit in visits:
            window = self._window_of(visit)
            try:
                found[visit.name] = faults_of(visit, window)
            except Error as problem:
                found[visit.name] = [f"{problem} at {window.page.url}"]
            window.page.unroute_all()
        return {name: faults for name, faults in found.items() if faults}

    def _window_of(self, visit: Visit) -> Window:
        key = (visit.who, visit.sends_mail)
        if key not in self.windows:
            address = self.example.address_for(sends_mail=visit.sends_mail)
            self.windows[key] = new_window(new_profile(self.browser), address)
        if visit.who != NOBODY:
            self.example.sign_in(self.windows[key].context, visit.who)
        return self.windows[key]


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


def in_lines(faults: dict[str, list[str]]) -> str:
    """The faults to read, those of each page below its name."""
    return "\n".join(f"{name}\n  " + "\n  ".join(found) for name, found in faults.items())
