"""Text for a cell of a spreadsheet that no program can take for a formula, and names for downloads."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

Cell = str | int | float

_TRIGGERS: Final = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")  # noqa: RUF001 - look-alikes that programs read as the sign
_MOST_NAME: Final = 120


def safe_cell(value: Cell) -> Cell:
    """The value of a cell; text that could start a formula gets an apostrophe before it, as OWASP advises.

    A spreadsheet skips blanks, and so do we: the first character that can be seen decides, after any blank,
    byte order mark or character without width. A tab or a line end before it is enough too. Numbers stay
    numbers. Source: OWASP, CSV injection (owasp.org/www-community/attacks/CSV_Injection).
    """
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "")
    for character in text:
        if character in _TRIGGERS:
            return f"'{text}"
        if not _is_unseen(character):
            break
    return text


def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Zs", "Zl", "Zp"}


_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|;%\x00-\x1f\x7f]+')


def download_name(*parts: str, ending: str) -> str:
    """A file name from what people wrote, safe on every system: no path, quote, line end or turned text."""
    joined = " - ".join(part for part in (_plain(part) for part in parts) if part)
    return f"{joined[:_MOST_NAME].strip(' .-') or 'report'}.{ending}"


def _plain(text: str) -> str:
    visible = "".join(
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in {"Cf", "Cs", "Co"}
    )
    return " ".join(_FORBIDDEN.sub(" ", visible).split()).strip(" .")
