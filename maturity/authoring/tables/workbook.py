"""The sheets of a workbook as tables of texts. Only the process that reads a stranger's file imports this."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import Any, Final
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from maturity.authoring.tables.cells import CellBox, cleaned
from maturity.authoring.tables.limits import MOST_COLUMNS, MOST_ROWS
from maturity.authoring.tables.number_formats import shown_number
from maturity.authoring.tables.source import Caution, Source, Table

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Line breaks as some programs write them, ECMA-376, part 1, 22.4.2.4.
_ESCAPED: Final = (("_x000D_\n", "\n"), ("_x000D_", "\n"), ("_x000A_", "\n"), ("_x0009_", "\t"))


def tables_of_workbook(data: bytes) -> Source:
    """Every sheet that has cells; `data` is an archive that `open_package` made anew."""
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    tables: list[Table] = []
    left_out: list[str] = []
    box = CellBox()
    with ZipFile(BytesIO(data)) as archive:
        for sheet in _sheets(book):
            if sheet.sheet_state != "visible":
                left_out.append(f"The sheet “{sheet.title}” is hidden.")
                continue
            path = sheet._worksheet_path  # noqa: SLF001  (the one place where openpyxl keeps which part a sheet is)
            shape = _shape(archive.read(path))
            _read_sheet(sheet, shape, box)
            cells = box.take()
            if cells:
                tables.append(Table(sheet.title, len(tables) + 1, cells))
            else:
                left_out.append(f"The sheet “{sheet.title}” is empty.")
            if shape.is_cut:
                left_out.append(
                    f"The sheet “{sheet.title}” goes on below row {MOST_ROWS:,} or beyond column {MOST_COLUMNS}."
                )
    return Source(tuple(tables), tuple(left_out))


def _sheets(book: Any) -> list[Any]:
    """The sheets; openpyxl's types know nothing of what one that is only read has."""
    return list(book.worksheets)


@dataclass(slots=True)
class _Shape:
    """What a sheet says beside the values: merged cells by their first, formulas, hidden rows and columns."""

    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_cut: bool = False


def _shape(part: bytes) -> _Shape:
    shape = _Shape()
    row = 0
    for event, element in iterparse(BytesIO(part), events=("start", "end"), forbid_dtd=True):
        tag = element.tag
        if event == "start":
            if tag == f"{_MAIN}row":
                row = int(element.get("r") or row + 1)
                if row <= MOST_ROWS and element.get("hidden") in {"1", "true"}:
                    shape.hidden_rows.add(row)
            continue
        if tag == f"{_MAIN}c":
            _note_cell(element, row, shape)
            element.clear()
        elif tag == f"{_MAIN}row":
            element.clear()
        elif tag == f"{_MAIN}mergeCell":
            left, top, right, bottom = _bounds(element.get("ref"))
            if top <= MOST_ROWS and left <= MOST_COLUMNS:
                size = min(bottom, MOST_ROWS) - top + 1, min(right, MOST_COLUMNS) - left + 1
                shape.merged[top, left] = size
        elif tag == f"{_MAIN}col" and element.get("hidden") in {"1", "true"}:
            last = min(int(element.get("max") or 0), MOST_COLUMNS)
            shape.hidden_columns.update(range(int(element.get("min") or 1), last + 1))
    return shape


def _bounds(reference: str | None) -> tuple[int, int, int, int]:
    """The first column and row of a range, and the last; raises ValueError for anything but cells."""
    bounds = [each for each in range_boundaries(reference or "") if each is not None]
    if len(bounds) != 4:
        raise ValueError(reference)
    return bounds[0], bounds[1], bounds[2], bounds[3]


def _note_cell(element: Any, row: int, shape: _Shape) -> None:
    reference = element.get("r")
    if not reference or not len(element):
        return
    column, row, _, _ = _bounds(reference)
    if row > MOST_ROWS or column > MOST_COLUMNS:
        shape.is_cut = True
    elif element.find(f"{_MAIN}f") is not None:
        shape.formulas.add((row, column))


def _read_sheet(sheet: Any, shape: _Shape, box: CellBox) -> None:
    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
    for number, cells in enumerate(islice(rows, MOST_ROWS), start=1):
        for column, cell in enumerate(cells, start=1):
            place = number, column
            is_formula = place in shape.formulas
            if cell.value is None and not is_formula:
                continue
            text, cautions = _text_of(cell, is_formula=is_formula)
            if number in shape.hidden_rows or column in shape.hidden_columns:
                cautions = (*cautions, Caution.HIDDEN)
            box.put(place, text, shape.merged.get(place, (1, 1)), cautions)


def _text_of(cell: Any, *, is_formula: bool) -> tuple[str, tuple[Caution, ...]]:
    """The text that a cell shows, with what has to be said about it."""
    cautions = [Caution.FORMULA] if is_formula else []
    value = cell.value
    if value is None:
        return "", (Caution.NO_RESULT,)
    if isinstance(value, str):
        text = value
        if cell.data_type == "e":
            cautions.append(Caution.ERROR)
    elif isinstance(value, bool):
        text = str(value).upper()
    elif isinstance(value, (int, float)):
        text, is_followed = shown_number(value, cell.number_format or "General")
        if not is_followed:
            cautions.append(Caution.NUMBER_FORMAT)
    elif isinstance(value, (datetime, date, time, timedelta)):
        text = str(value)
        cautions.append(Caution.DATE)
    else:
        text = str(value)
    for escaped, meant in _ESCAPED:
        text = text.replace(escaped, meant)
    return cleaned(text, cautions)
