"""A person who uses the keyboard alone: every stop of Tab is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from tests.journeys.browsers import Window

MOST_STOPS: Final = 120

# How the focused element, and what is drawn for it, looks. A radio is drawn by its label.
LOOK: Final = """e => {
  const seen = [e, ...(e.labels ?? []), ...(e.matches("summary") ? e.children : [])];
  const parts = [null, "::before", "::after"];
  const props = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderColor",
                 "borderWidth", "color", "textDecorationLine"];
  return JSON.stringify(seen.map(s => parts.map(p => props.map(name => getComputedStyle(s, p)[name]))));
}"""

# Where Tab stands now. The place in the document tells whether the order is that of the document.
STAND: Final = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  window.everything = [...document.querySelectorAll("*")];
  const box = e.getBoundingClientRect();
  // WCAG 2.2, 2.4.11, and more than it asks: the line that stays in sight while one writes hides no part.
  const isUnder = line => {
    const over = line.getBoundingClientRect();
    return over.height > 0 && !line.contains(e) && box.bottom - over.top > 2 && over.bottom - box.top > 2
      && box.right > over.left && box.left < over.right;
  };
  return {
    place: window.everything.indexOf(e),
    name: (e.innerText || e.labels?.[0]?.innerText || e.getAttribute("aria-label") || "").trim().slice(0, 60),
    tag: e.tagName.toLowerCase(),
    type: e.type ?? "",
    id: e.id,
    isCovered: [...document.querySelectorAll(".app-saved")].some(isUnder),
    isShown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


@dataclass
class Keyboard:
    """Presses keys and never touches a pointer. `faults` gathers what is wrong with the stops."""

    window: Window
    faults: list[str] = field(default_factory=list)
    stands_at: dict[str, Any] | None = None

    def tab(self, *, back: bool = False) -> dict[str, Any] | None:
        """Go to the next stop, or the one before, and look at it; None where the page is left."""
        self.window.page.keyboard.press("Shift+Tab" if back else "Tab")
        before, self.stands_at = self.stands_at, self.window.page.evaluate(STAND)
        now = self.stands_at
        if now is None:
            return None
        if not now["isShown"]:
            self.faults.append(f"{self._where(now)} is out of sight")
        if now["isCovered"]:
            self.faults.append(f"{self._where(now)} is covered")
        if before is not None and (now["place"] < before["place"]) is not back:
            self.faults.append(f"{self._where(now)} comes before {self._where(before)} in the document")
        if not self._is_marked():
            self.faults.append(f"nothing shows that {self._where(now)} has the focus")
        return now

    def go_to(self, name: str) -> None:
        """Press Tab until a stop of this name is reached."""
        self.stops_until(name)

    def stops_until(self, name: str, *, back: bool = False) -> list[str]:
        """The names of all stops on the way to one of this name, which is the last of them."""
        passed: list[str] = []
        while len(passed) < MOST_STOPS:
            stop = self.tab(back=back)
            passed.append("" if stop is None else stop["name"])
            if passed[-1].startswith(name):
                return passed
        raise AssertionError(f"“{name}” was not reached by Tab, only {passed}")

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        for key in keys:
            self.window.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type into the field that has the focus."""
        self.window.page.keyboard.type(text)

    def new_page(self) -> None:
        """Begin at the top of the page that has just been opened."""
        self.window.page.wait_for_load_state()
        self.stands_at = None

    def _is_marked(self) -> bool:
        element = self.window.page.evaluate_handle("() => document.activeElement").as_element()
        assert element is not None
        focused = element.evaluate(LOOK)
        element.evaluate("e => e.blur()")
        plain = element.evaluate(LOOK)
        # The browser shows the focus of a script like that of a key as long as a key was pressed last.
        element.evaluate("e => e.focus({preventScroll: true})")
        return bool(focused != plain)

    @staticmethod
    def _where(stop: dict[str, Any]) -> str:
        return f"<{stop['tag']}> “{stop['name']}”"
