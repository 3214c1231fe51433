"""How closely the board's two pages are set: openly by default, closer where there is more to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from maturity.reports.charts.drawing import Picture


@dataclass(frozen=True, slots=True)
class Density:
    """One way to set the board's pages: a class for the style, and how long texts, lists and pictures may be.

    Lengths are in characters, `lines` counts the entries of a list, and pictures are in pixels, 0 for as they are.
    `dissent` is how much of a dissenter's words there is, 0 for the titles alone, and `moves_up` on how many criteria
    it is said what would move the collaborative up. `made_of` is how much there is of what the largest difference is
    made of, 0 for nothing, and `has_domains` whether what became of every domain is told.
    """

    name: str
    name_length: int = 110
    title: int = 90
    text: int = 700
    line: int = 900
    question: int = 400
    lines: int = 8
    meaning: int = 110
    dissent: int = 400
    moves_up: int = 6
    made_of: int = 600
    has_domains: bool = False
    tallest_profile: int = 0
    tallest_movement: int = 0


def _close(text: int, line: int, tallest: int = 0, **more: Any) -> Density:
    pictures = {"tallest_profile": tallest, "tallest_movement": tallest}
    return Density("is-close", text=text, line=line, **{"question": 300, "moves_up": 0, **pictures, **more})


DENSITIES: Final = (
    Density("is-open", has_domains=True),
    Density("is-open", moves_up=3, has_domains=True),
    Density("is-open", moves_up=0, has_domains=True),
    Density("is-open", moves_up=0),
    Density("is-open", text=450, line=600, moves_up=0),
    _close(450, 600, dissent=300),
    _close(330, 450, dissent=300),
    _close(330, 450, 430, dissent=230),
    _close(330, 450, 370, dissent=230),
    _close(270, 380, 370, dissent=150),
    _close(230, 330, 370, dissent=150),
    _close(230, 330, 300, dissent=150),
    _close(180, 280, 300, dissent=110),
    _close(180, 280, 300, dissent=0),
    _close(140, 220, 300, dissent=0, question=260, lines=6, made_of=300),
    _close(110, 180, 300, dissent=0, question=230, lines=6, made_of=160),
    Density("is-close", 80, 60, 75, 110, 200, 4, 70, 0, 0, 0, tallest_profile=240, tallest_movement=230),
)
"""From the most open to the closest, each as full as the page may be. The last fits whatever a round holds.

Type is set smaller before a text is cut, and what is in the full report alone gives way first.
"""


class Fitting:
    """The search for the most open setting of one page that fits: each step closer takes no more room than the last."""

    def __init__(self) -> None:
        self._fits = len(DENSITIES) - 1
        self._fails = -1
        self._tried = 0

    @property
    def density(self) -> Density:
        """The setting to try next; once the search is over, the one to keep."""
        return DENSITIES[self._tried]

    @property
    def is_over(self) -> bool:
        """Whether the setting is settled."""
        return self._tried == self._fits and self._fails == self._fits - 1

    def note(self, *, fits: bool) -> None:
        """Take down whether the page fitted in what was tried; the closest is kept whether it did or not."""
        if fits or self._tried == len(DENSITIES) - 1:
            self._fits = min(self._fits, self._tried)
        else:
            self._fails = max(self._fails, self._tried)
        self._tried = self._fits if self._fits - self._fails <= 1 else (self._fits + self._fails) // 2


def share_of_width(picture: Picture, tallest: int) -> int:
    """The share of the page's width, in per cent, at which a picture is no taller than `tallest` pixels."""
    return 100 if not tallest or picture.height <= tallest else max(10, 100 * tallest // picture.height)
