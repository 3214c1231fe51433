"""The cells of a table as they are collected: bounded in number and in text, and cleared of what nobody can see."""

from __future__ import annotations

from maturity.authoring.tables.limits import LONGEST_TEXT, MOST_CELLS, MOST_CHARACTERS
from maturity.authoring.tables.refusal import FileRefused
from maturity.authoring.tables.source import Caution, Cell
from maturity.core.matrix_file.characters import FORBIDDEN

_COPY = "Copy the table alone into a new file, and choose that."


class CellBox:
    """Takes in the cells of one table after another, up to what a matrix can hold."""

    def __init__(self) -> None:
        self._cells: list[Cell] = []
        self._count = 0
        self._characters = 0

    def put(self, place: tuple[int, int], text: str, size: tuple[int, int], cautions: tuple[Caution, ...]) -> None:
        """Take in a cell that has a text, or of which something has to be said; raises `FileRefused`."""
        if not text and not cautions:
            return
        self._count += 1
        self._characters += len(text)
        if self._count > MOST_CELLS:
            raise FileRefused(f"The file has more than {MOST_CELLS:,} cells with a text.", _COPY)
        if self._characters > MOST_CHARACTERS or len(text) > LONGEST_TEXT:
            raise FileRefused("The file holds more text than a matrix can.", _COPY)
        self._cells.append(Cell(*place, text, *size, cautions))

    def take(self) -> tuple[Cell, ...]:
        """The cells of the table that ends here."""
        cells = tuple(self._cells)
        self._cells.clear()
        return cells


def cleaned(text: str, cautions: list[Caution]) -> tuple[str, tuple[Caution, ...]]:
    """A text without white space round it and without the characters that no matrix can hold, which is then said."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\u2028", "\n")
    if FORBIDDEN.search(text):
        text = FORBIDDEN.sub("", text)
        cautions = [*cautions, Caution.HIDDEN_CHARACTERS]
    return text.strip(" \t\n"), tuple(cautions)
