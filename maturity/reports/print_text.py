"""Text made fit to print: what the fonts cannot show is replaced by something that can be seen."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from markupsafe import Markup

SUBSTITUTE: Final = "[?]"

_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f")
_LAYOUT: Final = frozenset("\n\t ")

_ENDLESS_WORD: Final = re.compile(r"\S{200,}")
_PIECE: Final = 40
_BREAK_HERE: Final = "\u200b"


class PrintableText:
    """Replaces what cannot be printed, and remembers whether it had to.

    Text is brought to its composed form (NFC) first, so that an accented letter is one character where there
    is one. A run of characters without glyphs becomes one visible substitute: Unicode's direction controls are
    among them, so that no text can turn the line around.
    """

    def __init__(self, characters: frozenset[str]) -> None:
        self._characters = (characters - _INVISIBLE) | _LAYOUT
        self.replaced_any = False

    def __call__(self, value: object) -> object:
        """The value as a template may print it; markup that was made by a template stays as it is."""
        if isinstance(value, Markup) or not isinstance(value, str):
            return value
        return self.printable(value)

    def printable(self, text: str) -> str:
        """The text with every run of unprintable characters replaced."""
        shown = text if text.isascii() and text.isprintable() else self._replaced(text)
        return _ENDLESS_WORD.sub(_with_breaks, shown)

    def _replaced(self, text: str) -> str:
        parts: list[str] = []
        for character in unicodedata.normalize("NFC", text):
            if character in self._characters:
                parts.append(character)
            elif character in _INVISIBLE:
                continue
            elif character.isspace():
                parts.append(" ")
            else:
                self.replaced_any = True
                if not parts or parts[-1] != SUBSTITUTE:
                    parts.append(SUBSTITUTE)
        return "".join(parts)


def _with_breaks(match: re.Match[str]) -> str:
    """A word with places to break the line: without them laying out takes the square of its length."""
    word = match[0]
    return _BREAK_HERE.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
