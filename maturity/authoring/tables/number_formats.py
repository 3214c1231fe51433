"""A number as the sheet shows it: “1.10” and not 1.1 where its format has two places."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

# What a format may hold besides the digits: a text in quotation marks, a character behind a backslash, a space as wide
# as a character, a fill, and a colour, a currency or a condition in brackets (ECMA-376, part 1, 18.8.31).
_PARTS: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DIGITS: Final = re.compile(r"(?P<before>[^#0.,%]*)(?P<whole>[#0,]*)(?P<places>\.[0#]*)?(?P<after>[^#0.,]*)")
_MARK: Final = "\ufffc"


def shown_number(value: float, number_format: str) -> tuple[str, bool]:
    """A number as text, and whether its format was followed. One that is not known is shown as a plain number."""
    if number_format in {"General", "@", ""}:
        return _general(value), True
    section, sign = _section(value, number_format)
    literals: list[str] = []

    def kept(match: re.Match[str]) -> str:
        text = match.group(1) if match.group(1) is not None else match.group(2)
        if text is None:
            return ""
        literals.append(text)
        return _MARK

    found = _DIGITS.fullmatch(_PARTS.sub(kept, section))
    if found is None or not re.search("[0#]", found["whole"] + (found["places"] or "")):
        return _general(value), False
    if re.search(r"[A-Za-z?/@]", found["before"] + found["after"]):
        return _general(value), False
    number = abs(Decimal(repr(value))) * (100 if "%" in found["after"] else 1)
    text = f"{found['before']}{_digits(number, found['whole'], found['places'] or '')}{found['after']}"
    for literal in literals:
        text = text.replace(_MARK, literal, 1)
    return (sign + text).strip(), True


def _section(value: float, number_format: str) -> tuple[str, str]:
    """The part of a format that is for this number, and the sign that is put before it."""
    sections = number_format.split(";")
    if value < 0:
        return (sections[1], "") if len(sections) > 1 else (sections[0], "-")
    return (sections[2], "") if value == 0 and len(sections) > 2 else (sections[0], "")


def _digits(number: Decimal, whole: str, places: str) -> str:
    most = len(places.removeprefix("."))
    fewest = places.count("0")
    rounded = number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    while len(after) > fewest and after.endswith("0"):
        after = after[:-1]
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole.rstrip(","):
        before = f"{int(before):,}" if before else before
    return f"{before}.{after}" if after else before


def _general(value: float) -> str:
    """As spreadsheet programs show a number that has no format: up to eleven digits."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{value:.11g}"
