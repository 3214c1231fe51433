"""The marks that a picture is made of, and the picture itself. Lengths are in CSS pixels at the picture's own width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

INK: Final = "#212b32"
QUIET: Final = "#4c6272"
LINE: Final = "#768692"
FAINT: Final = "#d8dde0"
PAPER: Final = "#ffffff"
BLUE: Final = "#005eb8"
DARK: Final = "#003087"
PALE: Final = "#cfe1f5"

WIDE: Final = 680
"""Width of a picture on a page."""

NARROW: Final = 320
"""Width of a picture on a phone."""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is its base line and `anchor` is start, middle or end."""

    kind: ClassVar[str] = "words"
    x: float
    y: float
    text: str
    size: int = 13
    anchor: str = "start"
    weight: int = 400
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, dashed where `dash` says so."""

    kind: ClassVar[str] = "stroke"
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = LINE
    width: float = 1
    dash: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    kind: ClassVar[str] = "box"
    x: float
    y: float
    width: float
    height: float
    fill: str = PAPER
    stroke: str | None = None
    stroke_width: float = 1
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle."""

    kind: ClassVar[str] = "dot"
    x: float
    y: float
    radius: float
    fill: str = PAPER
    stroke: str = BLUE
    width: float = 2
    dash: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A free shape, as SVG path data."""

    kind: ClassVar[str] = "outline"
    path: str
    fill: str = "none"
    stroke: str = DARK
    width: float = 1


Mark = Words | Stroke | Box | Dot | Outline


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing."""

    width: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The same facts as a chart's, in words. The first cell of a row is its heading."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture for a page and one for a phone, what it says, and its table.

    `id` is given by whoever places the chart and is unique in the document. `title` is the sentence that
    matters, read out in place of the picture; `description` says how to read it.
    """

    id: str
    title: str
    description: str
    wide: Picture
    narrow: Picture
    table: ChartTable


def hatching(x: float, y: float, width: float, height: float, *, gap: float = 6) -> Outline:
    """Diagonal lines that fill a rectangle, as one path: a pattern would need an id of its own."""
    parts: list[str] = []
    offset = gap
    while offset < width + height:
        x1, y1 = (x + offset, y) if offset <= width else (x + width, y + offset - width)
        x2, y2 = (x, y + offset) if offset <= height else (x + offset - height, y + height)
        parts.append(f"M{x1:g} {y1:g}L{x2:g} {y2:g}")
        offset += gap
    return Outline("".join(parts), stroke=LINE, width=0.8)


_NARROW = frozenset("iljI.,:;'’‘|!()[] ")
_BROAD = frozenset("mwMW@%&—")


def text_width(text: str, size: float, weight: int = 400) -> float:
    """About how wide a line is, in pixels: Inter's widths in four classes, a little too wide rather than too narrow."""
    ems = sum(
        0.32 if c in _NARROW else 0.9 if c in _BROAD else 0.7 if c.isupper() else 0.62 if c.isdigit() else 0.58
        for c in text
    )
    return ems * size * (1.05 if weight >= 600 else 1)


def wrapped(text: str, width: float, size: float, *, lines: int = 2, weight: int = 400) -> tuple[str, ...]:
    """The text in at most `lines` lines no wider than `width`; what does not fit is cut, with an ellipsis."""
    done: list[str] = []
    line = ""
    for word in _pieces(text.split(), width, size, weight):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, weight) <= width:
            line = longer
        elif len(done) == lines - 1:
            return (*done, _cut(longer, width, size, weight))
        else:
            done.append(line)
            line = word
    return (*done, line) if line else tuple(done)


def fits(text: str, width: float, size: float, weight: int = 400) -> bool:
    """Whether the text is no wider than `width` on one line."""
    return text_width(text, size, weight) <= width


def lines_of(
    lines: Sequence[str],
    x: float,
    y: float,
    *,
    size: int = 13,
    anchor: str = "start",
    weight: int = 400,
    fill: str = INK,
) -> list[Mark]:
    """Lines of text below each other, the first with its base line at `y`."""
    return [Words(x, y + number * leading(size), line, size, anchor, weight, fill) for number, line in enumerate(lines)]


def leading(size: int) -> float:
    """From one base line to the next."""
    return round(size * 1.25)


def _pieces(words: Sequence[str], width: float, size: float, weight: int) -> list[str]:
    pieces: list[str] = []
    for whole in words:
        word = whole
        while len(word) > 1 and text_width(word, size, weight) > width:
            end = max(1, next(n for n in range(1, len(word) + 1) if text_width(word[:n], size, weight) > width) - 1)
            pieces.append(word[:end])
            word = word[end:]
            if len(pieces) > 8:
                break
        pieces.append(word)
    return pieces


def _cut(text: str, width: float, size: float, weight: int) -> str:
    kept = text[:200]
    while kept and text_width(kept + "…", size, weight) > width:
        kept = kept[:-1]
    return kept.rstrip(" ,;:") + "…"
