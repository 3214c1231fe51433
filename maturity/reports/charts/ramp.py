"""Shades for the levels of a scale: one hue, paler for lower, so that order is seen without any good or bad in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_PALEST: Final = (0xDF, 0xEB, 0xF8)
_MIDDLE: Final = (0x00, 0x5E, 0xB8)
_DEEPEST: Final = (0x00, 0x1F, 0x45)
_MIDDLE_AT: Final = 0.68


@dataclass(frozen=True, slots=True)
class Shade:
    """A fill and the colour of text that can be read on it (contrast at least 4.5 to 1)."""

    fill: str
    text: str


def shades(number_of_levels: int) -> tuple[Shade, ...]:
    """One shade for each level, lowest first, evenly spread however many levels there are."""
    last = max(number_of_levels - 1, 1)
    return tuple(_shade(0.08 + 0.84 * place / last) for place in range(number_of_levels))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written as #rrggbb, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _shade(place: float) -> Shade:
    if place <= _MIDDLE_AT:
        rgb = _between(_PALEST, _MIDDLE, place / _MIDDLE_AT)
    else:
        rgb = _between(_MIDDLE, _DEEPEST, (place - _MIDDLE_AT) / (1 - _MIDDLE_AT))
    fill = "#{:02x}{:02x}{:02x}".format(*rgb)
    return Shade(fill, max(("#000000", "#ffffff"), key=lambda text: contrast(fill, text)))


def _between(start: tuple[int, int, int], end: tuple[int, int, int], share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(start, end, strict=True))


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
