"""The fonts of a PDF, unpacked once, with what they can show."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WEIGHTS: Final = (400, 600, 700)
FAMILIES: Final = {"latin": "Inter", "latin-ext": "Inter Extended"}
"""Subset of the packaged font, and the name that the style sheets call it by."""


@dataclass(frozen=True, slots=True)
class PrintFont:
    """One weight of one subset. `data` is a TrueType font and `characters` are those it has a glyph for."""

    family: str
    weight: int
    file_name: str
    data: bytes
    characters: frozenset[str]


def read_fonts(folder: Path) -> tuple[PrintFont, ...]:
    """Every weight of every subset in the folder of the built front end; raises `OSError` for one that is missing."""
    return tuple(_read(folder, subset, weight) for subset in FAMILIES for weight in WEIGHTS)


def _read(folder: Path, subset: str, weight: int) -> PrintFont:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, and needed only where a PDF is made

    name = f"inter-{subset}-{weight}"
    unpacked = io.BytesIO()
    # Unpacked here and not by WeasyPrint, which would write the time of day into the font and so into every PDF.
    with TTFont(folder / f"{name}.woff", recalcTimestamp=False, recalcBBoxes=False) as font:
        characters = frozenset(chr(code) for code in font.getBestCmap())
        font.flavor = None
        font.save(unpacked)
    return PrintFont(FAMILIES[subset], weight, f"{name}.ttf", unpacked.getvalue(), characters)


def font_faces(fonts: tuple[PrintFont, ...], scheme: str) -> str:
    """The style rules that name the fonts."""
    return "".join(
        f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; '
        f'src: url("{scheme}{font.file_name}"); }}\n'
        for font in fonts
    )
