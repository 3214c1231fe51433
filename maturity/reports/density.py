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
    text: int = 100
    line: int = 220
    question: int = 260
    lines: int = 8
    tallest_profile: int = 0
    tallest_movement: int = 0


DENSITIES: Final = (
    Density("is-open"),
    Density("is-compact", line=170, text=70, lines=6, tallest_profile=470, tallest_movement=430),
    Density("is-tight", 80, 60, 40, 110, 150, 4, tallest_profile=280, tallest_movement=260),
)
"""From the most open to the closest. The last fits whatever a round holds."""


def share_of_width(picture: Picture, tallest: int) -> int:
    """The share of the page's width, in per cent, at which a picture is no taller than `tallest` pixels."""
    return 100 if not tallest or picture.height <= tallest else max(10, 100 * tallest // picture.height)
