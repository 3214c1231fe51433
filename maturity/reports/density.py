"""How closely the board's two pages are set: openly by default, closer where there is more to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.reports.charts.drawing import Picture


@dataclass(frozen=True, slots=True)
class Density:
    """One way to set the board's pages: a class for the style, and how long texts, lists and pictures may be.

    Lengths are in characters, `lines` counts the entries of a list, and pictures are in pixels, 0 for as they are.
    """

    name: str
    name_length: int = 110
    title: int = 90
    text: int = 700
    line: int = 900
    question: int = 400
    lines: int = 8
    meaning: int = 110
    tallest_profile: int = 0
    tallest_movement: int = 0


DENSITIES: Final = (
    Density("is-open"),
    Density("is-open", text=330, line=450),
    Density("is-close", text=330, line=450, question=300),
    Density("is-close", text=230, line=330, question=300, tallest_profile=430, tallest_movement=430),
    Density("is-close", text=140, line=220, question=260, lines=6, tallest_profile=360, tallest_movement=380),
    Density("is-close", text=110, line=180, question=230, lines=6, tallest_profile=300, tallest_movement=300),
    Density("is-close", 80, 60, 75, 110, 200, 4, 70, tallest_profile=240, tallest_movement=230),
)
"""From the most open to the closest, each as full as the page may be. The last fits whatever a round holds."""


def share_of_width(picture: Picture, tallest: int) -> int:
    """The share of the page's width, in per cent, at which a picture is no taller than `tallest` pixels."""
    return 100 if not tallest or picture.height <= tallest else max(10, 100 * tallest // picture.height)
