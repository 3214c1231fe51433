"""What every page must keep to in a real browser: no error, no foreign request, no barrier, no sideways scroll."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import axe_playwright_python.base
from playwright.sync_api import ConsoleMessage, Page, Request, Response

PHONE: Final = 320
TABLET: Final = 768
DESK: Final = 1280
PROJECTOR: Final = 1920

AXE: Final = Path(axe_playwright_python.base.AXE_FILE_PATH).read_text(encoding="utf-8")
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN_AXE: Final = """async (rules) => {
  const found = await axe.run(document, {
    runOnly: rules,
    resultTypes: ["violations"],
    rules: {"target-size": {enabled: true}},
  });
  const where = nodes => nodes.slice(0, 4).map(n => n.html.slice(0, 160)).join(" | ");
  return found.violations.map(v => `${v.id}: ${v.help}: ${where(v.nodes)}`);
}"""

# Elements that stick out of the window although nothing around them scrolls: named, so that they can be found.
FIND_SCROLL: Final = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > room + 1);
  return [`scrolls sideways at ${room}: ${wide.slice(-3).map(e => e.outerHTML.slice(0, 120)).join(" | ")}`];
}"""

# What begins left of a box that scrolls is cut off there, and no scrolling brings it into sight.
FIND_CUT_OFF: Final = """() => {
  const boxes = [...document.body.querySelectorAll("*")].filter(
    e => e.clientWidth > 40 && e.scrollLeft === 0 && getComputedStyle(e).overflowX !== "visible");
  const isCutOff = left => e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.left < left - 0.5;
  };
  const first = e => [...e.querySelectorAll("table, th, td, p, li, dt, dd, svg")]
    .find(isCutOff(e.getBoundingClientRect().left));
  return boxes.map(first).filter(e => e).map(e => `cut off at its left: ${e.outerHTML.slice(0, 120)}`);
}"""

# WCAG 2.2, 2.5.8. Exceptions: a target in a sentence, and one with room for a circle of 24 px around its middle
# that touches no other target and no other small target's circle.
FIND_SMALL_TARGETS: Final = """() => {
  const names = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link]";
  const shown = e => e.checkVisibility({visibilityProperty: true}) && !e.closest("[hidden]");
  const isClipped = (e, box) => {
    for (let around = e.parentElement; around && around !== document.body; around = around.parentElement) {
      if (getComputedStyle(around).overflow === "visible") continue;
      const seen = around.getBoundingClientRect();
      if (box.left >= seen.right || box.right <= seen.left || box.top >= seen.bottom || box.bottom <= seen.top)
        return true;
    }
    return false;
  };
  const targets = [...document.querySelectorAll(names)].filter(shown).map(e => ({e, box: e.getBoundingClientRect()}))
    .filter(({e, box}) => box.width > 1 && box.height > 1 && !isClipped(e, box));
  const isSmall = ({box}) => box.width < 23.5 || box.height < 23.5;
  const inSentence = ({e}) => {
    if (getComputedStyle(e).display !== "inline") return false;
    const block = e.closest("p, li, dd, dt, td, th, label, figcaption, caption");
    return block !== null && block.textContent.trim().length > e.textContent.trim().length;
  };
  const middle = box => [box.x + box.width / 2, box.y + box.height / 2];
  const isNear = (own, other) => {
    const [x, y] = middle(own.box);
    const away = Math.hypot(Math.max(other.box.left - x, 0, x - other.box.right),
                            Math.max(other.box.top - y, 0, y - other.box.bottom));
    if (away < 12) return true;
    const [u, v] = middle(other.box);
    return isSmall(other) && Math.hypot(x - u, y - v) < 24;
  };
  return targets.filter(t => isSmall(t) && !inSentence(t))
    .filter(t => targets.some(o => o.e !== t.e && !t.e.contains(o.e) && !o.e.contains(t.e) && isNear(t, o)))
    .map(t => `smaller than 24 by 24: ${t.e.outerHTML.slice(0, 120)} ${t.box.width}x${t.box.height}`);
}"""

COUNT_HEADINGS: Final = """() => {
  const shown = [...document.querySelectorAll("h1")].filter(e => e.checkVisibility());
  return shown.length === 1 ? [] : [`${shown.length} headings of the first rank`];
}"""

# What the service manual asks of a page with mistakes: its title says so first, and each line leads to its field.
FIND_QUIET_MISTAKES: Final = """() => {
  const summary = document.querySelector(".nhsuk-error-summary");
  if (summary === null) return [];
  const found = /^(Error|Not saved): /.test(document.title) ? [] : [`a title without its mistake: ${document.title}`];
  return found.concat([...summary.querySelectorAll("a[href^='#']")]
    .filter(link => document.getElementById(link.hash.slice(1)) === null)
    .map(link => `a mistake that leads nowhere: ${link.outerHTML}`));
}"""


@dataclass
class Watch:
    """Hears what a page says and asks for, from the moment it is opened.

    `expected` are parts of messages that a journey brings about on purpose, such as a refused save. `status` is that
    of the page.
    """

    page: Page
    host: str
    expected: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    status: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda problem: self._note(f"page error: {problem}"))
        self.page.on("request", self._see)
        self.page.on("response", self._answered)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _see(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.host:
            self._note(f"request to another host: {request.url}")

    def _answered(self, answer: Response) -> None:
        if answer.request.is_navigation_request():
            self.status = answer.status

    def _note(self, problem: str) -> None:
        if not any(part in problem for part in self.expected):
            self.heard.append(problem)

    def problems(self, *, axe: bool = True) -> list[str]:
        """Everything that is wrong with the page as it stands now, and what was heard since last asked."""
        self.page.wait_for_load_state()
        found = [*self.heard]
        self.heard.clear()
        found += at_this_width(self.page)
        found += self.page.evaluate(COUNT_HEADINGS)
        found += self.page.evaluate(FIND_QUIET_MISTAKES)
        if axe:
            found += axe_violations(self.page)
        return found


def at_this_width(page: Page) -> list[str]:
    """What depends on the width of the window: sideways scroll, what is cut off, and small targets."""
    return [problem for find in (FIND_SCROLL, FIND_CUT_OFF, FIND_SMALL_TARGETS) for problem in page.evaluate(find)]


def axe_violations(page: Page) -> list[str]:
    """What axe finds by the rules of WCAG 2.2 AA and its own best practice."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[Any] = page.evaluate(RUN_AXE, RULES)
    return [f"axe: {problem}" for problem in found]


def check(watch: Watch, *, axe: bool = True) -> None:
    """Fail the test if anything is wrong with the page as it stands."""
    found = watch.problems(axe=axe)
    assert not found, f"{watch.page.url}\n" + "\n".join(found)
