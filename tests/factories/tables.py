"""Workbooks and documents that are laid out as criteria × levels, made by the tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from maturity.authoring.tables.child import answer_to
from maturity.authoring.tables.source import Source

Rows = Sequence[Sequence[Any]]

HEADER = ["Domain", "Criterion", "Level 1: Emerging", "Level 2: Developing", "Level 3: Thriving"]
SMALL: Rows = [
    HEADER,
    ["Leadership", "Shared purpose", "None yet.", "Written down.", "Lived."],
    ["Leadership", "Trust", "Little.", "Some.", "Much."],
    ["People", "Staff", "Unaware.", "Aware.", "Involved."],
]


def as_bytes(save: Callable[[BytesIO], None]) -> bytes:
    """What something saves."""
    target = BytesIO()
    save(target)
    return target.getvalue()


def put_texts(sheet: Worksheet, rows: Rows) -> None:
    """Write rows from the top left; a text stays text, whatever it looks like. None leaves a cell out."""
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"


def a_workbook(
    *sheets: tuple[str, Rows], merged: Iterable[str] = (), change: Callable[[Workbook], None] = lambda _: None
) -> bytes:
    """A workbook of sheets by name; `merged` is about the first, and `change` does the rest."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets or (("Matrix", SMALL),):
        put_texts(book.create_sheet(name), rows)
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    change(book)
    return as_bytes(book.save)


def a_document(*parts: Rows | str, change: Callable[[Any], None] = lambda _: None) -> bytes:
    """A document of tables, and of headings where a part is a text; None leaves a cell empty."""
    document = Document()
    for part in parts or (SMALL,):
        if isinstance(part, str):
            document.add_heading(part, 1)
            continue
        table = document.add_table(len(part), max(map(len, part)))
        for row, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text or ""
    change(document)
    return as_bytes(document.save)


def with_parts(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """An archive with some parts changed, added or, where None, left out."""

    def save(target: BytesIO) -> None:
        with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
            for info in old.infolist():
                if info.filename not in changed:
                    new.writestr(info.filename, old.read(info))
            for name, part in changed.items():
                if part is not None:
                    new.writestr(name, part)

    return as_bytes(save)


def part_of(data: bytes, name: str) -> bytes:
    """One part of an archive."""
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def source_of(data: bytes) -> Source:
    """The tables of a file as the other process says them, read in this one."""
    return Source.from_json(json.loads(answer_to(data)))
