"""From the bytes of a file to its text: a size limit, UTF-8, and no character that hides or rewrites what is read."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from maturity.core.matrix_file.mistakes import START, Mistakes, Place

SIZE_LIMIT: Final = 256 * 1024  # bytes
_SHOWN_AT_MOST: Final = 100

# Control characters, line separators that no editor shows, marks that reverse the order of what is
# read, code points that are no characters, and lone surrogates (bytes that are not UTF-8 become these).
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_LINE_BREAK: Final = re.compile("\r\n|\r|\n")
_SAVE_AS_UTF8: Final = "In your editor, choose “Save with encoding” and then “UTF-8”."


def readable_text(data: bytes, mistakes: Mistakes) -> str:
    """The text of a file; every character that may not stand in it is noted and replaced by a stand-in.

    Raises `MatrixFileErrors` where there is no text to go on with: too large, or in another encoding.
    """
    if len(data) > SIZE_LIMIT:
        mistakes.note(
            START,
            "",
            f"The file is {-(-len(data) // 1024):,} kB. A matrix file can have at most {SIZE_LIMIT // 1024} kB.",
            "Shorten the texts or take pictures and other material out.",
        )
        raise mistakes.stop()
    if _is_utf16_or_utf32(data):
        mistakes.note(START, "", "The file is saved as UTF-16 or UTF-32, not as UTF-8.", _SAVE_AS_UTF8)
        raise mistakes.stop()
    text = data.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff")
    if FORBIDDEN.search(text) is None:
        return text
    _note_forbidden(text, mistakes)
    mistakes.pass_over_lines_noted_so_far()
    return FORBIDDEN.sub("\ufffd", text)


def forbidden_in_words(character: str) -> tuple[str, str]:
    """What is wrong with a character that may not stand in a matrix, and what to do."""
    code = ord(character)
    if "\udc80" <= character <= "\udcff":  # as decoding with surrogateescape writes them
        return f"The byte {code - 0xDC00:02X} (hexadecimal) here is not UTF-8 text.", _SAVE_AS_UTF8
    if unicodedata.category(character) == "Cs":
        return "There is half of a character here.", "Write the whole character, or take it out."
    kind = "control character"
    if character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        kind = "character that changes the direction of reading"
    elif character in "\u2028\u2029\x85":
        kind = "line break that editors do not show"
    elif unicodedata.category(character) != "Cc":
        kind = "character that cannot be seen"
    name = unicodedata.name(character, "")
    named = f"U+{code:04X}" + (f", {name.lower()}" if name else "")
    return f"There is a {kind} here ({named}).", "Delete it: put the cursor behind it and press the backspace key."


def _is_utf16_or_utf32(data: bytes) -> bool:
    """By the byte order mark, or because every second byte of the opening is zero."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    opening = data[:64]
    return any(half and not any(half) for half in (opening[0::2], opening[1::2]))


def _note_forbidden(text: str, mistakes: Mistakes) -> None:
    line_starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]
    line = 0
    for count, match in enumerate(FORBIDDEN.finditer(text), start=1):
        while line + 1 < len(line_starts) and line_starts[line + 1] <= match.start():
            line += 1
        problem, remedy = forbidden_in_words(match.group())
        if count == _SHOWN_AT_MOST:
            remaining = len(FORBIDDEN.findall(text, match.end()))
            problem += f" The file has {remaining:,} more such characters after this one." if remaining else ""
        mistakes.note(Place(line + 1, match.start() - line_starts[line] + 1), "", problem, remedy)
        if count == _SHOWN_AT_MOST:
            return
