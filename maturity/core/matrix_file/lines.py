"""Lines of YAML that a matrix file is put together from: keys, lists and texts that read back as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_LINE_WIDTH: Final = 100
# Plain text that no YAML program takes for anything but text.
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ,;()’–/.-]*")
_TAKEN_FOR_SOMETHING_ELSE: Final = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
# A space where a folded line may end: text on both sides.
_FOLD: Final = re.compile(r"(?<=\S) (?=\S)")


def group_lines(key: str, lines: Iterable[str]) -> Iterator[str]:
    """A key, and below it these lines."""
    yield f"{key}:"
    yield from indented(lines)


def item_lines(lines: Iterable[str]) -> Iterator[str]:
    """These lines as one item of a list."""
    for index, line in enumerate(lines):
        yield f"{'    ' if index else '  - '}{line}" if line else ""


def indented(lines: Iterable[str]) -> Iterator[str]:
    """These lines two spaces further in."""
    return (f"  {line}" if line else "" for line in lines)


def texts_lines(key: str, texts: tuple[str, ...]) -> Iterator[str]:
    """A key, and below it a list of texts; nothing where there is none."""
    if texts:
        yield f"{key}:"
        for text in texts:
            first, *rest = _scalar(text)
            yield f"  - {first}"
            yield from indented(rest)


def text_lines(key: str, text: str | None) -> Iterator[str]:
    """A key with a text; nothing where there is none."""
    if text is not None:
        first, *rest = _scalar(text)
        yield f"{key}: {first}"
        yield from rest


def _scalar(text: str) -> list[str]:
    """A text as a plain word, in quotation marks, folded (`>-`) or with its line breaks (`|-`)."""
    if len(text) <= _LINE_WIDTH - 20 and "\n" not in text:
        if _PLAIN.fullmatch(text) and text.lower() not in _TAKEN_FOR_SOMETHING_ELSE and not text.endswith(" "):
            return [text]
        return ['"' + "".join(_ESCAPES.get(character, character) for character in text) + '"']
    if "\n" in text:
        return ["|-", *indented(text.split("\n"))]
    return [">-", *indented(_folded(text))]


def _folded(text: str) -> Iterator[str]:
    start, last = 0, None
    for fold in _FOLD.finditer(text):
        if last is not None and fold.start() - start > _LINE_WIDTH - 20:
            yield text[start : last.start()]
            start = last.end()
        last = fold
    if last is not None and len(text) - start > _LINE_WIDTH - 20:
        yield text[start : last.start()]
        start = last.end()
    yield text[start:]
