"""The tables of a Word document as tables of texts. Only the process that reads a stranger's file imports this.

python-docx opens the document. Cells are walked here, because its own text leaves out what stands in content controls
and in insertions that are tracked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

from docx import Document

from maturity.authoring.tables.cells import CellBox, cleaned
from maturity.authoring.tables.limits import MOST_COLUMNS, MOST_ROWS, MOST_TABLES
from maturity.authoring.tables.source import Caution, Cell, Source, Table

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What stands for a character of its own.
_CHARACTERS: Final = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "\u2011"}
_PASSED_OVER: Final = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "tcPr", "sdtPr")}
_INSERTED: Final = {f"{_W}ins", f"{_W}moveTo"}
_WRAPPERS: Final = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}moveTo"}
_LONGEST_HEADING: Final = 160


def tables_of_document(data: bytes) -> Source:
    """Every table of the document's body; `data` is an archive that `open_package` made anew."""
    body = Document(BytesIO(data)).element.body
    tables: list[Table] = []
    left_out: list[str] = []
    heading, is_styled = "", False
    box = CellBox()
    for block in _blocks(body):
        if block.tag == f"{_W}p":
            text, styled = cleaned(_text(block, []), [])[0], _is_heading(block)
            if text and (styled or not is_styled):
                heading, is_styled = (text if len(text) <= _LONGEST_HEADING else ""), styled
        elif len(tables) < MOST_TABLES:
            cells = _cells(block, box)
            if cells:
                tables.append(Table("", len(tables) + 1, cells, " ".join(heading.split())))
            heading, is_styled = (heading, is_styled) if is_styled else ("", False)
        else:
            left_out.append(f"The document has more than {MOST_TABLES} tables; the rest was not read.")
            break
    return Source(tuple(tables), tuple(left_out))


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of the body, in order."""
    for child in parent:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _is_heading(paragraph: Any) -> bool:
    """Whether a paragraph has a style for headings, or a level in the outline."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = "" if style is None else (style.get(f"{_W}val") or "")
    return name.lower().startswith("heading") or paragraph.find(f"{_W}pPr/{_W}outlineLvl") is not None


def _cells(table: Any, box: CellBox) -> tuple[Cell, ...]:
    """The cells of one table. A cell that goes on from the one above it makes that one taller."""
    open_above: dict[int, tuple[int, int]] = {}  # column -> where the cell over it begins
    heights: dict[tuple[int, int], int] = {}
    for row, line in enumerate(_of(table, f"{_W}tr"), start=1):
        if row > MOST_ROWS:
            break
        column = 1 + _number(line, f"{_W}trPr/{_W}gridBefore")
        above, open_above = open_above, {}
        for cell in _of(line, f"{_W}tc"):
            width = max(_number(cell, f"{_W}tcPr/{_W}gridSpan"), 1)
            if column > MOST_COLUMNS:
                break
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart"
            if goes_on and column in above:
                start = open_above[column] = above[column]
                heights[start] = row - start[0] + 1
            else:
                _put(cell, (row, column), min(width, MOST_COLUMNS - column + 1), box)
            if merge is not None and not goes_on:
                open_above[column] = row, column
            column += width
    return tuple(replace(cell, rows=heights.get((cell.row, cell.column), 1)) for cell in box.take())


def _put(cell: Any, place: tuple[int, int], width: int, box: CellBox) -> None:
    cautions: list[Caution] = []
    paragraphs = [_text(paragraph, cautions) for paragraph in _of(cell, f"{_W}p")]
    if any(True for _ in _of(cell, f"{_W}tbl")):
        cautions.append(Caution.NESTED_TABLE)
    text, said = cleaned("\n".join(paragraphs), list(dict.fromkeys(cautions)))
    box.put(place, text, (1, width), said)


def _of(parent: Any, tag: str) -> Iterator[Any]:
    """The children of one kind, those in content controls and tracked insertions among them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _of(child, tag)


def _number(element: Any, path: str) -> int:
    found = element.find(path)
    text = "" if found is None else found.get(f"{_W}val") or ""
    return min(int(text), MOST_COLUMNS) if text.isascii() and text.isdigit() else 0


def _text(element: Any, cautions: list[Caution]) -> str:
    """The text of a paragraph as if all changes were accepted."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            parts.append(child.text or "")
        elif tag in _CHARACTERS:
            parts.append(_CHARACTERS[tag])
        elif tag in _PASSED_OVER or tag == _FALLBACK:
            if tag in {f"{_W}del", f"{_W}moveFrom"}:
                cautions.append(Caution.CHANGES)
        elif isinstance(tag, str):
            if tag in _INSERTED:
                cautions.append(Caution.CHANGES)
            parts.append(_text(child, cautions))
    return "".join(parts)
