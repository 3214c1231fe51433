"""The heading of a column of levels: its number, its name and its meaning, in the ways that authors write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from maturity.core.matrix_file.scale import MOST_LEVELS

_KIND: Final = r"(?:(?:maturity\s+)?(?:level|stage|step|score|rating|phase)\s*|l\s*)"
_BEFORE: Final = re.compile(
    rf"{_KIND}?(?P<value>\d{{1,2}})(?:\s*[:.)\u2013\u2014-]\s*|\s+|$)(?P<name>.*)", re.IGNORECASE
)
_BEHIND: Final = re.compile(
    rf"(?P<name>.*?\S)\s*(?:[(\[]\s*{_KIND}?(?P<inner>\d{{1,2}})\s*[)\]]|[\u2013\u2014:-]\s*{_KIND}(?P<value>\d{{1,2}}))",
    re.IGNORECASE,
)
LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class LevelHeading:
    """What the heading of one column says."""

    value: int | None
    name: str | None
    meaning: str | None = None


def level_heading(text: str) -> LevelHeading:
    """“2”, “Level 2”, “2 – Developing”, “Developing (2)”, “Developing”; further lines say what the level means."""
    first, *rest = [line.strip(" \t") for line in text.split("\n") if line.strip(" \t")] or [""]
    value, name = _value_and_name(first)
    if not name and rest:
        name, rest = (rest[0], rest[1:]) if len(rest[0]) <= LONGEST_NAME else ("", rest)
    return LevelHeading(value, name or None, "\n".join(rest) or None)


def _value_and_name(line: str) -> tuple[int | None, str]:
    found = _BEFORE.fullmatch(line)
    if found is not None and not found["name"][:1].isdigit():
        value, name = int(found["value"]), found["name"]
    else:
        found = _BEHIND.fullmatch(line)
        if found is None:
            return None, line
        value, name = int(found["value"] or found["inner"]), found["name"]
    return (value, name.strip()) if value <= MOST_LEVELS else (None, line)


def is_numbered_level(text: str) -> bool:
    """Whether a heading is that of a level by its number, also of one beyond what a scale may have."""
    return _BEFORE.fullmatch(text.partition("\n")[0].strip(" \t")) is not None


def is_a_scale(values: list[int | None]) -> bool:
    """Whether numbers, from left to right, can be the levels of a matrix: two or more that only rise or only fall."""
    known = [value for value in values if value is not None]
    if len(known) < 2 or len(known) != len(values):
        return False
    return known in (sorted(set(known)), sorted(set(known), reverse=True))
