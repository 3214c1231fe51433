"""Tables as they stand in a file, before anything is understood of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any


class Caution(StrEnum):
    """What has to be said about the text of a cell, if the cell is used."""

    FORMULA = "formula"
    NO_RESULT = "no result"
    DATE = "date"
    ERROR = "error"
    NUMBER_FORMAT = "number format"
    HIDDEN_CHARACTERS = "hidden characters"
    HIDDEN = "hidden"
    CHANGES = "changes"
    NESTED_TABLE = "nested table"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with its text. Rows and columns are counted from 1; a merged cell covers more than one of them."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Table:
    """One sheet of a workbook, by its name, or one table of a document, by its number and the heading above it."""

    name: str
    number: int
    cells: tuple[Cell, ...]
    heading: str = ""

    @property
    def is_sheet(self) -> bool:
        """Whether this is a sheet of a workbook."""
        return bool(self.name)

    @property
    def place(self) -> str:
        """How people find the table."""
        return f"Sheet “{self.name}”" if self.is_sheet else f"Table {self.number}"

    def place_of(self, row: int, column: int) -> str:
        """How people find a cell."""
        if self.is_sheet:
            return f"{self.place}, cell {column_letters(column)}{row}"
        return f"{self.place}, row {row}, column {column}"

    def place_of_row(self, row: int) -> str:
        """How people find a row."""
        return f"{self.place}, row {row}"

    def place_of_column(self, column: int) -> str:
        """How people find a column."""
        return f"{self.place}, column {column_letters(column) if self.is_sheet else column}"

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows that have a cell with a text, in order."""
        return tuple(sorted({row for cell in self.cells for row in range(cell.row, cell.row + cell.rows)}))

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns that have a cell with a text, in order."""
        return tuple(sorted({c for cell in self.cells for c in range(cell.column, cell.column + cell.columns)}))

    @cached_property
    def _covering(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """The cell with a text that stands here or is merged over this place."""
        return self._covering.get((row, column))

    def text_at(self, row: int, column: int) -> str:
        """The text that stands here or is merged over this place."""
        cell = self.at(row, column)
        return "" if cell is None else cell.text

    def in_row(self, row: int) -> Iterator[Cell]:
        """The cells that cover a row, each once, from left to right."""
        last = None
        for column in self.columns:
            cell = self.at(row, column)
            if cell is not None and cell is not last:
                yield cell
            last = cell


@dataclass(frozen=True, slots=True)
class Source:
    """All tables of a file, in order, with the names of the sheets that are hidden or hold no cells."""

    tables: tuple[Table, ...]
    left_out: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The tables as text, for the process that asked for them."""
        tables = [
            {"name": t.name, "number": t.number, "heading": t.heading, "cells": [asdict(cell) for cell in t.cells]}
            for t in self.tables
        ]
        return json.dumps({"tables": tables, "left_out": self.left_out})

    @classmethod
    def from_json(cls, parsed: Any) -> Source:
        """What `as_json` wrote; raises TypeError, KeyError or ValueError for anything else."""
        tables = tuple(
            Table(str(t["name"]), int(t["number"]), tuple(map(_cell, t["cells"])), str(t["heading"]))
            for t in parsed["tables"]
        )
        return cls(tables, tuple(map(str, parsed["left_out"])))


def _cell(parsed: Any) -> Cell:
    row, column, rows, columns = (int(parsed[key]) for key in ("row", "column", "rows", "columns"))
    return Cell(row, column, str(parsed["text"]), rows, columns, tuple(map(Caution, parsed["cautions"])))


def column_letters(column: int) -> str:
    """The letters of a column of a sheet: A for 1, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
